/// The jobs of each story, or of each team, as a table for spreadsheets and databases: a header, then a row for each,
/// the one with most jobs first. Jobs whose story or team is not known are one row at the end, without a number.
///
/// | column | meaning |
/// |---|---|
/// | `story_id`, `story_name`, `story_url` | the story; not in the table of teams |
/// | `team_id`, `team_name` | the team |
/// | `owners` | names of the people who own the story, with `; ` between them; not in the table of teams |
/// | `count`, `share` | its jobs, and its part of all jobs of the report, from 0 to 1, with four decimals |
/// | `groups`, `actions` | in how many error groups its jobs are, and how many actions they belong to |
/// | `stories` | how many of the team's stories have jobs; not in the table of stories |
/// | `top_error_class`, `top_error_class_count` | the error class that most of its jobs have |
/// | `deaths_overdue` and so on to `next_death`, `tenant` and so on to `problem` | as in ``CSVRenderer`` |
///
/// The form is that of ``CSVRenderer``. Without the tenant's directory the only row says so.
public struct OwnersCSVRenderer: ReportRenderer {
    /// What a row is about.
    public enum Owner: Sendable, Hashable {
        /// A story.
        case story
        /// A team.
        case team
    }

    private let owner: Owner

    /// `stories-csv` or `teams-csv`
    public var format: ReportFormat { Self.format(owner) }

    /// The names of the format, for a list of formats.
    package static func format(_ owner: Owner) -> ReportFormat {
        let name = owner == .story ? "stories" : "teams"
        return ReportFormat(
            builtIn: "\(name)-csv",
            fileSuffix: "\(name).csv",
            mediaType: "text/csv; charset=utf-8; header=present",
            summary: "the jobs by \(owner == .story ? "story" : "team") as a table, a row each, for spreadsheets"
        )
    }

    /// A renderer of one of the tables.
    public init(_ owner: Owner) {
        self.owner = owner
    }

    /// Writes the table. Throws what the sink throws.
    public func render(_ report: Report, to sink: inout some ByteSink) throws {
        var csv = CSVWriter()
        switch owner {
        case .story: try Self.write(report.stories.map { ($0, report) }, report, Self.storyColumns, &csv, to: &sink)
        case .team: try Self.write(report.teams.map { ($0, report) }, report, Self.teamColumns, &csv, to: &sink)
        }
        try csv.drain(into: &sink)
    }

    private static func write<Row>(
        _ rows: [Row],
        _ report: Report,
        _ columns: CSVColumns<Row>,
        _ csv: inout CSVWriter,
        to sink: inout some ByteSink
    ) throws {
        columns.header(&csv)
        for row in rows {
            columns.row(row, &csv)
            try csv.drainIfFull(into: &sink)
        }
        let missing = "Stories and teams are not known, so no job is in this table."
        columns.problems(report.reading, adding: rows.isEmpty && report.totals.jobs > 0 ? [missing] : [], &csv)
    }

    private static let storyColumns = CSVColumns<(row: StorySummary, report: Report)>(
        [
            ("story_id", { $0.cell($1.row.story?.id) }),
            ("story_name", { $0.cell($1.row.story?.name) }),
            ("story_url", { $0.cell($1.row.story?.url) }),
            ("team_id", { $0.cell($1.row.team?.id) }),
            ("team_name", { $0.cell($1.row.team?.name) }),
            ("owners", { $0.cell($1.row.owners.joined(separator: "; ")) }),
        ],
        followedBy: counts { ($0.row.jobs, $0.row.actions, $0.report) }
    )

    private static let teamColumns = CSVColumns<(row: TeamSummary, report: Report)>(
        [
            ("team_id", { $0.cell($1.row.team?.id) }),
            ("team_name", { $0.cell($1.row.team?.name) }),
            ("stories", { $0.cell($1.row.stories) }),
        ],
        followedBy: counts { ($0.row.jobs, $0.row.actions, $0.report) }
    )

    private static func counts<Row>(
        _ of: @escaping @Sendable (Row) -> (jobs: OwnedJobs, actions: Int, report: Report)
    ) -> [(name: String, cell: CSVColumns<Row>.Cell)] {
        [
            ("count", { $0.cell(of($1).jobs.count) }),
            ("share", { $0.cell(CSVRenderer.share(of: of($1).jobs.count, in: of($1).report.totals.jobs)) }),
            ("groups", { $0.cell(of($1).jobs.groups) }),
            ("actions", { $0.cell(of($1).actions) }),
            ("top_error_class", { $0.cell(of($1).jobs.errorClasses.first?.errorClass) }),
            ("top_error_class_count", { $0.cell(of($1).jobs.errorClasses.first?.count) }),
            ("deaths_overdue", { $0.cell(of($1).jobs.deaths.overdue) }),
            ("deaths_within_24_hours", { $0.cell(of($1).jobs.deaths.within24Hours) }),
            ("deaths_within_7_days", { $0.cell(of($1).jobs.deaths.within7Days) }),
            ("deaths_later", { $0.cell(of($1).jobs.deaths.later) }),
            ("deaths_unknown", { $0.cell(of($1).jobs.deaths.unknown) }),
            ("next_death", { $0.cell(of($1).jobs.deaths.next) }),
            ("tenant", { $0.cell(of($1).report.reading.tenant?.description) }),
            ("generated_at", { $0.cell(of($1).report.generatedAt) }),
            ("is_complete", { $0.cell(of($1).report.reading.isComplete) }),
            ("is_verified", { $0.cell(of($1).report.reading.isVerified) }),
        ]
    }
}
