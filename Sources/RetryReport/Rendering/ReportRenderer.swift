/// Makes a format of a report. This protocol and one line in a ``RendererRegistry`` are all that a format takes.
///
/// ```swift
/// struct OneLine: ReportRenderer {
///     let format = ReportFormat(
///         identifier: "line", fileSuffix: "line.txt", mediaType: "text/plain", summary: "one line for a chat")
///
///     func render(_ report: Report, to sink: inout some ByteSink) throws {
///         try sink.write("\(report.totals.jobs) jobs wait for a retry\n")
///     }
/// }
/// ```
///
/// A renderer is a value: the same report gives the same bytes, whatever the clock, the locale and the zone.
public protocol ReportRenderer: Sendable {
    /// What the format is called and how its files are named.
    var format: ReportFormat { get }

    /// Writes the report. What was written before an error is never published.
    func render(_ report: Report, to sink: inout some ByteSink) throws
}

extension ReportRenderer {
    /// The report in this format, in memory.
    public func render(_ report: Report) throws -> [UInt8] {
        var buffer = ByteBuffer()
        try render(report, to: &buffer)
        return buffer.bytes
    }
}

/// Makes a format of every single job while it is read, also of those that no report has room for.
public protocol JobRenderer: Sendable {
    /// What the format is called and how its files are named.
    var format: ReportFormat { get }

    /// Writes one job. `schedule` gives the estimates.
    func render(_ job: RetryJob, schedule: RetrySchedule, to sink: inout some ByteSink) throws
}

/// What a format is called.
public struct ReportFormat: Sendable, Hashable {
    /// The name on a command line: lower-case letters, digits and hyphens.
    public let identifier: String
    /// What a file's name ends in, without the first full stop: `html`, `email.html`.
    public let fileSuffix: String
    /// The media type, such as `text/html; charset=utf-8`.
    public let mediaType: String
    /// What it is good for, in a few words, for a list of formats.
    public let summary: String

    /// A format's names. `identifier` and `fileSuffix` become parts of paths: ``RendererRegistry`` refuses those
    /// that could leave a folder.
    public init(identifier: String, fileSuffix: String, mediaType: String, summary: String) {
        self.identifier = identifier
        self.fileSuffix = fileSuffix
        self.mediaType = mediaType
        self.summary = summary
    }
}
