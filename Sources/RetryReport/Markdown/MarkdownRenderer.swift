/// GitHub-flavoured Markdown from a Mustache template: for a wiki, an issue, a chat, or to read as it is.
///
/// Data is text wherever a template prints it; see ``MarkdownTemplate``. Memory does not grow with the number of jobs. A
/// row costs some thirty times what it costs in JSON, since a template looks every name up: for very many jobs use
/// `ndjson`.
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
    public init() throws(TemplateError) {
        self.init(template: try .builtIn())
    }

    /// A renderer with its own template that shows as much of a report as `detail` says.
    public init(template: MarkdownTemplate, detail: ReportDetail = .page) {
        self.template = template
        self.detail = detail
    }

    /// Writes the report. Throws what the sink throws.
    public func render(_ report: Report, to sink: inout some ByteSink) throws {
        var output = MustacheOutput()
        try output.write(template, ReportView(report, detail: detail).values, to: &sink)
    }
}
