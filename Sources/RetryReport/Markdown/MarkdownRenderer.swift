import Dispatch
import Mustache
import ReportTemplates

/// GitHub-flavoured Markdown from a Mustache template: for a wiki, an issue, a chat, or to read as it is.
///
/// Data is text at every place where a template prints it; see ``MarkdownTemplate``. Memory does not grow with the number of jobs. A
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

    /// A renderer with the built-in template, which is made ready on another thread meanwhile. Throws only if the package
    /// itself is broken.
    public init() throws(TemplateError) {
        MarkdownTemplate.prepareBuiltIn()
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

/// A Mustache template for Markdown, checked when it is made.
///
/// It uses names of a ``ReportView``: `{{name}}` prints a text; `{{#name}}…{{/name}}` repeats for each element of a
/// list, shows something if a flag is true, or enters a group of names; `{{^name}}…{{/name}}` shows something if a list
/// is empty or a flag is false; `{{!…}}` is a comment. Data is always escaped for Markdown and is never in an HTML tag, a
/// code span or a link's destination, where no escape is safe. The template's own HTML and links are from a list: text,
/// tables, lists, links to `https:`, `mailto:` and `#`.
public struct MarkdownTemplate: Sendable {
    /// The template's text, with line feeds.
    let text: String

    /// The template that comes with the package: `templates/report.md.mustache`.
    ///
    /// Throws only if the package itself is broken.
    public static func builtIn() throws(TemplateError) -> MarkdownTemplate {
        MarkdownTemplate(checked: builtInText)
    }

    private static let builtInText = String(decoding: ReportTemplates.reportMarkdown, as: UTF8.self)
    private static let parsedBuiltIn = Result { try parsed(builtInText) }

    /// Begins to parse the built-in template on another thread: that takes 5 ms, and is not needed before there are jobs.
    static func prepareBuiltIn() {
        DispatchQueue.global().async { _ = parsedBuiltIn }
    }

    /// The template of an index of tenants: `templates/index.md.mustache`.
    static func index() -> MarkdownTemplate {
        MarkdownTemplate(checked: String(decoding: ReportTemplates.indexMarkdown, as: UTF8.self))
    }

    /// A built-in template, which a test checks.
    private init(checked text: String) {
        self.text = text
    }

    /// Checks a template.
    ///
    /// - Parameters:
    ///   - source: the template in UTF-8.
    ///   - name: what errors call it, such as a path.
    /// - Throws: ``TemplateError`` with everything that is wrong: syntax, unknown names, unescaped data, HTML and links
    ///   that are not allowed. Takes a time that grows with the square of the template's size.
    public init(_ source: some Sequence<UInt8>, name: String) throws(TemplateError) {
        try self.init(source, name: name, view: ReportView(.sample).values)
    }

    /// Checks a template of an index of tenants in the same way.
    package init(ofIndex source: some Sequence<UInt8>, name: String) throws(TemplateError) {
        try self.init(source, name: name, view: FleetView(.sample).values)
    }

    private init(_ source: some Sequence<UInt8>, name: String, view: ViewObject) throws(TemplateError) {
        func failure(_ line: Int, _ rule: String, _ advice: String = "") -> TemplateError {
            TemplateError(faults: [TemplateFault(template: name, line: line, rule: rule, advice: advice)])
        }
        guard let decoded = String(validating: Array(source), as: UTF8.self) else {
            throw failure(1, "the template is not UTF-8", "save it as UTF-8")
        }
        let text = decoded.replacing("\r\n", with: "\n")
        let check = MarkdownCheck(text, template: name, view: view)
        guard check.faults.isEmpty else { throw TemplateError(faults: check.faults) }
        do {
            _ = try Self.parse(text)
        } catch let error as MustacheTemplate.ParserError {
            // The first line is the one that parse(_:) adds.
            throw failure(max(1, error.context.lineNumber - 1), "this is not a Mustache template: \(error.error)")
        } catch {
            throw failure(1, "\(error)")
        }
        self.text = text
    }

    /// Parses a template or the inside of a section so that it escapes for Markdown.
    static func parse(_ text: String) throws -> MustacheTemplate {
        text == builtInText ? try parsedBuiltIn.get() : try parsed(text)
    }

    private static func parsed(_ text: String) throws -> MustacheTemplate {
        MarkdownContentType.register()
        return try MustacheTemplate(string: "{{% CONTENT_TYPE: \(MarkdownContentType.name)}}\n" + text)
    }
}

/// Escapes everything that a template prints, except the marks that ``TemplateShapes`` prints instead of data.
private struct MarkdownContentType: MustacheContentType {
    static let name = "RETRY_REPORT_MARKDOWN"

    func escapeText(_ text: String) -> String {
        text.utf8.first == 0 && text.utf8.last == 0 ? text : MarkdownText.escaped(text)
    }

    /// Mustache looks content types up by name in a table of the process, guarded by a lock.
    static func register() {
        _ = registration
    }

    private static let registration: Void = MustacheContentTypes.register(MarkdownContentType(), named: name)
}
