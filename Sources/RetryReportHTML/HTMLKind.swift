import Dispatch
import ReportTemplates
package import RetryReport

extension HTMLRenderer.Kind {
    /// Begins to compile the schema, and the built-in template if it will be used, on other threads: that takes as long
    /// as reading ten thousand jobs, and is not needed before a page is written.
    func prepare(withTemplate: Bool) {
        DispatchQueue.global().async { _ = try? schema() }
        if withTemplate { DispatchQueue.global().async { _ = try? builtInTemplate() } }
    }

    /// The built-in template, the same for all renderers of a kind. Its names are not looked at: a test makes sure that
    /// they are good. Waits while it is being read.
    func builtInTemplate() throws(TemplateError) -> HTMLTemplate {
        switch self {
        case .page: try Self.pageTemplate.get()
        case .mail: try Self.mailTemplate.get()
        }
    }

    private static let pageTemplate = read(ReportTemplates.reportHTML, "report.html", .page)
    private static let mailTemplate = read(ReportTemplates.emailHTML, "email.html", .mail)

    private static func read(_ bytes: [UInt8], _ name: String, _ kind: Self) -> Result<HTMLTemplate, TemplateError> {
        do {
            return .success(try HTMLTemplate(bytes, name: name, kind: kind))
        } catch {
            return .failure(error)
        }
    }

    /// The compiled schema, the same for all renderers of a kind. Waits while it is being compiled.
    func schema() throws(TemplateError) -> XMLSchema {
        switch self {
        case .page: try Self.pageSchema.get()
        case .mail: try Self.mailSchema.get()
        }
    }

    /// The schema of a page that may also link to files beside it.
    static func schemaWithFileLinks() throws(TemplateError) -> XMLSchema { try filePageSchema.get() }

    /// It differs from that of a page in one pattern, which is added to the type of addresses.
    private static let filePageSchema: Result<XMLSchema, TemplateError> = {
        let start = "<xs:simpleType name=\"Address\">\n    <xs:restriction base=\"xs:string\">"
        let segment = "[A-Za-z0-9_~%-][A-Za-z0-9._~%-]*"
        let pattern = "\n      <xs:pattern value=\"\(segment)(/\(segment))*\"/>"
        let schema = String(decoding: ReportTemplates.reportXSD, as: UTF8.self)
        return compile(Array(schema.replacing(start, with: start + pattern).utf8), name: "report.xsd")
    }()

    private static let pageSchema = compile(ReportTemplates.reportXSD, name: "report.xsd")
    private static let mailSchema = compile(ReportTemplates.emailXSD, name: "email.xsd")

    private static func compile(_ bytes: [UInt8], name: String) -> Result<XMLSchema, TemplateError> {
        do {
            return .success(try XMLSchema(bytes))
        } catch {
            let fault = TemplateFault(
                template: name,
                line: error.line,
                element: "",
                rule: error.message,
                advice: "internal error: the schema is part of the program"
            )
            return .failure(TemplateError(faults: [fault]))
        }
    }

    /// The names of the format, for a list of formats.
    package var format: ReportFormat {
        switch self {
        case .page:
            ReportFormat(
                builtIn: "html",
                fileSuffix: "html",
                mediaType: "text/html; charset=utf-8",
                summary: "a page for a browser, in one file"
            )
        case .mail:
            ReportFormat(
                builtIn: "email",
                fileSuffix: "email.html",
                mediaType: "text/html; charset=utf-8",
                summary: "a short page for a mail's body, at most 95,000 bytes"
            )
        }
    }
}
