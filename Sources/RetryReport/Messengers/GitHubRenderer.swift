/// The Markdown report for a step summary of GitHub Actions, which takes at most 1,024 KiB: as much of the report as fits.
public struct GitHubRenderer: ReportRenderer {
    /// `github`
    public var format: ReportFormat { Self.format }

    /// The names of the format, for a list of formats.
    package static let format = ReportFormat(
        builtIn: "github",
        fileSuffix: "github.md",
        mediaType: "text/markdown; charset=utf-8; variant=GFM",
        summary: "the Markdown report within the size of a GitHub step summary"
    )

    /// The most bytes that GitHub takes.
    private static let most = 1 << 20

    /// Where the published report is, for a link to it at the end; nil when that is not known.
    public var reportLink: ReportLink?

    private let template: MarkdownTemplate

    /// A renderer with the built-in template. Throws only if the package itself is broken.
    public init() throws(TemplateError) {
        self.init(template: try .builtIn())
    }

    /// A renderer with its own template.
    public init(template: MarkdownTemplate) {
        self.template = template
    }

    /// What is shown, from most to least.
    private static let steps = [
        .page,
        ReportDetail(maxGroups: 200, maxDyingGroups: 100, maxJobs: 500, fullReport: "the JSON report"),
        ReportDetail(
            maxGroups: 50,
            maxDyingGroups: 50,
            maxActions: 10,
            jobsPerGroup: 0,
            maxClosestJobs: 0,
            nameLength: 120,
            fullReport: "the JSON report"
        ),
    ]

    /// Writes the report. Throws what the sink throws.
    public func render(_ report: Report, to sink: inout some ByteSink) throws {
        let link =
            reportLink.map { "\n[Open the full report](\($0.url(of: report).replacing("&", with: "&amp;")))\n" } ?? ""
        let most = Self.most - link.utf8.count
        var page = ByteBuffer()
        for detail in Self.steps {
            page = ByteBuffer()
            try MarkdownRenderer(template: template, detail: detail).render(report, to: &page)
            if page.bytes.count <= most { return try sink.write(contentsOf: page.bytes + Array(link.utf8)) }
        }
        // A template of one's own may repeat what it likes: whole lines up to the limit, and a word about the rest.
        let end = Array("\n\nCut off here, at the size that GitHub takes. See the JSON report.\n".utf8)
        let room = page.bytes.prefix(most - end.count)
        let line = room.lastIndex(of: UInt8(ascii: "\n")) ?? room.startIndex
        try sink.write(contentsOf: room[..<line] + end + Array(link.utf8))
    }
}
