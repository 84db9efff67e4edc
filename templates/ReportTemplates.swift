/// The files of the folder `templates/`, compiled in, so that a copied binary needs nothing beside it.
public enum ReportTemplates {
    /// The browser page's template.
    public static var reportHTML: [UInt8] { PackageResources.report_html }
    /// The mail's template.
    public static var emailHTML: [UInt8] { PackageResources.email_html }
    /// The Markdown report's Mustache template.
    public static var reportMarkdown: [UInt8] { PackageResources.report_md_mustache }
    /// The XML Schema that a written browser page must satisfy.
    public static var reportXSD: [UInt8] { PackageResources.report_xsd }
    /// The XML Schema that a written mail must satisfy.
    public static var emailXSD: [UInt8] { PackageResources.email_xsd }
    /// The JSON Schema of the JSON report.
    public static var reportJSONSchema: [UInt8] { PackageResources.report_schema_json }
    /// The template of the browser page about several tenants.
    public static var indexHTML: [UInt8] { PackageResources.index_html }
    /// The template of the mail about several tenants.
    public static var indexEmailHTML: [UInt8] { PackageResources.index_email_html }
    /// The Mustache template of the Markdown about several tenants.
    public static var indexMarkdown: [UInt8] { PackageResources.index_md_mustache }
    /// The JSON Schema of the JSON about several tenants.
    public static var indexJSONSchema: [UInt8] { PackageResources.index_schema_json }
}
