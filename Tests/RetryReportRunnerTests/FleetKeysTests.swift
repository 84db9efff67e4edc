#if LiveTenant
import Foundation
import SampleTenant
import TestSupport
import Testing

@Suite("The keys of several tenants") struct FleetKeysTests {
    @Test("each tenant gets its own key and no other, by real requests") func keys() async throws {
        func configuration(_ key: String, _ jobs: Int) -> SampleTenant.Configuration {
            var configuration = SampleTenant.Configuration()
            configuration.key = key
            configuration.jobs = jobs
            return configuration
        }
        let (one, other) = ("tk_first_0815-4711", "tk_second_4711-0815")
        try await SampleTenant.running(configuration(one, 700)) { first in
            try await SampleTenant.running(configuration(other, 900)) { second in
                let scratch = try TemporaryFolder()
                let file = try scratch.write(one, to: "first.key")
                let fleet = try FleetFixture(
                    common: ["with: none"],
                    tenants: [
                        ["name: first", "tenant: \(first.url)", "api-key-file: \(file)"],
                        ["name: second", "tenant: \(second.url)", "api-key-variable: SECOND", "per-page: 100"],
                    ],
                    scratch: scratch
                )
                // A key in the usual variable belongs to nobody here.
                let environment = ["SECOND": other, "TINES_API_KEY": "tk_stranger_0000"]
                let result = try fleet.run(["--log-level", "trace"], environment: environment)
                #expect(result.status == 0, "\(result.errors)")
                let sent = [first, second].map { Set($0.log.map { $0.headers["authorization"] ?? "none" }) }
                #expect(sent == [["Bearer \(one)"], ["Bearer \(other)"]])
                #expect(second.log.map(\.perPage).max() == 100)
                for key in [one, other, "tk_stranger_0000"] { #expect(!result.errors.contains(key)) }
                let states = try fleet.states()
                #expect(states == ["second current", "first current"])
                for name in ["out/index.html", "out/index.json", "out/first/retry-jobs.json"] {
                    let text = String(decoding: try scratch.bytes(name), as: UTF8.self)
                    #expect(!text.contains(one) && !text.contains(other))
                }
            }
        }
    }

    @Test("two tenants with one key: the second is not asked at all") func sameKey() async throws {
        var configuration = SampleTenant.Configuration()
        configuration.key = "tk_shared_0815-4711"
        configuration.jobs = 3
        try await SampleTenant.running(configuration) { first in
            try await SampleTenant.running(configuration) { second in
                let scratch = try TemporaryFolder()
                let files = try ["a", "b"].map { try scratch.write("tk_shared_0815-4711\n", to: "\($0).key") }
                let fleet = try FleetFixture(
                    common: ["with: none"],
                    tenants: [
                        ["name: first", "tenant: \(first.url)", "api-key-file: \(files[0])"],
                        ["name: second", "tenant: \(second.url)", "api-key-file: \(files[1])"],
                    ],
                    scratch: scratch
                )
                let result = try fleet.run()
                #expect(result.status == 78, "\(result.errors)")
                #expect(result.errors.contains("has the same key as"))
                #expect(!result.errors.contains("tk_shared"))
                #expect([first, second].filter { $0.log.isEmpty }.count == 1)
            }
        }
    }

    @Test("a key in the settings of another tenant is in none of its reports: nothing of either is read")
    func strayKey()
        throws
    {
        let scratch = try TemporaryFolder()
        let key = try scratch.write("tk_stray_0815-4711", to: "key")
        let fleet = try FleetFixture(
            tenants: [
                ["name: a", "tenant: https://a.example", "api-key-file: \(key)", "timeout: 1s"],
                FleetFixture.saved("b", jobs: 1, in: scratch, ["title: of tk_stray_0815-4711"]),
            ],
            scratch: scratch
        )
        let result = try fleet.run()
        #expect(result.status == 78, "\(result.errors)")
        #expect(!result.errors.contains("tk_stray"), "\(result.errors)")
        let files = FileManager.default.enumerator(atPath: fleet.output)?.compactMap { $0 as? String } ?? []
        for name in files {
            guard let content = try? scratch.bytes("out/\(name)") else { continue }
            #expect(!String(decoding: content, as: UTF8.self).contains("tk_stray"), "\(name)")
        }
    }

    @Test("a key variable that is not set is not shown: its name may be the key") func unsetVariable() throws {
        let fleet = try FleetFixture(tenants: [
            ["name: a", "tenant: https://a.example", "api-key-variable: tk_secret_0815"]
        ])
        let result = try fleet.run()
        #expect(result.status == 78)
        #expect(result.errors.contains("fleet.yaml:5: the variable that 'api-key-variable' names is not set"))
        #expect(!result.errors.contains("tk_secret"))
        let index = String(decoding: try fleet.scratch.bytes("out/index.json"), as: UTF8.self)
        #expect(!index.contains("tk_secret"))
    }
}
#endif
