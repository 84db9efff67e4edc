import RetryReport
import RetryReportHTML
import RetryReportMail

/// The formats that the batch runner has: one line each.
enum StandardFormats {
    /// What a run writes when nobody says otherwise.
    static let usual = ["html", "markdown", "json"]

    /// A registry whose templates come from a folder, where it has them, or are the built-in ones.
    ///
    /// - Parameter mail: what format `eml` needs to be written, and not to be listed.
    static func registry(templateFolder: String?, mail plan: MailPlan? = nil) throws -> RendererRegistry {
        let templates = try TemplateFolder(templateFolder)
        var registry = RendererRegistry()
        do {
            let (page, mail) = (templates.file(.report), templates.file(.email))
            let markdown = templates.file(.markdown)
            try registry.register(HTMLRenderer(template: page.bytes, name: page.name, kind: .page))
            try registry.register(HTMLRenderer(template: mail.bytes, name: mail.name, kind: .mail))
            try registry.register(EMLRenderer(plan, template: mail))
            try registry.register(MarkdownRenderer(template: MarkdownTemplate(markdown.bytes, name: markdown.name)))
            try registry.register(JSONRenderer())
            try registry.register(NDJSONRenderer())
        } catch {
            throw RunError(.configuration, "\(error)")
        }
        return registry
    }
}
