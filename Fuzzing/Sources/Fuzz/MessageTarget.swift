import RetryReport
import RetryReportMail

/// Any settings and contents of a message: they are refused, or the message read back by ``ReferenceMessage`` has the
/// same sender, recipients, subject, text, HTML and file, and no field that we did not write.
///
/// An input has fields with 0xFF between them: the sender's name, two addresses as a user would type them, a subject
/// template, the report's title, what a job is called, the source, the report's name, where to unsubscribe, the HTML;
/// the rest is the file.
enum MessageTarget {
    static func run(_ bytes: [UInt8]) -> Int32 {
        var input = Input(bytes: bytes[...])
        let name = text(input.field())
        let typed = [text(input.field()), text(input.field())]
        let template = text(input.field())
        let title = text(input.field())
        let jobName = text(input.field())
        let source = text(input.field())
        let reportName = text(input.field())
        let link = text(input.field())
        let html = input.field()
        let file = Array(input.bytes)

        let to = typed.compactMap(address) + named(name)
        guard let sender = to.last, var settings = try? MailSettings(from: sender, to: to) else { return 0 }
        // The title alone comes back exactly; any other template must make a valid message.
        let exact = try? SubjectTemplate("{title}")
        settings.subject = (template.isEmpty ? exact : try? SubjectTemplate(template)) ?? .standard
        settings.name = reportName
        settings.isThreaded = reportName.utf8.count % 2 == 1
        settings.unsubscribe = try? UnsubscribeLink(link)
        let report = SampleData.report(
            title: title,
            name: jobName,
            source: source,
            tenant: try? TenantOrigin(source)
        )

        do {
            let renderer = EMLRenderer(
                settings,
                html: try Fixed(bytes: html, suffix: "html", mediaType: "text/html"),
                attachments: file.isEmpty
                    ? [] : [try Fixed(bytes: file, suffix: "json", mediaType: "application/json")]
            )
            let message = ReferenceMessage(try renderer.render(report))
            check(fieldsOf: message, settings)
            if template.isEmpty { check(subjectOf: message, title: title) }
            check(bodyOf: message, title: title, html: html, file: file)
        } catch {
            // A fatal error is a finding, here and below: libFuzzer stops and keeps the input.
            fatalError("\(error)")
        }
        return 0
    }

    private static func check(fieldsOf message: ReferenceMessage, _ settings: MailSettings) {
        var names = ["From", "To", "Date", "Subject", "Message-ID"]
        if settings.isThreaded { names += ["In-Reply-To", "References"] }
        names += ["MIME-Version", "Auto-Submitted", "X-Auto-Response-Suppress", "List-Id"]
        if let link = settings.unsubscribe {
            names.append("List-Unsubscribe")
            expect(message.text("List-Unsubscribe"), "<\(link.url)>", "the link")
            if link.url.hasPrefix("https:") { names.append("List-Unsubscribe-Post") }
        }
        expect(message.fields.map(\.name), names + ["Content-Type"], "fields")
        expect(ReferenceHeader.mailboxes(message["From"]), mailboxes([settings.from]), "sender")
        expect(ReferenceHeader.mailboxes(message["To"]), mailboxes(settings.to), "recipients")
        // An identifier is an address between brackets: RFC 5322, section 3.6.4; RFC 2919 for lists.
        for name in ["Message-ID", "In-Reply-To", "References"] where names.contains(name) {
            expect(ReferenceHeader.mailboxes(message[name]).map(\.name), [nil], "an identifier")
            expect(message.text(name).hasPrefix("<") && message.text(name).hasSuffix(">"), true, "its brackets")
        }
        let list = message.text("List-Id").dropFirst().dropLast()
        expect(ReferenceHeader.mailboxes(Array("<list@\(list.replacing("_", with: "-"))>".utf8)).count, 1, "a list")
    }

