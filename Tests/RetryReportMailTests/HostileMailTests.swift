import RetryReport
import RetryReportMail
import TestSupport
import Testing

@Suite("Hostile text in a message") struct HostileMailTests {
    @Test("stays text in every place of a report, and adds no header")
    func corpus() async throws {
        let texts = HostileCorpus.oneByOne
        #expect(texts.count >= 50)
        var settings = try Mails.settings()
        settings.subject = try SubjectTemplate("{tenant} {title} {news}")
        settings.isThreaded = true
        settings.unsubscribe = try UnsubscribeLink("https://example.com/stop")
        let messages = try texts.map { text in
            try Mails.bytes(Report(everywhere: text), settings, attachments: [JSONRenderer()])
        }
        let mails = try await ParsedMail.many(messages)
        for (mail, text) in zip(mails, texts) {
            let start = Comment(rawValue: String(text.prefix(60)))
            mail.expectSound(start)
            #expect(mail.parts.count == 5, start)
            #expect(mail.to.map(\.address) == ["ops@example.com"], start)
            #expect(mail.headers.count == 14, start)
            let shown = mail.subject + mail.text("text/plain").replacing("\r\n", with: "")
            #expect(Isolates.removed(from: shown).unicodeScalars.first(where: isTreacherous) == nil, start)
            let report = try Report(json: Array((mail.parts.last?.text ?? "").utf8))
            #expect(report.title.utf8.elementsEqual(text.utf8), start)
        }
    }

    /// Controls, and what turns the direction of reading.
    private func isTreacherous(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    @Test(
        "comes back complete from encoded words, in any script, when nothing must be cleaned",
        arguments: [
            "Événements différés", "日本語のタイトル", "👩‍👩‍👧‍👦🏳️‍🌈🇩🇪", "تقرير إعادة المحاولة", "דוח ניסיונות חוזרים", "=?UTF-8?Q?no?=",
            "a=?b", "x_y = z", String(repeating: "e\u{301}", count: 50), String(repeating: "👨‍👩‍👧‍👦", count: 14),
        ]
    )
    func words(title: String) async throws {
        var settings = try Mails.settings()
        settings.subject = try SubjectTemplate("{title}")
        let mail = try await Mails.parsed(Mails.report(title: title), settings)
        mail.expectSound()
        let cut = String(title.unicodeScalars.prefix(100))
        let shown = cut + (cut.unicodeScalars.count < title.unicodeScalars.count ? "…" : "")
        #expect(Isolates.removed(from: mail.subject) == shown)
    }

    @Test("a letter with a thousand marks is cut between them, and never within one") func marks() async throws {
        var settings = try Mails.settings()
        settings.subject = try SubjectTemplate("{title}")
        let mail = try await Mails.parsed(
            Mails.report(title: "Z" + String(repeating: "\u{301}", count: 1000)),
            settings
        )
        mail.expectSound()
        #expect(mail.subject.unicodeScalars.count == 101)
        #expect(!mail.subject.contains("\u{FFFD}"))
    }
}
