import RetryReportKit
import RetryReportMail

/// The formats that the batch runner has: those of the library, and mails.
enum StandardFormats {
    /// What a run writes when nobody says otherwise.
    static let usual = ["html", "markdown", "json"]

    /// A registry whose templates come from a folder, where it has them, or are the built-in ones.
    ///
    /// - Parameter mail: what format `eml` needs to be written, and not to be listed.
    static func registry(templateFolder: String?, mail plan: MailPlan? = nil) throws -> RendererRegistry {
        let templates = try TemplateFolder(templateFolder)
        let (page, mail, markdown) = (templates.file(.report), templates.file(.email), templates.file(.markdown))
        do {
            var registry = try RendererRegistry.standard(
                page: HTMLRenderer(template: page.bytes, name: page.name, kind: .page),
                mail: HTMLRenderer(template: mail.bytes, name: mail.name, kind: .mail),
                markdown: MarkdownRenderer(template: MarkdownTemplate(markdown.bytes, name: markdown.name))
            )
            try registry.register(EMLRenderer(plan, template: mail))
            return registry
        } catch {
            throw RunError(.configuration, "\(error)")
        }
    }
}
