#if LiveTenant
import Foundation
import SampleTenant
import TestSupport
import Testing

@Suite("--log-format json") struct LogFormatTests {
    private func lines(_ text: String) throws -> [JSONObject] {
        try text.split(separator: "\n").map { try JSONObject(Data($0.utf8)) }
    }

    @Test("makes every line on standard error a JSON object, the summary with its figures") func summary() async throws
    {
        var configuration = SampleTenant.Configuration()
        configuration.jobs = 1_200
        configuration.faults = [.init(.status(503), page: 2, attempts: 1)]
        try await SampleTenant.running(configuration) { tenant in
            let scratch = try TemporaryFolder()
            let result = try Program(environment: ["TINES_API_KEY": "sample-key"]).run(
                "--tenant",
                tenant.url,
                "--output",
                "\(scratch.path)/out",
                "--with",
                "none",
                "--log-format",
                "json",
                "--log-level",
                "info"
            )
            #expect(result.status == 0)
            let lines = try lines(result.errors)
            #expect(lines.allSatisfy { $0.time.text != nil && $0.level.text != nil && $0.message.text != nil })
            let end = try #require(lines.first { $0.message.text == "Reading finished" })
            for name in ["pages", "jobs", "seconds", "bytes", "requests", "retries", "sweeps"] {
                #expect(end.metadata[name].text.flatMap(Double.init) != nil, "\(name)")
            }
            #expect(end.metadata["jobs"].text == "1200")
            #expect(end.metadata["retries"].text == "1")
            #expect(lines.contains { $0.level.text == "notice" && $0.message.text?.hasPrefix("wrote ") == true })
        }
    }

    @Test("makes an error a line too, at every log level") func error() throws {
        let result = try Program().run("--input", "/nonexistent", "--log-format", "json", "--log-level", "critical")
        #expect(result.status == 65)
        let lines = try lines(result.errors)
        #expect(lines.count == 1)
        #expect(lines.first?.level.text == "error")
        #expect(lines.first?.message.text?.contains("/nonexistent") == true)
        #expect(lines.first?.metadata["code"].text == "run.exit-65")
    }

    @Test("is the only other form there is") func unknown() throws {
        let result = try Program().run("--input", "x", "--log-format", "xml")
        #expect(result.status == 64)
        #expect(result.errors.contains("human, json"))
    }
}
#endif
