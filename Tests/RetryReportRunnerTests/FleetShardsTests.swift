#if LiveTenant
import Foundation
import TestSupport
import Testing

@Suite("Parts of the tenants, and the index of what others read") struct FleetShardsTests {
    @Test("several processes and 'index' make the same index as one run, to the byte") func shards() throws {
        let scratch = try TemporaryFolder()
        let names = (1...9).map { "tenant-\($0)" }
        var tenants = try names.enumerated().map { try FleetFixture.saved($1, jobs: $0, in: scratch) }
        tenants.append(["name: broken", "input: \(scratch.path)/nowhere.json"])
        let fleet = try FleetFixture(tenants: tenants, scratch: scratch)
        let now = ["--now", "2026-09-21T00:00:00Z"]
        let whole = try fleet.run(now)
        #expect(whole.status == 65, "\(whole.errors)")
        func files() throws -> [String] {
            try ["index.html", "index.md", "index.json"].map { name in
                let text = String(decoding: try scratch.bytes("out/\(name)"), as: UTF8.self)
                // When a run failed is the one time that --now does not set.
                return text.replacing(/"failed_at": "[^"]*"/, with: "")
            }
        }
        let one = try files()
        try FileManager.default.removeItem(atPath: fleet.output)
        let parts = try (0..<3).map { part in
            try RunningProgram(
                ["--config", fleet.config, "--shard-count", "3"] + now,
                environment: ["JOB_COMPLETION_INDEX": "\(part)"]
            )
        }
        for part in parts { part.process.waitUntilExit() }
        let statuses = parts.map(\.process.terminationStatus).sorted()
        #expect(statuses == [0, 0, 65])
        let made = try scratch.names("out")
        #expect(Set(made) == Set(names + ["broken"]))
        let index = try Program().run(["index", fleet.output] + now)
        #expect(index.status == 2, "\(index.errors)")
        #expect(index.errors.contains("broken: no current report (failed)"), "\(index.errors)")
        let several = try files()
        #expect(several == one)
        let known = try Program().run(["index", fleet.output, "--config", fleet.config] + now)
        #expect(known.status == 2)
        let again = try files()
        #expect(again == one)
    }

    @Test("parts are a partition that depends on names only") func partition() throws {
        let names = (0..<200).map { "tenant-\($0)" }
        let scratch = try TemporaryFolder()
        var seen: [String] = []
        let fleet = try FleetFixture(
            tenants: names.map { ["name: \($0)", "input: \(scratch.path)/nowhere.json"] },
            scratch: scratch
        )
        for part in 0..<4 {
            try? FileManager.default.removeItem(atPath: fleet.output)
            _ = try fleet.run(["--shard", "\(part)/4"])
            let own = try scratch.names("out")
            #expect(own.count > 20)
            seen += own
        }
        #expect(seen.sorted() == names.sorted())
    }

    @Test("the index is about all tenants: a choice of some is refused, unless it is in a file that parts have too")
    func choice() throws {
        let scratch = try TemporaryFolder()
        let fleet = try FleetFixture(
            common: ["shard-count: 2"],
            tenants: [FleetFixture.saved("a", jobs: 1, in: scratch)],
            scratch: scratch
        )
        for part in 0..<2 {
            let result = try fleet.run(["--shard", "\(part)/2"])
            #expect(result.status == 0, "\(result.errors)")
        }
        for arguments in [["--only", "a"], ["--shard", "0/2"], ["--shard-count", "2"]] {
            let refused = try Program().run(arguments + ["index", fleet.output])
            #expect(refused.status == 64, "\(arguments): \(refused.errors)")
            #expect(refused.errors.contains("does not go with 'index'"), "\(refused.errors)")
        }
        let made = try Program().run(["index", fleet.output, "--config", fleet.config])
        #expect(made.status == 0, "\(made.errors)")
    }
}
#endif
