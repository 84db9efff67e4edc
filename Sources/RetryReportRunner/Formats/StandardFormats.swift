import RetryReportKit
import RetryReportMail

/// The formats that the batch runner has: those of the library, and mails.
enum StandardFormats {
    /// What a run writes when nobody says otherwise.
    static let usual = ["html", "markdown", "json"]

    /// A registry whose templates come from a folder, where it has them, or are the built-in ones.
    ///
    /// - Parameters:
    ///   - detail: how much of a report the page and the Markdown show.
    ///   - mail: what format `eml` needs to be written, and not to be listed.
    ///   - wanted: the formats that will be asked for; nil for all. To make the others ready takes longer than a small
    ///     report.
    static func registry(
        templateFolder: String?,
        detail: ReportDetail = .page,
        mail plan: MailPlan? = nil,
        wanted: Set<String>? = nil
    ) throws -> RendererRegistry {
        let templates = try TemplateFolder(templateFolder)
        func needs(_ format: String) -> Bool { wanted?.contains(format) ?? true }
        var registry = RendererRegistry()
        do {
            if needs("html") {
                let own = templates.own(.report)
                try registry.register(
                    own.map { try HTMLRenderer(template: $0.bytes, name: $0.name, kind: .page, detail: detail) }
                        ?? .page(detail)
                )
            }
            if needs("email") {
                let own = templates.own(.email)
                try registry.register(
                    own.map { try HTMLRenderer(template: $0.bytes, name: $0.name, kind: .mail) } ?? .mail()
                )
            }
            if needs("markdown") {
                let own = templates.own(.markdown)
                let template = try own.map { try MarkdownTemplate($0.bytes, name: $0.name) } ?? .builtIn()
                try registry.register(MarkdownRenderer(template: template, detail: detail))
            }
            try registry.register(JSONRenderer())
            try registry.register(NDJSONRenderer())
            if needs("eml") { try registry.register(EMLRenderer(plan, template: templates.file(.email))) }
        } catch {
            throw RunError(.configuration, "\(error)")
        }
        return registry
    }
}
