import RetryReport
import RetryReportHTML
import RetryReportMail
import Testing

@Suite("Links to the published report") struct ReportLinkTests {
    private let link = "https://reports.example.com/retry%20jobs%2F%C3%A4/2026-07-26.html?x=1&y=2"

    private func settings() throws -> MailSettings {
        var settings = try Mails.settings()
        settings.name = "retry jobs/\u{e4}"
        settings.reportLink = try ReportLink(
            "https://reports.example.com/{name}/{date}.html?x=1&y=2",
            name: settings.name
        )
        return settings
    }

    @Test func `a message has a button below 'Open first', and the link in its text, with name and date`() async throws
    {
        let mail = try await Mails.parsed(.sample, settings())
        mail.expectSound()
        let html = mail.text("text/html")
        let button = try #require(html.firstRange(of: ">Open the full report</a>"))
        let first = try #require(html.firstRange(of: ">Open first</b>"))
        let table = try #require(html.firstRange(of: ">What fails</h2>"))
        #expect(first.upperBound < button.lowerBound && button.upperBound < table.lowerBound)
        let attribute = link.replacing("&", with: "&amp;")
        #expect(html.contains("<a href=\"\(attribute)\"") || html.contains(" href=\"\(attribute)\""))
        #expect(mail.text("text/plain").contains("Full report:\r\n\(link)\r\n"))
    }

    @Test func `a message links to the report where it leaves something out, and where it has no jobs`() async throws {
        let jobs = (0..<600).map { number in
            RetryJob(
                id: .number(Int64(number)),
                type: .agentReceive,
                retryCount: 3,
                lastRetry: Mails.now,
                errorClass: "Error\(number)"
            )
        }
        let large = try await Mails.parsed(Mails.report(jobs), settings())
        #expect(large.text("text/html").contains(">Full report</a>"))
        let lines = large.text("text/plain").split(separator: "\r\n")
        #expect(lines.count { $0 == link } == 2)
        let none = try await Mails.parsed(Mails.report(), settings())
        #expect(none.text("text/html").contains(">Open the full report</a>"))
        #expect(!none.text("text/html").contains(">Full report</a>"))
    }

    @Test func `without a link nothing in a message says that there is one`() async throws {
        let mail = try await Mails.parsed()
        #expect(!mail.text("text/html").contains("ull report</a>"))
        #expect(!mail.text("text/plain").contains("Full report"))
    }

    @Test func `answers go to the address that is given for them, and messages that differ in it are two`() async throws
    {
        var settings = try Mails.settings()
        settings.replyTo = try MailAddress("Ops \u{e4} <ops-answers@example.com>")
        let mails = try await ParsedMail.many([Mails.bytes(.sample, settings), Mails.bytes()])
        for mail in mails { mail.expectSound() }
        let answers = mails.map { $0.values("Reply-To") }
        #expect(answers[0].count == 1 && answers[0][0].contains("<ops-answers@example.com>"))
        #expect(answers[1] == [])
        #expect(mails[0].values("Message-ID") != mails[1].values("Message-ID"))
    }

    @Test(arguments: [
        "http://reports.example.com/", "https://{name}.example.com/", "https://reports.example.com/{nam}",
        "https://reports.example.com/{name", "https://a@reports.example.com/", "https://reports.example.com/ x",
        "https://reports.example.com/\r\nBcc:x", "https://reports.example.com/ä", "https://", "javascript:alert(1)", "",
        "https://reports.example.com/" + String(repeating: "x", count: 500),
        "https://reports.example.com/" + String(repeating: "{name}", count: 20),
    ])
    func `what is not a safe link by https is refused`(text: String) {
        #expect(throws: ActionLinkError.self) { try ReportLink(text, name: String(repeating: "n", count: 50)) }
    }
}
