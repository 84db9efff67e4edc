import RetryReport

/// A message as RFC 5322 has it, composed of parts that are rendered already.
struct MailMessage {
    /// A file that goes with a message.
    struct Attachment {
        let bytes: [UInt8]
        let format: ReportFormat

        /// `the json file (7.2 MB)`
        var words: String {
            let tenths = (bytes.count + 50_000) / 100_000
            return "the \(format.identifier) file (\(tenths / 10).\(tenths % 10) MB)"
        }
    }

    private let fields: [HeaderField]
    private let content: MIMEPart

    /// - Parameters:
    ///   - report: what the message is about: its moment is the message's date.
    ///   - subject: the subject, as text.
    ///   - text: what a reader without HTML sees.
    ///   - html: what the others see; mail programs take the last part that they can show.
    init(
        _ report: Report,
        _ settings: MailSettings,
        subject: String,
        text: String,
        html: [UInt8],
        attachments: [Attachment]
    ) {
        var digest = Digest()
        for words in [settings.from.description] + settings.to.map(\.description) + [subject, text] {
            digest.add(words)
        }
        digest.add(html)
        for attachment in attachments { digest.add(attachment.bytes) }

        let alternatives = MIMEPart(
            multipart: "alternative",
            [MIMEPart(text: Array(text.utf8), kind: "plain"), MIMEPart(text: html, kind: "html")],
            label: digest.text
        )
        if attachments.isEmpty {
            content = alternatives
        } else {
            let label = MessageLabel(settings.name).text
            let files = attachments.map { file in
                MIMEPart(
                    attachment: file.bytes,
                    mediaType: file.format.mediaType,
                    fileName: "\(label).\(file.format.fileSuffix)"
                )
            }
            content = MIMEPart(multipart: "mixed", [alternatives] + files, label: digest.text)
        }
        let identity = MessageIdentity(report, settings, content: digest)
        fields = Self.fields(report, settings, subject: subject, identity)
    }

    private static func fields(
        _ report: Report,
        _ settings: MailSettings,
        subject: String,
        _ identity: MessageIdentity
    ) -> [HeaderField] {
        var fields = [
            HeaderField("From", addresses: [settings.from]),
            HeaderField("To", addresses: settings.to),
            HeaderField("Date", MailDate.text(report.generatedAt)),
            HeaderField("Subject", text: subject),
            HeaderField("Message-ID", identity.message),
        ]
        if settings.isThreaded {
            fields.append(HeaderField("In-Reply-To", identity.root))
            fields.append(HeaderField("References", identity.root))
        }
        fields += [
            HeaderField("MIME-Version", "1.0"),
            // Absence notes and other robots stay silent: the first is RFC 3834, the second Exchange's.
            HeaderField("Auto-Submitted", "auto-generated"),
            HeaderField("X-Auto-Response-Suppress", "All"),
            HeaderField("List-Id", "<\(identity.list)>"),
        ]
        if let link = settings.unsubscribe {
            fields.append(HeaderField("List-Unsubscribe", "<\(link.url)>"))
            if link.isOneClick { fields.append(HeaderField("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")) }
        }
        return fields
    }

    /// The message with CRLF at each line's end.
    var bytes: [UInt8] {
        Array(fields.map(\.text).joined().utf8) + content.bytes
    }
}
