#if LiveTenant
import Foundation
import SampleTenant
import TestSupport
import Testing

@Suite("Publishing") struct PublishingTests {
    private func input() throws -> String {
        try TemporaryFolder().keeping { try $0.write(#"[{"id":1,"type":"T","retry_count":0}]"#, to: "page.json") }
    }

    @Test("a template that is wrong ends with 78, and what was published stays") func wrongTemplate() throws {
        let scratch = try TemporaryFolder()
        try scratch.write("old", to: "out/retry-jobs.json")
        try scratch.write("<html>not well-formed", to: "templates/report.html")
        let result = try Program().run(
            "--input",
            try input(),
            "--format",
            "json",
            "--format",
            "html",
            "--output",
            "\(scratch.path)/out",
            "--template",
            "\(scratch.path)/templates"
        )
        #expect(result.status == 78, "\(result.errors)")
        #expect(result.errors.contains("templates/report.html:1"), "\(result.errors)")
        let names = try scratch.names("out")
        #expect(names == ["retry-jobs.json"])
        let content = try scratch.bytes("out/retry-jobs.json")
        #expect(content == Data("old".utf8))
    }

    @Test("an output that can't be a folder ends with 73") func noFolder() throws {
        let scratch = try TemporaryFolder()
        let file = try scratch.write("in the way", to: "file")
        let result = try Program().run("--input", try input(), "--format", "json", "--output", file)
        #expect(result.status == 73, "\(result.errors)")
        #expect(result.errors.contains(file))
    }

    @Test("what a killed run left behind goes, and nothing else does") func leftovers() throws {
        let scratch = try TemporaryFolder()
        try scratch.write("half", to: "out/.retry-report-staged.retry-jobs.json")
        try scratch.write("mine", to: "out/notes.txt")
        let result = try Program().run(
            "--input",
            try input(),
            "--format",
            "json",
            "--output",
            "\(scratch.path)/out"
        )
        #expect(result.status == 0, "\(result.errors)")
        let names = try scratch.names("out")
        #expect(names == ["notes.txt", "retry-jobs.json"])
    }

    @Test("standard output has the report and nothing else") func standardOutput() throws {
        let result = try Program().run(
            "--input",
            try input(),
            "--format",
            "json",
            "--output",
            "-",
            "--progress",
            "always",
            "--log-level",
            "trace"
        )
        #expect(result.status == 0, "\(result.errors)")
        let report = try JSONObject(result.output)
        #expect(report["totals"]["jobs"].number == 1)
    }

    @Test("an implausible number of pages leaves only the time out of the progress line")
    func progressOfNonsense() async throws {
        var configuration = SampleTenant.Configuration()
        configuration.key = "sample-key"
        configuration.latency = 700
        configuration.fixedPages = [
            Array(#"{"admin/retry_jobs":[{"id":1}],"meta":{"pages":9223372036854775807,"next_page_number":null}}"#.utf8)
        ]
        try await SampleTenant.running(configuration) { tenant in
            let scratch = try TemporaryFolder()
            let result = try Program(environment: ["TINES_API_KEY": "sample-key"])
                .run("--tenant", tenant.url, "--output", "\(scratch.path)/out", "--progress", "always")
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.errors.contains("jobs/s") && !result.errors.contains("left"))
        }
    }

    @Test("standard error that is not a terminal shows no progress") func noProgress() throws {
        let result = try Program().run("--input", try input(), "--format", "json", "--output", "-")
        #expect(result.errors.isEmpty)
    }
}
#endif
