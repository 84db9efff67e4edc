#if LiveTenant
import Foundation
import SampleTenant
import Testing

@Suite("Publishing") struct PublishingTests {
    private func input() throws -> String {
        try Scratch().keeping { try $0.file("page.json", #"[{"id":1,"type":"T","retry_count":0}]"#) }
    }

    @Test("a template that is wrong ends with 78, and what was published stays") func wrongTemplate() throws {
        let scratch = try Scratch()
        _ = try scratch.file("out/retry-jobs.json", "old")
        _ = try scratch.file("templates/report.html", "<html>not well-formed")
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
        #expect(try scratch.names("out") == ["retry-jobs.json"])
        #expect(try scratch.bytes("out/retry-jobs.json") == Data("old".utf8))
    }

    @Test("an output that can't be a folder ends with 73") func noFolder() throws {
        let scratch = try Scratch()
        let file = try scratch.file("file", "in the way")
        let result = try Program().run("--input", try input(), "--format", "json", "--output", file)
        #expect(result.status == 73, "\(result.errors)")
        #expect(result.errors.contains(file))
    }

    @Test("what a killed run left behind goes, and nothing else does") func leftovers() throws {
        let scratch = try Scratch()
        _ = try scratch.file("out/.retry-report-staged.retry-jobs.json", "half")
        _ = try scratch.file("out/notes.txt", "mine")
        let result = try Program().run(
            "--input",
            try input(),
            "--format",
            "json",
            "--output",
            "\(scratch.path)/out"
        )
        #expect(result.status == 0, "\(result.errors)")
        #expect(try scratch.names("out") == ["notes.txt", "retry-jobs.json"])
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
        #expect(try JSONObject(result.output)["totals"]["jobs"].number == 1)
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
            let scratch = try Scratch()
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
