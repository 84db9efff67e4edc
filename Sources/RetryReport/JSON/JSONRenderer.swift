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

/// Every normalized job as a line of JSON, written while the set is read: what a warehouse or a query engine loads
/// when the set outgrows a page. A line has the members of a job in the JSON report:
///
/// ```json
/// {"id":1234,"type":"AgentReceiveJob","error_class":"ArgumentError","action":{"id":1,"name":"Alert"},"event_ids":[7],
///  "retry_count":3,"last_retry":"2019-09-02T04:42:40.056226Z","next_retry":"2019-09-02T04:44:16.056226Z","death":…}
/// ```
///
/// (on one line; members are never absent, and null where nothing is known). `next_retry` and `death` are the earliest
/// moments of the schedule's estimates. Every line is a job, so the lines don't say whether they are all jobs: the
/// reading does, in the JSON report of the same run and in the result of `RetryJobSource.render(with:to:)`.
/// DuckDB reads it with `SELECT * FROM read_json('retry-jobs.ndjson')`, jq with
/// `jq -c`, pandas with `read_json(path, lines=True)`. An `id` is a number or a text; where both occur, tell the
/// reader to take texts: `read_json(…, columns = {id: 'VARCHAR', …})`.
public struct NDJSONRenderer: JobRenderer {
    /// `ndjson`
    public var format: ReportFormat { Self.format }

    /// The names of the format, for a list of formats.
    package static let format = ReportFormat(
        builtIn: "ndjson",
        fileSuffix: "ndjson",
        mediaType: "application/x-ndjson",
        summary: "every normalized job, one JSON object a line, for query engines"
    )

    /// What the jobs before need not be written with again; no setting.
    private let lines = JobLines()

    /// A renderer; it has no settings.
    public init() {}

    /// Writes the job's line in one call of the sink. Throws what the sink throws.
    public func render(_ job: RetryJob, schedule: RetrySchedule, to sink: inout some ByteSink) throws {
        var texts = JobTexts()
        let record = texts.record(job)
        var rows = JobRows(schedule: schedule)
        rows.append(record, texts)
        rows.endLine()
        try sink.write(contentsOf: rows.take())
    }

    /// Writes the jobs' lines in one call of the sink, in a quarter of the time that one by one takes. Throws what the sink
    /// throws.
    public func render(_ jobs: JobBatch, schedule: RetrySchedule, to sink: inout some ByteSink) throws {
        try sink.write(contentsOf: lines.bytes(of: jobs, schedule: schedule))
    }
}