    private static func check(subjectOf message: ReferenceMessage, title: String) {
        let subject = ReferenceHeader.text(message["Subject"])
        expect(subject.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }, true, "no control")
        guard title.unicodeScalars.allSatisfy(isShownAsItIs), title.unicodeScalars.count <= 100 else { return }
        expect(Array(subject.unicodeScalars), Array(title.unicodeScalars).trimmed, "subject")
    }

    private static func check(bodyOf message: ReferenceMessage, title: String, html: [UInt8], file: [UInt8]) {
        var alternative = message
        if !file.isEmpty {
            let parts = message.parts(of: "mixed")
            expect(parts.count, 2, "parts with a file")
            alternative = parts[0]
            expect(parts[1].text("Content-Type"), "application/json", "the file's type")
            expect(parts[1].content, file, "the file")
        }
        let parts = alternative.parts(of: "alternative")
        expect(parts.map { $0.text("Content-Type") }, ["plain", "html"].map { "text/\($0); charset=utf-8" }, "types")
        expect(parts[1].content, withLineEnds(html), "the HTML")
        guard let text = String(validating: parts[0].content, as: UTF8.self) else { fatalError("text is not UTF-8") }
        expect(
            text.unicodeScalars.contains { isControl($0) && $0 != "\r" && $0 != "\n" },
            false,
            "controls in the text"
        )
        guard title.unicodeScalars.allSatisfy(isShownAsItIs), title.unicodeScalars.count <= 100 else { return }
        // Wrapped where a line is full, and with a mark against links.
        let words = [text, title].map { $0.unicodeScalars.filter { !" \r\n\u{2060}".unicodeScalars.contains($0) } }
        expect(Array(words[0]).contains(Array(words[1])), true, "the title \(title.debugDescription) in the text")
    }

    /// A name beside an address, given in its parts and as a user would type it.
    private static func named(_ name: String) -> [MailAddress] {
        guard let parts = try? MailAddress(address: "a.b+c@mail.example.com", name: name) else { return [] }
        let escaped = name.unicodeScalars.map { "\"\\".unicodeScalars.contains($0) ? "\\\($0)" : "\($0)" }.joined()
        expect(try? MailAddress("\"\(escaped)\" <a.b+c@mail.example.com>"), parts, "typed as \(escaped)")
        return [parts]
    }

    private static func address(_ typed: String) -> MailAddress? {
        guard let address = try? MailAddress(typed) else { return nil }
        expect(typed.unicodeScalars.contains(where: isControl), false, "a control character in \(typed)")
        return address
    }

    private static func mailboxes(_ addresses: [MailAddress]) -> [ReferenceHeader.Mailbox] {
        addresses.map { .init(name: $0.name.map { Array($0.unicodeScalars) }, address: $0.address) }
    }

    /// CRLF at each line's end, and at its own.
    private static func withLineEnds(_ text: [UInt8]) -> [UInt8] {
        var lines = Array(text)[...]
        var result: [UInt8] = []
        while let byte = lines.popFirst() {
            if byte == 13, lines.first == 10 { lines.removeFirst() }
            result += byte == 13 || byte == 10 ? [13, 10] : [byte]
        }
        return result.last == 10 ? result : result + [13, 10]
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.generalCategory == .control }

    /// Others are shown by a mark.
    private static func isShownAsItIs(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned: false
        default: !scalar.properties.isNoncharacterCodePoint && !fillers.contains(scalar)
        }
    }

    /// Letters that look like spaces.
    private static let fillers: [Unicode.Scalar] = ["\u{115F}", "\u{1160}", "\u{3164}", "\u{FFA0}"]

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// A part that some renderer made.
    private struct Fixed: ReportRenderer {
        let bytes: [UInt8]
        let format: ReportFormat

        init(bytes: [UInt8], suffix: String, mediaType: String) throws(ReportFormatError) {
            self.bytes = bytes
            format = try ReportFormat(identifier: suffix, fileSuffix: suffix, mediaType: mediaType, summary: "fuzz")
        }

        func render(_ report: Report, to sink: inout some ByteSink) throws { try sink.write(contentsOf: bytes) }
    }
}

extension [Unicode.Scalar] {
    /// Without spaces at either end.
    fileprivate var trimmed: Self { Self(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
