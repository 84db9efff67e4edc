/// The error groups of a report as a table for spreadsheets and databases: a header, then a row for each pair of a job
/// type and an error class, the largest group first.
///
/// | column | meaning |
/// |---|---|
/// | `type`, `error_class` | what names the group; empty when its jobs have none |
/// | `count` | its jobs |
/// | `share` | its part of all jobs that were read, from 0 to 1, with four decimals |
/// | `retries_minimum`, `retries_median`, `retries_maximum` | how often its jobs were retried |
/// | `oldest_last_retry`, `newest_last_retry` | the earliest and the latest last retry |
/// | `failing_since` | the latest moment at which the oldest of its jobs can have failed first (estimate) |
/// | `deaths_overdue` | jobs that should be dead already (estimate) |
/// | `deaths_within_24_hours`, `deaths_within_7_days` | jobs that die within the time, counted from `generated_at`, without the overdue ones; the 7 days include the 24 hours (estimate) |
/// | `deaths_later` | jobs that die after the 7 days (estimate) |
/// | `deaths_unknown` | jobs that don't say enough for an estimate |
/// | `next_death` | the next death, without the overdue ones (estimate) |
/// | `actions` | how many actions its jobs belong to |
/// | `jobs_without_action` | how many of its jobs name no action |
/// | `top_action_id`, `top_action_name`, `top_action_count` | the action with most of its jobs |
/// | `owner`, `severity`, `runbook`, `issue` | what the first rule of a policy that matches all its jobs says |
/// | `muted`, `accepted` | how many of its jobs a policy mutes and accepts; empty without a policy |
/// | `state`, `before` | what changed since the last complete report: the group's state, and its jobs then; empty without a history |
/// | `tenant` | the tenant's origin, when it is known |
/// | `generated_at` | the moment that every estimate refers to |
/// | `is_complete`, `is_verified` | whether all jobs were read, and whether it is proven that none was missed; when `is_complete` is `false`, every count is a lower bound |
/// | `problem` | empty beside a group; a row with nothing else says why the table may lack jobs |
///
/// Times are ISO 8601 in UTC. RFC 4180 in UTF-8 without a byte order mark: rows end with CRLF. Texts that a spreadsheet
/// would take for formulas begin with an apostrophe. Memory stays flat.
public struct CSVRenderer: ReportRenderer {
    /// `csv`
    public var format: ReportFormat { Self.format }

    /// The names of the format, for a list of formats.
    package static let format = ReportFormat(
        builtIn: "csv",
        fileSuffix: "csv",
        mediaType: "text/csv; charset=utf-8; header=present",
        summary: "the error groups as a table, a row each, for spreadsheets"
    )

    /// A renderer; it has no settings.
    public init() {}

    /// Writes the table. Throws what the sink throws.
    public func render(_ report: Report, to sink: inout some ByteSink) throws {
        var csv = CSVWriter()
        Self.columns.header(&csv)
        for group in report.rankedGroups {
            Self.columns.row((group, report), &csv)
            try csv.drainIfFull(into: &sink)
        }
        Self.columns.problems(report.reading, &csv)
        try csv.drain(into: &sink)
    }

    private static let columns = CSVColumns<(group: ErrorGroup, report: Report)>([
        ("type", { $0.cell($1.group.type.rawValue) }),
        ("error_class", { $0.cell($1.group.errorClass) }),
        ("count", { $0.cell($1.group.count) }),
        ("share", { $0.cell(share(of: $1.group.count, in: $1.report.totals.jobs)) }),
        ("retries_minimum", { $0.cell($1.group.retries.minimum) }),
        ("retries_median", { $0.cell($1.group.retries.median) }),
        ("retries_maximum", { $0.cell($1.group.retries.maximum) }),
        ("oldest_last_retry", { $0.cell($1.group.oldestLastRetry) }),
        ("newest_last_retry", { $0.cell($1.group.newestLastRetry) }),
        ("failing_since", { $0.cell($1.group.failingSince) }),
        ("deaths_overdue", { $0.cell($1.group.deaths.overdue) }),
        ("deaths_within_24_hours", { $0.cell($1.group.deaths.within24Hours) }),
        ("deaths_within_7_days", { $0.cell($1.group.deaths.within7Days) }),
        ("deaths_later", { $0.cell($1.group.deaths.later) }),
        ("deaths_unknown", { $0.cell($1.group.deaths.unknown) }),
        ("next_death", { $0.cell($1.group.deaths.next) }),
        ("actions", { $0.cell($1.group.actionCount) }),
        ("jobs_without_action", { $0.cell($1.group.jobsWithoutAction) }),
        ("top_action_id", { $0.cell($1.group.topActions.first?.action.id) }),
        ("top_action_name", { $0.cell($1.group.topActions.first?.action.name) }),
        ("top_action_count", { $0.cell($1.group.topActions.first?.count) }),
        ("owner", { $0.cell($1.report.rules(of: $1.group).lazy.compactMap(\.owner).first) }),
        ("severity", { $0.cell($1.report.rules(of: $1.group).lazy.compactMap(\.severity).first?.rawValue) }),
        ("runbook", { $0.cell($1.report.rules(of: $1.group).lazy.compactMap(\.runbook).first) }),
        ("issue", { $0.cell($1.report.rules(of: $1.group).lazy.compactMap(\.issue).first) }),
        ("muted", { $0.cell($1.group.policy?.muted) }),
        ("accepted", { $0.cell($1.group.policy?.accepted) }),
        ("state", { $0.cell($1.group.change?.state?.rawValue) }),
        ("before", { $0.cell($1.group.change?.before) }),
        ("tenant", { $0.cell($1.report.reading.tenant?.description) }),
        ("generated_at", { $0.cell($1.report.generatedAt) }),
        ("is_complete", { $0.cell($1.report.reading.isComplete) }),
        ("is_verified", { $0.cell($1.report.reading.isVerified) }),
    ])

