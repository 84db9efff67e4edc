public import RetryReport

/// Makes a message that is ready to send: headers, the report as plain text, and as HTML by the renderer that is
/// given.
///
/// ```swift
/// let settings = try MailSettings(from: MailAddress("reports@example.com"), to: [MailAddress("ops@example.com")])
/// let message = try EMLRenderer(settings, html: HTMLRenderer.mail()).render(report)
/// ```
///
/// The date is the report's moment, and the identifier follows from the content: the same report gives the same bytes,
/// and a mail server that receives them twice may drop the second copy.
public struct EMLRenderer: ReportRenderer {
    /// `eml`
    public var format: ReportFormat { Self.format }

    /// The names of the format, for a list of formats.
    package static let format = ReportFormat(
        builtIn: "eml",
        fileSuffix: "eml",
        mediaType: "message/rfc822",
        summary: "a message ready to send, as text and HTML, from a sender to recipients"
    )

    private let settings: MailSettings
    private let html: any ReportRenderer
    private let attachments: [any ReportRenderer]

    /// A renderer of messages.
    ///
    /// - Parameters:
    ///   - settings: sender, recipients, subject and what else the user chooses.
    ///   - html: makes the HTML part; its media type must be `text/html`, its bytes UTF-8. Only a ``MailBodyRenderer``,
    ///     such as `HTMLRenderer.mail()`, can write the link to unsubscribe and say that a file was left out; the text
    ///     part always does.
    ///   - attachments: each adds its format of the report as a file.
    public init(_ settings: MailSettings, html: any ReportRenderer, attachments: [any ReportRenderer] = []) {
        self.settings = settings
        self.html = html
        self.attachments = attachments
    }

    /// Writes the message; each line ends in CRLF. Throws what the renderers of its parts throw. All parts are in memory
    /// together: about five times the bytes of the attachments.
    ///
    /// Error messages from the actions' logs are in no part of it unless the settings say so.
    public func render(_ given: Report, to sink: inout some ByteSink) throws {
        var report = given
        if !settings.showsMessages { report.messages = [] }
        var context = MailContext(fullReport: settings.fullReport, unsubscribeLink: settings.unsubscribe?.url)
        context.showsMessages = settings.showsMessages
        context.reportLink = settings.reportLink?.url(of: report)
        var files: [OutgoingMail.Attachment] = []
        var leftOut: [String] = []
        for renderer in attachments {
            var buffer = LimitedBuffer(limit: settings.largestAttachment)
            do {
                try renderer.render(report, to: &buffer)
                files.append(.init(bytes: buffer.bytes, format: renderer.format))
            } catch is LimitedBuffer.Full {
                leftOut.append(renderer.format.identifier)
            }
        }
        if !files.isEmpty { context.fullReport = "the attached report" }
        context.note = leftOut.map { name in
            "The report as \(name) is not attached: it is larger than \(Self.size(settings.largestAttachment)); see \(settings.fullReport)."
        }.joined(separator: " ")

        let view = ReportView(report, detail: PlainTextReport.detail(context)).values
        let body = try (html as? any MailBodyRenderer)?.render(report, in: context) ?? html.render(report)
        let message = OutgoingMail(
            MailOccasion(report),
            settings,
            subject: settings.subjectTemplate.text(report, view: view),
            text: PlainTextReport(view).text,
            html: body,
            attachments: files
        )
        try sink.write(contentsOf: message.bytes)
    }

    /// `5 MB`, `1.5 MB`, `900 bytes`.
    static func size(_ bytes: Int) -> String {
        guard bytes >= 100_000 else { return "\(bytes) bytes" }
        let tenths = bytes / 100_000
        return tenths % 10 == 0 ? "\(tenths / 10) MB" : "\(tenths / 10).\(tenths % 10) MB"
    }
}

/// Keeps what is written in memory, and refuses the byte that would be too much.
private struct LimitedBuffer: ByteSink {
    struct Full: Error {}

    let limit: Int
    private(set) var bytes: [UInt8] = []

    init(limit: Int) { self.limit = limit }

    mutating func write(contentsOf more: [UInt8]) throws {
        guard bytes.count + more.count <= limit else { throw Full() }
        bytes += more
    }
}
