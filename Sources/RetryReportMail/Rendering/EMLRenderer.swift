public import RetryReport

/// Makes a message that is ready to send: headers, the report as plain text, and as HTML by whatever renderer is
/// given.
///
/// ```swift
/// let settings = try MailSettings(from: MailAddress("reports@example.com"), to: [MailAddress("ops@example.com")])
/// let message = try EMLRenderer(settings, html: HTMLRenderer.mail()).render(report)
/// ```
///
/// The date is the report's moment and the identifier follows from the content: the same report gives the same bytes,
/// and a mail server that is handed them twice may drop the second.
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

    /// Larger files are left out, and the text says so: many mail servers refuse messages of more than 10 MB, and
    /// base64 makes a file a third larger.
    private static let mostAttached = 5_000_000

    private let settings: MailSettings
    private let html: any ReportRenderer
    private let attachments: [any ReportRenderer]

    /// A renderer of messages.
    ///
    /// - Parameters:
    ///   - settings: sender, recipients, subject and the rest of what the user chooses.
    ///   - html: makes the HTML part; its media type must be `text/html`, its bytes UTF-8.
    ///   - attachments: each adds its format of the report as a file, unless it has more than 5 MB.
    public init(_ settings: MailSettings, html: any ReportRenderer, attachments: [any ReportRenderer] = []) {
        self.settings = settings
        self.html = html
        self.attachments = attachments
    }

    /// Writes the message, its lines ended by CRLF. Throws what the renderers of its parts throw.
    public func render(_ report: Report, to sink: inout some ByteSink) throws {
        let view = ReportView(report, detail: PlainTextReport.detail(fullReport: settings.fullReport)).values
        let files = try attachments.map { MailMessage.Attachment(bytes: try $0.render(report), format: $0.format) }
        let attached = files.filter { $0.bytes.count <= Self.mostAttached }
        let message = MailMessage(
            report,
            settings,
            subject: settings.subject.text(report, view: view),
            text: PlainTextReport(
                view,
                leftOut: files.filter { $0.bytes.count > Self.mostAttached }.map(\.words),
                unsubscribe: settings.unsubscribe
            ).text,
            html: try html.render(report),
            attachments: attached
        )
        try sink.write(contentsOf: message.bytes)
    }
}
