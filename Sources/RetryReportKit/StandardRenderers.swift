public import RetryReport
public import RetryReportHTML

extension RendererRegistry {
    /// The formats `html`, `email`, `markdown`, `json` and `ndjson` with the built-in templates.
    ///
    /// ```swift
    /// var registry = try RendererRegistry.standard()
    /// try registry.register(OneLine())
    /// ```
    ///
    /// Costs some milliseconds, as it reads the templates and their schemas. Throws only if the package itself is
    /// broken.
    public static func standard() throws -> RendererRegistry {
        try standard(page: .page(), mail: .mail(), markdown: MarkdownRenderer())
    }

    /// The same formats with templates of one's own. Throws when two of them have the same name, such as a page's
    /// template in the mail's place.
    public static func standard(
        page: HTMLRenderer,
        mail: HTMLRenderer,
        markdown: MarkdownRenderer
    ) throws(RegistryError) -> RendererRegistry {
        var registry = RendererRegistry()
        try registry.register(page)
        try registry.register(mail)
        try registry.register(markdown)
        try registry.register(JSONRenderer())
        try registry.register(NDJSONRenderer())
        return registry
    }
}
