#if LiveTenant
import Foundation
import TestSupport
import Testing

@Suite("A run with an archive") struct ArchiveRunTests {
    private let scratch: TemporaryFolder
    private static let stamp = "2026-07-26T12-00-00.000000Z"

    init() throws {
        scratch = try TemporaryFolder()
        try scratch.write(samplePage, to: "pages/page-000001.json")
        try scratch.write(emptyPage, to: "pages/page-000002.json")
    }

    private func run(_ arguments: String...) throws -> Program.Result {
        try Program().run(
            [
                "--input", scratch.file("pages"), "--format", "json", "--output", scratch.file("out"), "--archive",
                scratch.file("archive"), "--now", "2026-07-26T12:00:00Z",
            ] + arguments
        )
    }

    private var file: String { "archive/tenant=acme.tines.com/date=2026-07-26/run-\(Self.stamp).ndjson.gz" }

    private func rows() throws -> [String] {
        let output = Pipe()
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", scratch.file(file)]
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test func `the run's jobs are archived by tenant and day once the report is published`() throws {
        let result = try run()
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.contains("archived \(scratch.path)/\(file)"), "\(result.errors)")
        let rows = try rows()
        try #require(rows.count == 3)
        #expect(rows[0].contains(#""kind":"run""#) && rows[0].contains(#""jobs":2"#))
        #expect(rows[0].contains(#""origin":"https://acme.tines.com""#) && rows[0].contains(#""is_verified":false"#))
        #expect(rows[1].contains(#""id":"1234""#) && rows[1].contains(#""action":"Webhook""#))
        let again = try run()
        #expect(again.status == 0)
        #expect(again.errors.contains("exists already and is left as it is"), "\(again.errors)")
    }

    @Test func `stories and teams are in the rows when the pages have them beside them`() throws {
        try scratch.write(
            """
            {"asked":["stories"],"is_dead_complete":false,"workers":null,"messages":[],"notes":[]}
            {"agents":[{"id":1,"name":"Webhook","story_id":10}]}
            {"stories":[{"id":10,"name":"Phishing","team_id":3}]}
            {"teams":[{"id":3,"name":"Detection"}]}
            """,
            to: "pages/extras.jsonl"
        )
        let result = try run()
        #expect(result.status == 0, "\(result.errors)")
        let rows = try rows()
        #expect(rows.dropFirst().allSatisfy { $0.contains(#""story":"Phishing","team_id":3,"team":"Detection""#) })
    }

    @Test func `tenants that are read in one run are archived side by side under their names`() throws {
        let settings = try scratch.write(
            """
            output: \(scratch.file("out"))
            archive: \(scratch.file("archive"))
            tenants:
              - {name: production, input: \(scratch.file("pages"))}
              - {name: staging, input: \(scratch.file("pages/page-000001.json"))}
            """,
            to: "settings.yaml"
        )
        let result = try Program().run("--config", settings, "--now", "2026-07-26T12:00:00Z")
        #expect(result.status == 2, "\(result.errors)")
        let names = try scratch.names("archive")
        #expect(names == ["tenant=production", "tenant=staging"])
        let file = "date=2026-07-26/run-\(Self.stamp).ndjson.gz"
        for name in names {
            let exists = FileManager.default.fileExists(atPath: scratch.file("archive/\(name)/\(file)"))
            #expect(exists, "\(name)")
        }
    }

    @Test func `an archive that can't be written costs nothing but its file, and the run ends with 71`() throws {
        try scratch.write("in the way", to: "archive")
        let metrics = scratch.file("retry.prom")
        let result = try run("--metrics", metrics)
        #expect(result.status == 71, "\(result.errors)")
        #expect(result.errors.contains("the archive does not have this run"), "\(result.errors)")
        #expect(result.errors.contains("\(scratch.path)/archive"), "\(result.errors)")
        let names = try scratch.names("out")
        #expect(names == ["retry-jobs.json"])
        let figures = try scratch.text("retry.prom")
        #expect(figures.contains("last_run_exit_status") && figures.contains(" 71\n"), "\(figures)")
    }

    @Test func `a run that publishes nothing archives nothing`() throws {
        try scratch.write("", to: "out/retry-jobs.json/in-the-way")
        let result = try run()
        #expect(result.status == 73, "\(result.errors)")
        let names = try scratch.names("archive")
        #expect(names == [])
    }

    @Test func `a report that is restricted to some jobs is not archived`() throws {
        let result = try run("--type", "AgentReceiveJob")
        #expect(result.status == 64 && result.errors.contains("--archive"), "\(result.errors)")
    }

    @Test func `the commands list the runs and remove old ones`() throws {
        let added = try run()
        #expect(added.status == 0)
        let list = try Program().run("archive", "list", scratch.file("archive"))
        let lines = String(decoding: list.output, as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 2 && lines[1].hasPrefix("2026-07-26T12:00:00Z") && lines[1].hasSuffix("acme.tines.com"))
        let kept = try Program().run("archive", "prune", scratch.file("archive"), "--keep", "9999d")
        #expect(String(decoding: kept.output, as: UTF8.self).hasPrefix("Removed 0 runs"), "\(kept)")
        let wrong = try Program().run("archive", "prune", scratch.file("archive"), "--keep", "some")
        #expect(wrong.status == 64)
        let missing = try Program().run("archive", "list", scratch.file("nowhere"))
        #expect(missing.status == 73 && missing.errors.contains("nowhere"), "\(missing.errors)")
    }
}
#endif
