/// GitHub-flavoured Markdown from a Mustache template: for a wiki, an issue, a chat, or to read as it is.
///
/// Data is text wherever it stands; see ``MarkdownTemplate``. Memory stays flat whatever the number of jobs, but a row
/// costs some thirty times what it costs in JSON, as a template looks every name up: for very many jobs take `ndjson`.
public struct MarkdownRenderer: ReportRenderer {
    /// `markdown`
    public var format: ReportFormat { Self.format }

    /// The names of the format, for a list of formats.
    package static let format = ReportFormat(
        builtIn: "markdown",
        fileSuffix: "md",
        mediaType: "text/markdown; charset=utf-8; variant=GFM",
        summary: "tables for people, in GitHub-flavoured Markdown"
    )

    private let template: MarkdownTemplate
    private let detail: ReportDetail

    /// A renderer with the built-in template. Throws only if the package itself is broken.
    public init() throws(MarkdownTemplateError) {
        self.init(template: try .builtIn())
    }

    /// A renderer with a template of one's own, showing so much of a report.
    public init(template: MarkdownTemplate, detail: ReportDetail = .page) {
        self.template = template
        self.detail = detail
    }

    /// Writes the report. Throws what the sink throws.
    public func render(_ report: Report, to sink: inout some ByteSink) throws {
        var walk = TemplateWalk()
        try walk.write(template, ReportView(report, detail: detail).values, to: &sink)
    }
}
