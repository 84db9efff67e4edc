/// The ``Report`` itself as JSON: every fact, in the order of the report's declaration, with keys in snake case,
/// times in ISO 8601 and null where something is unknown. `templates/report.schema.json` describes it, and
/// ``Report/init(json:)`` reads it back.
///
/// Written in chunks of 64 KiB, so that memory stays flat however many jobs the report lists; a million take one or two
/// seconds.
public struct JSONRenderer: ReportRenderer {
    /// `json`
    public var format: ReportFormat { Self.format }

    /// The names of the format, for a list of formats.
    package static let format = ReportFormat(
        builtIn: "json",
        fileSuffix: "json",
        mediaType: "application/json",
        summary: "the complete report for programs, described by a JSON Schema"
    )

    /// A renderer; it has no settings.
    public init() {}

    /// Writes the report. Throws what the sink throws.
    public func render(_ report: Report, to sink: inout some ByteSink) throws {
        var writer = JSONWriter()
        try writer.report(report, to: &sink)
        writer.endLine()
        try writer.drain(into: &sink)
    }
}
