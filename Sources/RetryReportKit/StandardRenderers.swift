public import RetryReport
import RetryReportHTML
public import RetryReportMail

/// The formats of this package: the one list that the program, `retry-report formats`, the shell completions, the
/// documents and the tests read. A new format is a renderer in a file of its own and a line in `entries`.
///
/// ```swift
/// var renderers = StandardRenderers()
/// renderers.markdownTemplate = .init(name: "report.md.mustache", bytes: bytes)
/// let registry = try renderers.registry()
/// ```
public struct StandardRenderers: Sendable {
    /// A template of your own. It is checked when its renderer is first asked for.
    public struct Template: Sendable, Hashable {
        /// What errors call it, such as its path.
        public var name: String
        /// The file, in UTF-8.
        public var bytes: [UInt8]

        /// A template by its parts.
        public init(name: String, bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    /// The template of the browser page; nil for the built-in one.
    public var pageTemplate: Template?
    /// The template of the mail's HTML; nil for the built-in one.
    public var mailTemplate: Template?
    /// The template of the Markdown; nil for the built-in one.
    public var markdownTemplate: Template?
    /// How much of a report the page and the Markdown show.
    public var detail = ReportDetail.page
    /// Who sends format `eml` and who receives it. Without it the format is listed and can't be made.
    public var mail: MailSettings?
    /// Whether a mail shows error messages from the actions' logs, which may contain data.
    public var showsMessagesInMail = false
    /// Where the published report is, for links to it in mails and messages; nil when that is not known.
    public var reportLink: ReportLink?
    /// What is attached to the message.
    public var mailAttachments: [any ReportRenderer] = []

    /// The built-in templates, and no mail settings.
    public init() {}

    /// The formats that the program writes unless it is told others.
    public static let usual = ["html", "markdown", "json"]

    /// The names of all formats, in the order in which they are listed. Makes no renderer.
    public static var formats: [ReportFormat] { StandardRenderers().entries.map(\.format) }

    /// A registry of these formats; nothing is made yet. Throws `RegistryError.taken` only if the package itself
    /// is wrong.
    public func registry() throws(RegistryError) -> RendererRegistry {
        var registry = RendererRegistry()
        for entry in entries { try registry.register(entry) }
        return registry
    }

    /// A line for each format.
    private var entries: [RendererRegistry.Entry] {
        [
            .init(HTMLRenderer.Kind.page.format) { .report(try page()) },
            .init(HTMLRenderer.Kind.mail.format) { .report(try mailHTML()) },
            .init(EMLRenderer.format) { .report(try message()) },
            .init(MarkdownRenderer.format) { .report(try markdown()) },
            .init(JSONRenderer.format) { .report(JSONRenderer()) },
            .init(NDJSONRenderer.format) { .jobs(NDJSONRenderer()) },
            .init(CSVRenderer.format) { .report(CSVRenderer()) },
            .init(OwnersCSVRenderer.format(.story)) { .report(OwnersCSVRenderer(.story)) },
            .init(OwnersCSVRenderer.format(.team)) { .report(OwnersCSVRenderer(.team)) },
            .init(JobsCSVRenderer.format) { .jobs(JobsCSVRenderer()) },
            .init(SlackRenderer.format) { .report(slack()) },
            .init(GitHubRenderer.format) { .report(try github()) },
        ]
    }

    // MARK: Renderers that take settings

    private func page() throws -> HTMLRenderer {
        guard let pageTemplate else { return try .page(detail) }
        return try HTMLRenderer(
            template: pageTemplate.bytes,
            name: pageTemplate.name,
            kind: .page,
            detail: detail
        )
    }

    private func mailHTML(fullReport: String = "the published report") throws -> HTMLRenderer {
        var renderer =
            if let mailTemplate {
                try HTMLRenderer(
                    template: mailTemplate.bytes,
                    name: mailTemplate.name,
                    kind: .mail,
                    fullReport: fullReport
                )
            } else {
                try HTMLRenderer.mail(fullReport: fullReport)
            }
        renderer.showsMessages = showsMessagesInMail
        renderer.reportLink = reportLink
        return renderer
    }

    private func message() throws -> EMLRenderer {
        guard var mail else {
            throw RegistryError.incomplete(EMLRenderer.format.identifier, missing: "a sender and a recipient")
        }
        if mail.reportLink == nil { mail.reportLink = reportLink }
        return EMLRenderer(mail, html: try mailHTML(fullReport: mail.fullReport), attachments: mailAttachments)
    }

    private func markdown() throws -> MarkdownRenderer {
        MarkdownRenderer(template: try ownOrBuiltIn(), detail: detail)
    }

    private func slack() -> SlackRenderer {
        var renderer = SlackRenderer()
        renderer.reportLink = reportLink
        return renderer
    }

    private func github() throws -> GitHubRenderer {
        var renderer = GitHubRenderer(template: try ownOrBuiltIn())
        renderer.reportLink = reportLink
        return renderer
    }

    private func ownOrBuiltIn() throws -> MarkdownTemplate {
        guard let markdownTemplate else { return try .builtIn() }
        return try MarkdownTemplate(markdownTemplate.bytes, name: markdownTemplate.name)
    }
}

extension RendererRegistry {
    /// The formats of this package with the built-in templates, and those that are given.
    ///
    /// ```swift
    /// var registry = try RendererRegistry.standard()
    /// try registry.register(OneLine())
    /// ```
    ///
    /// Costs nothing until a renderer is asked for. Throws `RegistryError.taken` only if the package itself is
    /// wrong.
    public static func standard(_ renderers: StandardRenderers = StandardRenderers()) throws(RegistryError)
        -> RendererRegistry
    {
        try renderers.registry()
    }
}
