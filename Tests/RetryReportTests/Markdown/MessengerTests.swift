import Foundation
import RetryReport
import TestSupport
import Testing

@Suite("Messages for messengers") struct MessengerTests {
    private func blocks(_ report: Report) throws -> [[String: Any]] {
        let message = try JSONSerialization.jsonObject(with: Data(SlackRenderer().render(report))) as? [String: Any]
        return try #require(message?["blocks"] as? [[String: Any]])
    }

    private func text(_ block: [String: Any]) -> String {
        if let text = block["text"] as? [String: Any] { return text["text"] as? String ?? "" }
        return ((block["elements"] as? [[String: Any]])?.first)?["text"] as? String ?? ""
    }

    @Test func `a message for Slack stays within its limits, whatever a report has`() throws {
        let long = String(repeating: "<&`*long name*", count: 500)
        let jobs = (0..<2000).map { number in
            RetryJob(
                id: .number(Int64(number)),
                type: JobType(rawValue: "Type\(number % 40) \(long)"),
                action: ActionReference(id: Int64(number % 50), name: long),
                retryCount: number % 25,
                lastRetry: SampleReports.now.advanced(bySeconds: -60),
                errorClass: "\(number % 300) \(long)"
            )
        }
        let reports = [
            SampleReports.empty, SampleReports.ordinary, SampleReports.incomplete, .sample, SampleReports.build(jobs),
        ]
        for report in reports + HostileCorpus.oneByOne.filter({ !$0.isEmpty }).map({ Report(everywhere: $0) }) {
            let blocks = try blocks(report)
            #expect((1...50).contains(blocks.count))
            for block in blocks {
                let text = text(block)
                #expect((1...3000).contains(text.utf16.count), "\(text.prefix(80))")
                let bare = text.replacing(/<https:\/\/[^<>|]+\|[^<>|]+>/, with: "").replacing("&lt;", with: "")
                    .replacing("&gt;", with: "").replacing("&amp;", with: "")
                #expect(!bare.unicodeScalars.contains { "<>&".unicodeScalars.contains($0) }, "\(text.prefix(200))")
                #expect(bare.unicodeScalars.count { $0 == "`" } % 2 == 0, "\(text.prefix(200))")
            }
        }
    }

    @Test func `a message for Slack says what an incomplete report says first`() throws {
        let blocks = try blocks(SampleReports.incomplete)
        #expect(text(blocks[0]).hasPrefix("*Incomplete:*"))
        #expect(text(blocks[1]).contains("not read completely"))
    }

    @Test func `messages link to the published report when it is known where that is`() throws {
        let link = try ReportLink("https://reports.example.com/{name}?a=1&copy;=2", name: "retry jobs")
        var slack = SlackRenderer()
        slack.reportLink = link
        let message = String(decoding: try slack.render(SampleReports.ordinary), as: UTF8.self)
        let slackLink = "<https://reports.example.com/retry%20jobs?a=1&amp;copy;=2|Open the full report>"
        #expect(message.contains(slackLink))
        var github = try GitHubRenderer()
        let unlinked = String(decoding: try github.render(SampleReports.ordinary), as: UTF8.self)
        github.reportLink = link
        let linked = String(decoding: try github.render(SampleReports.ordinary), as: UTF8.self)
        let end = "\n[Open the full report](https://reports.example.com/retry%20jobs?a=1&amp;copy;=2)\n"
        #expect(linked == unlinked + end)
        let without = String(decoding: try SlackRenderer().render(SampleReports.ordinary), as: UTF8.self)
        #expect(!without.contains("full report"))
    }

    @Test func `a step summary for GitHub has at most 1,024 KiB and is the Markdown report where that fits`() throws {
        let small = try GitHubRenderer().render(SampleReports.ordinary)
        #expect(String(decoding: small, as: UTF8.self).hasPrefix("# "))
        let name = String(repeating: "*name* ", count: 40)
        let jobs = (0..<6_000).map { number in
            RetryJob(
                id: .number(Int64(number)),
                type: .agentReceive,
                action: ActionReference(id: Int64(number), name: name),
                retryCount: 3,
                lastRetry: SampleReports.now,
                errorClass: "\(number % 600) \(name)"
            )
        }
        let large = try GitHubRenderer().render(SampleReports.build(jobs))
        #expect(large.count <= 1 << 20)
        let line = "{{#groups}}\n\(String(repeating: "{{errorClass.name}} ", count: 200))\n{{/groups}}\n"
        let template = try MarkdownTemplate(Array("# x\n\n\(line)".utf8), name: "t")
        // A group for each: more than are shown at last, each with 200 names.
        let cut = try GitHubRenderer(template: template).render(SampleReports.build(Array(jobs.prefix(60))))
        #expect(cut.count <= 1 << 20)
        #expect(String(decoding: cut, as: UTF8.self).hasSuffix("See the JSON report.\n"))
    }
}
