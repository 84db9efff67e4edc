import RetryJobs
import RetryReport

/// A message in the format of RFC 5322, made of parts that are rendered already.
struct OutgoingMail {
    /// A file of a message.
    struct Attachment {
        let bytes: [UInt8]
        let format: ReportFormat
    }

    private let fields: [HeaderField]
    private let content: MIMEPart

    /// Puts a message together.
    ///
    /// - Parameters:
    ///   - occasion: when the message is written, and of what.
    ///   - settings: sender, recipients and what else the user chooses.
    ///   - subject: the subject, as text.
    ///   - text: what a mail program without HTML shows.
    ///   - html: what the other mail programs show: they take the last part that they support.
    ///   - attachments: the files, if any.
    init(
        _ occasion: MailOccasion,
        _ settings: MailSettings,
        subject: String,
        text: String,
        html: [UInt8],
        attachments: [Attachment]
    ) {
        var digest = ContentDigest()
        let mailboxes = [settings.from] + settings.to + (settings.replyTo.map { [$0] } ?? [])
        for words in mailboxes.map(\.description) + [subject, text] { digest.add(words) }
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
            let label = MailLabel(settings.name).text
            let files = attachments.map { file in
                MIMEPart(
                    attachment: file.bytes,
                    mediaType: file.format.mediaType,
                    fileName: "\(label).\(file.format.fileSuffix)"
                )
            }
            content = MIMEPart(multipart: "mixed", [alternatives] + files, label: digest.text)
        }
        let identity = MailIdentity(occasion, settings, content: digest)
        fields = Self.fields(occasion, settings, subject: subject, identity)
    }

    private static func fields(
        _ occasion: MailOccasion,
        _ settings: MailSettings,
        subject: String,
        _ identity: MailIdentity
    ) -> [HeaderField] {
        var fields = [
            HeaderField("From", addresses: [settings.from]),
            HeaderField("To", addresses: settings.to),
        ]
        if let address = settings.replyTo { fields.append(HeaderField("Reply-To", addresses: [address])) }
        fields += [
            HeaderField("Date", MailDate.text(occasion.moment)),
            HeaderField("Subject", text: subject),
            HeaderField("Message-ID", identity.message),
        ]
        if settings.isThreaded {
            fields.append(HeaderField("In-Reply-To", identity.root))
            fields.append(HeaderField("References", identity.root))
        }
        fields += [
            HeaderField("MIME-Version", "1.0"),
            // They keep absence notes and other automatic replies away: RFC 3834, and Exchange's own field.
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

    /// The message; each line ends in CRLF.
    var bytes: [UInt8] {
        Array(fields.map(\.text).joined().utf8) + content.bytes
    }
}

/// When a message is written, and of what.
struct MailOccasion {
    /// The date of the message.
    let moment: Timestamp
    /// What it is about, the same for every message of a schedule.
    let source: String
    /// The host of the tenant that it is about; nil when that is not known or there are several.
    let host: String?

    /// A report: its moment and its tenant.
    init(_ report: Report) {
        let reading = report.reading.reading
        self.init(
            moment: report.generatedAt,
            source: reading.tenant?.description ?? reading.source,
            host: reading.tenant?.host
        )
    }

    init(moment: Timestamp, source: String, host: String?) {
        self.moment = moment
        self.source = source
        self.host = host
    }
}

/// The identifiers of a message and of what it belongs to. All of them follow from the report and the settings, so that
/// the same report gives the same bytes.
private struct MailIdentity {
    /// `Message-ID`, under the sender's domain.
    let message: String
    /// What every message of one tenant and one name claims to answer. That message does not exist; mail programs
    /// still show its answers as one thread.
    let root: String
    /// The identifier in `List-Id`, without its brackets.
    let list: String

    /// `content` is the digest of everything that the message says.
    init(_ occasion: MailOccasion, _ settings: MailSettings, content: ContentDigest) {
        let domain = settings.from.domain
        message = "<\(MailDate.compact(occasion.moment)).\(content.text.prefix(20))@\(domain)>"

        var schedule = ContentDigest()
        schedule.add(settings.name)
        schedule.add(occasion.source)
        root = "<retry-report.\(schedule.text)@\(domain)>"

        // An IPv6 address is not a part of an identifier.
        let host = occasion.host.flatMap { $0.hasPrefix("[") ? nil : $0 }
        let tenant = host ?? String(schedule.text.prefix(16))
        let list = "\(MailLabel(settings.name).text).\(tenant).\(domain)"
        // RFC 2919: at most 255 characters. A domain alone has at most 253; nothing can be done about such a one.
        self.list = list.utf8.count <= 255 ? list : "r\(schedule.text.prefix(12)).\(domain)"
    }
}

/// A text as a part of an identifier or of a file's name: ASCII letters, digits, full stops, hyphens and underscores.
struct MailLabel {
    let text: String

    /// The text itself when it is one already; otherwise with a hyphen for every other character and a digest, so that
    /// different names stay different.
    init(_ name: String) {
        let kept = name.unicodeScalars.prefix(60).map { Self.isAllowed($0) ? String($0) : "-" }.joined()
        let isAtoms = kept.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty }
        guard !isAtoms || !kept.utf8.elementsEqual(name.utf8) else {
            text = kept
            return
        }
        var digest = ContentDigest()
        digest.add(name)
        text = kept.replacing(".", with: "-") + "-" + digest.text.prefix(8)
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && (HeaderSyntax.isAlphanumeric(UInt8(ascii: scalar)) || "-_.".unicodeScalars.contains(scalar))
    }
}

/// Distinguishes messages and names by their bytes, the same on every machine. It protects nothing.
struct ContentDigest {
    private var hash = SHA256()

    mutating func add(_ bytes: some Sequence<UInt8>) { hash.add(bytes) }

    /// Adds a text and a mark of its end, so that two texts in a row differ from one.
    mutating func add(_ text: String) {
        add(text.utf8)
        add(CollectionOfOne(0))
    }

    /// 32 hexadecimal digits: half of a SHA-256, which is enough to keep identifiers apart, and short.
    var text: String { hash.digest.prefix(16).map { $0.padded(to: 2, radix: 16) }.joined() }
}
