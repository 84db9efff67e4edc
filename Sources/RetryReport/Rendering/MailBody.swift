/// What a mail says besides the report, for the renderer of its HTML.
public struct MailContext: Sendable, Hashable {
    /// Where a reader finds what the mail leaves out, as the end of a sentence: "the published report".
    public var fullReport: String
    /// Where a reader unsubscribes: an `https:` or `mailto:` link in ASCII; nil when nothing is offered.
    public var unsubscribeLink: String?
    /// Where the published report is: an `https:` link in ASCII; nil when that is not known.
    public var reportLink: String?
    /// Something that the reader should know about the message itself, such as a file that was too large to attach, in
    /// complete sentences. Empty for nothing.
    public var note: String
    /// Whether error messages from the actions' logs are shown, which may contain data.
    public var showsMessages = false

    /// What a mail says besides the report; by default nothing but where the published report is.
    public init(fullReport: String = "the published report", unsubscribeLink: String? = nil, note: String = "") {
        self.fullReport = fullReport
        self.unsubscribeLink = unsubscribeLink
        self.note = note
    }
}

extension MailContext {
    /// The names under `mail` that a template can use; all empty where the report is not in a mail.
    var values: ViewObject {
        [
            "hasUnsubscribe": .flag(unsubscribeLink != nil),
            "unsubscribeLink": .text(unsubscribeLink ?? ""),
            "hasReportLink": .flag(reportLink != nil),
            "reportLink": .text(reportLink ?? ""),
            "hasNote": .flag(!note.isEmpty),
            "note": .text(note),
        ]
    }
}

/// A renderer of HTML that can also write what a mail says besides the report.
public protocol MailBodyRenderer: ReportRenderer {
    /// Writes the report with what the mail says besides it.
    func render(_ report: Report, in context: MailContext, to sink: inout some ByteSink) throws
}

extension MailBodyRenderer {
    /// The report with what the mail says besides it, in memory.
    public func render(_ report: Report, in context: MailContext) throws -> [UInt8] {
        var buffer = ByteBuffer()
        try render(report, in: context, to: &buffer)
        return buffer.bytes
    }
}
