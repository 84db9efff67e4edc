import Foundation
import RetryReportKit
import Testing

@Suite("What formats show of a tenant besides its jobs") struct ExtrasInFormatsTests {
    private func text(_ format: String, _ report: Report = .sample) throws -> String {
        guard case .report(let renderer) = try RendererRegistry.standard().entry(for: format).renderer() else {
            Issue.record("\(format) is not a format of reports")
            return ""
        }
        return String(decoding: try renderer.render(report), as: UTF8.self)
    }

    @Test(
        "says once that retries may run late when all workers are busy and jobs wait",
        arguments: ["html", "email", "markdown"]
    )
    func saturated(_ format: String) throws {
        let sentence = "All workers are busy and jobs wait for one: retries may run later than estimated."
        #expect(Report.sample.workers?.isSaturated == true)
        let busy = try text(format)
        #expect(busy.components(separatedBy: sentence).count == 2)
        var report = Report.sample
        report.workers = WorkerStatistics(current: 19, max: 20, queueCount: 130)
        let idle = try text(format, report)
        #expect(!idle.contains(sentence))
    }

    @Test("has a link for each action that has one", arguments: ["html", "email", "markdown"])
    func links(_ format: String) throws {
        let text = try text(format)
        var report = Report.sample
        let linked = ([report.openFirst] + report.actions.map(Optional.some)).compactMap { $0?.action.url }
        #expect(linked.count >= 4)
        for url in linked { #expect(text.contains(url), "\(url)") }
        // A name that has a link is nowhere without it: there are as many links as names.
        let name = "Look up user in directory"
        let url = try #require(report.actions.first { $0.action.name == name }?.action.url)
        #expect(text.components(separatedBy: name).count == text.components(separatedBy: url).count)
        report.messages = []
        let silent = try self.text(format, report)
        #expect(!silent.contains("429 Too Many Requests"))
    }

    @Test("has the stories and teams with their jobs", arguments: ["html", "email", "markdown", "json"])
    func owners(_ format: String) throws {
        let text = try text(format)
        for name in ["Phishing triage", "Case handling", "Detection", "Response", "Ada Example"] {
            #expect(text.contains(name), "\(name)")
        }
    }
}
