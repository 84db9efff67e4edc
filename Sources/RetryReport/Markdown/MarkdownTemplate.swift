import Mustache
import ReportTemplates

/// A Mustache template for Markdown, checked when it is made.
///
/// It uses names of a ``ReportView``: `{{name}}` prints text, `{{#name}}…{{/name}}` repeats a list, shows what stands
/// under a flag that holds, or enters an object; `{{^name}}…{{/name}}` is for an empty list and a flag that does not
/// hold; `{{!…}}` is a comment. Data is always escaped for Markdown: there is no way to print it raw, and it can't
/// stand within an HTML tag, a code span or a link's destination, where no escape would do.
public struct MarkdownTemplate: Sendable {
    /// The template's text, with line feeds.
    let text: String

    /// The template that comes with the package: `templates/report.md.mustache`.
    ///
    /// Throws only if the package itself is broken.
    public static func builtIn() throws(MarkdownTemplateError) -> MarkdownTemplate {
        MarkdownTemplate(checked: String(decoding: ReportTemplates.reportMarkdown, as: UTF8.self))
    }

    /// A template that is known to be good: the built-in one, as a test makes sure.
    private init(checked text: String) {
        self.text = text
    }

    /// Checks a template.
    ///
    /// - Parameters:
    ///   - source: the template in UTF-8.
    ///   - name: what errors call it, such as a path.
    ///
    /// Throws ``MarkdownTemplateError`` with every fault that it finds: syntax, unknown names, unescaped data.
    public init(_ source: some Sequence<UInt8>, name: String) throws(MarkdownTemplateError) {
        guard let decoded = String(validating: Array(source), as: UTF8.self) else {
            throw MarkdownTemplateError(template: name, faults: [.init(line: 1, problem: "the template is not UTF-8")])
        }
        let text = decoded.replacing("\r\n", with: "\n")
        let check = TemplateCheck(text, names: TemplateNames(ReportView(.sample).values))
        guard check.faults.isEmpty else { throw MarkdownTemplateError(template: name, faults: check.faults) }
        do {
            _ = try Self.parse(text)
        } catch let error as MustacheTemplate.ParserError {
            // The first line is the one that parse(_:) adds.
            let fault = MarkdownTemplateError.Fault(
                line: max(1, error.context.lineNumber - 1),
                problem: "Mustache does not understand it: \(error.error)"
            )
            throw MarkdownTemplateError(template: name, faults: [fault])
        } catch {
            throw MarkdownTemplateError(template: name, faults: [.init(line: 1, problem: "\(error)")])
        }
        self.text = text
    }

    /// Parses a template or the inside of a section so that it escapes for Markdown.
    static func parse(_ text: String) throws -> MustacheTemplate {
        MarkdownContentType.register()
        return try MustacheTemplate(string: "{{% CONTENT_TYPE: \(MarkdownContentType.name)}}\n" + text)
    }
}

/// Escapes whatever a template prints, but for the marks that ``TemplateShapes`` prints in the place of data.
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