    /// By integers, so that the last decimal is the same everywhere; a share is at most 1.
    static func share(of count: Int, in total: Int) -> String? {
        guard total > 0 else { return nil }
        let part = (Double(count) / Double(total) * 10_000).rounded()
        let padded = Int(part).padded(to: 5)
        return "\(padded.dropLast(4)).\(padded.suffix(4))"
    }
}

/// Every normalized job as a row of a table, written while the set is read.
///
/// | column | meaning |
/// |---|---|
/// | `id` | the job's id |
/// | `type`, `error_class` | its type and the class of its last error; empty when it has none |
/// | `action_id`, `action_name` | its action; empty when it names none |
/// | `event_ids` | the ids of the events that it was given, with a space between them |
/// | `retry_count` | how often it was retried |
/// | `last_retry` | when it was last retried |
/// | `next_retry`, `death` | the earliest moments of its next retry and of its death (estimates) |
/// | `problem` | empty beside a job; a row with nothing else, after the jobs, says why the table may lack jobs |
///
/// The form is that of ``CSVRenderer``. Whether the jobs are all is only known at the end: an incomplete table ends with
/// a row that says so in `problem`.
public struct JobsCSVRenderer: JobRenderer {
    /// `jobs-csv`
    public var format: ReportFormat { Self.format }

    /// The names of the format, for a list of formats.
    package static let format = ReportFormat(
        builtIn: "jobs-csv",
        fileSuffix: "jobs.csv",
        mediaType: "text/csv; charset=utf-8; header=present",
        summary: "every normalized job as a table, a row each, for spreadsheets"
    )

    /// A renderer; it has no settings.
    public init() {}

    /// Writes the header. Throws what the sink throws.
    public func begin(to sink: inout some ByteSink) throws {
        var csv = CSVWriter()
        Self.columns.header(&csv)
        try csv.drain(into: &sink)
    }

    /// Writes the job's row in one call of the sink. Throws what the sink throws.
    public func render(_ job: RetryJob, schedule: RetrySchedule, to sink: inout some ByteSink) throws {
        var csv = CSVWriter()
        Self.columns.row((job, schedule), &csv)
        try csv.drain(into: &sink)
    }

    /// Writes a row for each reason why the table may lack jobs. Throws what the sink throws.
    public func end(_ reading: ReadingFacts, to sink: inout some ByteSink) throws {
        var csv = CSVWriter()
        Self.columns.problems(reading, &csv)
        try csv.drain(into: &sink)
    }

    private static let columns = CSVColumns<(job: RetryJob, schedule: RetrySchedule)>([
        ("id", { $0.cell($1.job.id.description) }),
        ("type", { $0.cell($1.job.type.rawValue) }),
        ("error_class", { $0.cell($1.job.errorClass) }),
        ("action_id", { $0.cell($1.job.action?.id) }),
        ("action_name", { $0.cell($1.job.action?.name) }),
        ("event_ids", { $0.cell($1.job.eventIDs.map(String.init).joined(separator: " ")) }),
        ("retry_count", { $0.cell($1.job.retryCount) }),
        ("last_retry", { $0.cell($1.job.lastRetry) }),
        ("next_retry", { $0.cell($1.schedule.nextRetry(of: $1.job).earliest) }),
        ("death", { $0.cell($1.schedule.death(of: $1.job).earliest) }),
    ])
}
