import Foundation
import RetryReport
import RetryReportMail
import TestSupport
import Testing

@Suite("What mail programs make of a message") struct MailRulesTests {
    @Test("a name from right to left is isolated in the text, and every line closes what it opens") func isolates()
        async throws
    {
        let name = "פעולה ארוכה מאוד שנכשלת שוב ושוב ומתחילה מחדש בכל שעה ושעה עד שהיא נעצרת לבסוף"
        let job = RetryJob(
            id: .number(1),
            type: JobType(rawValue: "AgentReceiveJob"),
            action: ActionReference(id: 7, name: name),
            eventIDs: [1],
            retryCount: 3,
            lastRetry: Mails.now.advanced(bySeconds: -3600),
            errorClass: "ArgumentError"
        )
        let text = try await Mails.parsed(Mails.report([job])).text("text/plain")
        let lines = text.components(separatedBy: "\r\n")
        #expect(lines.contains { $0.contains("\u{2068}פעולה") })
        for line in lines {
            let opened = line.unicodeScalars.count { $0 == "\u{2068}" }
            #expect(opened == line.unicodeScalars.count { $0 == "\u{2069}" }, "\(line)")
        }
        let plain = try await Mails.parsed().text("text/plain")
        #expect(!plain.unicodeScalars.contains("\u{2068}"))
    }

    /// A file of any size.
    private struct Filler: ReportRenderer {
        static let format = try? ReportFormat(
            identifier: "filler",
            fileSuffix: "bin",
            mediaType: "application/octet-stream",
            summary: "zeros"
        )
        let format: ReportFormat
        let count: Int

        func render(_ report: Report, to sink: inout some ByteSink) throws {
            try sink.write(contentsOf: [UInt8](repeating: 48, count: count))
        }
    }

    @Test("a file of more than 5 MB is left out, and the text says so", arguments: [5_000_000, 5_000_001])
    func attachments(count: Int) async throws {
        let filler = Filler(format: try #require(Filler.format), count: count)
        let mail = try await Mails.parsed(attachments: [filler])
        let text = mail.text("text/plain")
        let isAttached = count <= 5_000_000
        #expect(text.contains("The report as filler is not attached: it is larger than 5 MB; see") == !isAttached)
        #expect(mail.parts.count == (isAttached ? 5 : 3))
    }

    @Test("nonempty sends nothing about an empty list that is complete and verified, and everything else") func when() {
        let reading = Reading(source: "x", isComplete: true)
        let job = RetryJob(id: .number(1), type: .agentReceive)
        #expect(!MailWhen.nonempty.applies(to: Mails.report()))
        #expect(MailWhen.nonempty.applies(to: Mails.report(reading: reading)))
        #expect(MailWhen.nonempty.applies(to: Mails.report([job])))
        #expect(MailWhen.always.applies(to: Mails.report()))
    }

    @Test("a recipient who is named twice gets one message") func recipients() throws {
        let settings = try Mails.settings(to: ["ops@example.com", "Ops <ops@EXAMPLE.com>", "OPS@example.com"])
        #expect(settings.to.map(\.address) == ["ops@example.com", "OPS@example.com"])
    }

    @Test("an address for undeliverable mail is passed on as -f") func envelopeSender() async throws {
        let folder = try TemporaryFolder()
        let program = try folder.script("sendmail", "printf '%s\\n' \"$@\" > \"$0.arguments\"")
        let sender = try MailAddress("Bounces <bounces@example.com>")
        try await SendmailHandover(program, sender: sender).send([65])
        let arguments = try folder.text("sendmail.arguments")
        #expect(arguments == "-t\n-i\n-f\nbounces@example.com\n")
    }

    @Test("a program that writes errors without end, or ignores that it is stopped, is ended in time") func stubborn()
        async throws
    {
        let folder = try TemporaryFolder()
        let program = try folder.script("loud", "echo $$ > \"$0.pid\"; trap '' TERM; exec yes no such user >&2")
        let error = try await #require(throws: HandoverError.self) {
            try await SendmailHandover(program, limit: .seconds(5)).send([65])
        }
        #expect(error.code == .timedOut)
        let process = try folder.text("loud.pid").trimmingCharacters(in: .whitespacesAndNewlines)
        let isGone = try await folder.isGone(process: process)
        #expect(isGone)
    }
}
