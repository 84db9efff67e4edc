#if LiveTenant
import Foundation
import SampleTenant
import TestSupport
import Testing

@Suite("The main job") struct MainJobTests {
    @Test("the documentation's sample, served as page 1 before an empty page 2, gives two jobs in two groups")
    func seedSample() async throws {
        var configuration = SampleTenant.Configuration()
        configuration.fixedPages = [Array(samplePage.utf8), Array(emptyPage.utf8)]
        try await SampleTenant.running(configuration) { tenant in
            let scratch = try TemporaryFolder()
            let result = try Program(environment: ["TINES_API_KEY": "sample-key"])
                .run("--tenant", tenant.url, "--output", "\(scratch.path)/out")
            #expect(result.status == 0, "\(result.errors)")
            let names = try scratch.names("out")
            #expect(names == ["retry-jobs.html", "retry-jobs.json", "retry-jobs.md"])
            let report = try JSONObject(scratch.bytes("out/retry-jobs.json"))
            #expect(report["totals"]["jobs"].number == 2)
            #expect(report["totals"]["groups"].number == 2)
            #expect(result.errors.contains("\(scratch.path)/out/retry-jobs.html"))
            #expect(result.output.isEmpty)
        }
    }

    @Test("saved pages, replayed with the same moment, give the same bytes in every format")
    func replay() async throws {
        var configuration = SampleTenant.Configuration()
        configuration.jobs = 1_300
        let formats = ["html", "email", "markdown", "json", "ndjson"].flatMap { ["--format", $0] }
        let moment = ["--now", "2026-11-24T06:00:00Z"]
        try await SampleTenant.running(configuration) { tenant in
            let scratch = try TemporaryFolder()
            let live = try Program(environment: ["TINES_API_KEY": "sample-key"]).run(
                ["--tenant", tenant.url, "--output", "\(scratch.path)/live", "--save-pages", "\(scratch.path)/pages"]
                    + formats + moment
            )
            #expect(live.status == 0, "\(live.errors)")
            let replayed = try Program().run(
                ["--input", "\(scratch.path)/pages", "--output", "\(scratch.path)/replayed"] + formats + moment
            )
            #expect(replayed.status == 0, "\(replayed.errors)")
            let names = try scratch.names("live")
            #expect(names.count == 5)
            let replayedNames = try scratch.names("replayed")
            #expect(replayedNames == names)
            for name in names {
                let (live, replayed) = (try scratch.bytes("live/\(name)"), try scratch.bytes("replayed/\(name)"))
                #expect(live == replayed, "\(name)")
            }
        }
    }

    @Test("a replay a week later counts from the reading, so that jobs which were fresh then are not overdue")
    func lateReplay() async throws {
        let weekAgo = Date(timeIntervalSince1970: (Date().timeIntervalSince1970 - 7 * 86_400).rounded())
        var configuration = SampleTenant.Configuration()
        configuration.jobs = 400
        configuration.now = weekAgo.timeIntervalSince1970
        try await SampleTenant.running(configuration) { tenant in
            let scratch = try TemporaryFolder()
            let pages = "\(scratch.path)/pages"
            let live = try Program(environment: ["TINES_API_KEY": "sample-key"])
                .run("--tenant", tenant.url, "--output", "\(scratch.path)/live", "--save-pages", pages)
            #expect(live.status == 0, "\(live.errors)")
            // The record of a reading that ended a week ago.
            var record = try JSONObject(scratch.bytes("pages/reading.json")).value as? [String: Any] ?? [:]
            #expect(record["finished_at"] != nil)
            record["finished_at"] = weekAgo.ISO8601Format()
            record["started_at"] = weekAgo.addingTimeInterval(-5).ISO8601Format()
            let bytes = try JSONSerialization.data(withJSONObject: record)
            try bytes.write(to: URL(fileURLWithPath: "\(pages)/reading.json"))

            func overdue(_ more: String...) throws -> (jobs: Int?, generated: String?) {
                let result = try Program().run(["--input", pages, "--format", "json", "--output", "-"] + more)
                let report = try JSONObject(result.output)
                return (report["totals"]["deaths"]["overdue"].number, report["generated_at"].text)
            }
            let late = try overdue()
            #expect(late.jobs == 0)
            #expect(late.generated == weekAgo.ISO8601Format())
            let today = try overdue("--now", Date().ISO8601Format())
            #expect(today.jobs ?? 0 > 0)
        }
    }

    @Test("a key that the tenant refuses ends with 77 and names the places to look at")
    func refusedKey() async throws {
        try await SampleTenant.running(SampleTenant.Configuration()) { tenant in
            let scratch = try TemporaryFolder()
            let result = try Program(environment: ["TINES_API_KEY": "wrong-key-0815"])
                .run("--tenant", tenant.url, "--output", "\(scratch.path)/out")
            #expect(result.status == 77)
            #expect(result.errors.contains("TINES_API_KEY"))
            #expect(!result.errors.contains("wrong-key-0815"))
            let names = try scratch.names("out")
            #expect(names.isEmpty)
        }
    }

    @Test("a list of which nothing can be read ends with 2, a remark, and no success in the metrics")
    func nothingReadable() throws {
        let scratch = try TemporaryFolder()
        let page = try scratch.write(#"[{"uid":1},{"uid":2}]"#, to: "page.json")
        let metrics = "\(scratch.path)/run.prom"
        let arguments = ["--input", page, "--output", "\(scratch.path)/out", "--metrics", metrics]
        let result = try Program().run(arguments)
        #expect(result.status == 2, "\(result.errors)")
        #expect(result.errors.contains("2 jobs could not be read"))
        let written = try String(contentsOfFile: metrics, encoding: .utf8)
        #expect(written.contains(/retry_report_last_run_success.* 0\n/))
        let condition = try Program().run(arguments + ["--fail-on", "unreadable>1"])
        #expect(condition.status == 3 && condition.errors.contains("2 unreadable jobs (more than 1)"))
        let incomplete = try Program().run(arguments + ["--fail-on", "incomplete"])
        #expect(incomplete.status == 3)
    }

    @Test("a tenant that can't be reached ends with 69 and leaves what was published")
    func unreachable() throws {
        let scratch = try TemporaryFolder()
        try scratch.write("published before", to: "out/retry-jobs.json")
        let result = try Program(environment: ["TINES_API_KEY": "sample-key"]).run(
            "--tenant",
            "http://127.0.0.1:1",
            "--output",
            "\(scratch.path)/out",
            "--timeout",
            "2s"
        )
        #expect(result.status == 69 || result.status == 75)
        let names = try scratch.names("out")
        #expect(names == ["retry-jobs.json"])
        let content = try scratch.bytes("out/retry-jobs.json")
        #expect(content == Data("published before".utf8))
    }
}

/// JSON as tests look into it.
@dynamicMemberLookup struct JSONObject {
    let value: Any?

    init(_ data: Data) throws {
        value = try JSONSerialization.jsonObject(with: data)
    }

    private init(value: Any?) {
        self.value = value
    }

    subscript(name: String) -> JSONObject { JSONObject(value: (value as? [String: Any])?[name]) }
    subscript(place: Int) -> JSONObject { JSONObject(value: (value as? [Any])?[place]) }
    subscript(dynamicMember name: String) -> JSONObject { self[name] }

    var number: Int? { value as? Int }
    var text: String? { value as? String }
    var isTrue: Bool { value as? Bool == true }
}
#endif
