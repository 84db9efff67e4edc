package import RetryJobs
package import RetryReport

/// What an archive says of a run, in the first line of its file.
package struct ArchivedRun: Sendable, Hashable {
    /// The moment that the report refers to.
    package var run: Timestamp
    /// The tenant's origin; nil when the pages do not say it.
    package var origin: TenantOrigin?
    /// Whether the reading reached the end of the list.
    package var isComplete: Bool
    /// Whether it is proven that no job was missed.
    package var isVerified: Bool
    /// Jobs that could not be read, which have no row.
    package var unreadableJobs: Int
    /// What wrote the report.
    package var generator: String

    /// What the archive says of the run that a report is of.
    package init(_ report: Report) {
        run = report.generatedAt
        origin = report.reading.tenant
        isComplete = report.reading.isComplete
        isVerified = report.reading.isVerified
        unreadableJobs = report.reading.unreadableJobs
        generator = report.generator
    }
}

/// The columns of an archive, the same in every row: `kind` is `run` in the first line of a file and `job` in the others.
///
/// Each is a text, a whole number or a truth value, none is nested, and an id is always a text: engines that guess types from
/// the first rows guess the same for every file.
package enum ArchiveColumn: String, CodingKey, CaseIterable {
    case kind
    case run
    case runEpoch = "run_epoch"
    case origin
    case isComplete = "is_complete"
    case isVerified = "is_verified"
    case jobs
    case unreadableJobs = "unreadable_jobs"
    case generator
    case id
    case type
    case errorClass = "error_class"
    case actionID = "action_id"
    case action
    case storyID = "story_id"
    case story
    case teamID = "team_id"
    case team
    case events
    case retryCount = "retry_count"
    case lastRetry = "last_retry"
    case nextRetry = "next_retry"
    case death
    case deathEpoch = "death_epoch"
}

/// Writes the part of each job's row that is known when it is read: a line that begins with the number of its action.
package struct ArchivedJobRenderer: JobRenderer {
    package let format = ReportFormat(
        builtIn: "archive-part",
        fileSuffix: "part",
        mediaType: "application/x-ndjson",
        summary: "parts of the rows of an archive"
    )

    package init() {}

    /// What each line begins with, before the number.
    static let start = Array("{\"\(ArchiveColumn.actionID.rawValue)\":".utf8)
    static let end = UInt8(ascii: "\n")

    package func render(_ job: RetryJob, schedule: RetrySchedule, to sink: inout some ByteSink) throws {
        var writer = JSONWriter()
        Self.write(job, schedule, to: &writer)
        try writer.drain(into: &sink)
    }

    package func render(_ jobs: JobBatch, schedule: RetrySchedule, to sink: inout some ByteSink) throws {
        var writer = JSONWriter()
        for job in jobs {
            Self.write(job, schedule, to: &writer)
            try writer.drainIfFull(into: &sink)
        }
        try writer.drain(into: &sink)
    }

    private static func write(_ job: RetryJob, _ schedule: RetrySchedule, to line: inout JSONWriter) {
        line.object(.row) { row in
            row.member(ArchiveColumn.actionID, job.action?.id)
            row.member(ArchiveColumn.id, "\(job.id)")
            row.member(ArchiveColumn.type, job.type.rawValue)
            row.member(ArchiveColumn.errorClass, job.errorClass)
            row.member(ArchiveColumn.action, job.action?.name)
            row.member(ArchiveColumn.events, job.eventIDs.count)
            row.member(ArchiveColumn.retryCount, job.retryCount)
            row.member(ArchiveColumn.lastRetry, job.lastRetry)
            row.member(ArchiveColumn.nextRetry, schedule.nextRetry(of: job).earliest)
            let death = schedule.death(of: job).earliest
            row.member(ArchiveColumn.death, death)
            row.member(ArchiveColumn.deathEpoch, death?.epoch)
        }
        line.endLine()
    }
}

/// Makes rows of their parts.
struct ArchiveRows {
    private let run: ArchivedRun
    private let directory: TenantDirectory?
    /// What stands before a job's own members in each row.
    private let start: [UInt8]
    /// What stands behind them, by the number of the action.
    private var ends: [[UInt8]: [UInt8]] = [:]

    init(_ run: ArchivedRun, directory: TenantDirectory?) {
        self.run = run
        self.directory = directory
        start = JSONWriter.members { row in Self.run(run, "job", &row) } + [UInt8(ascii: ",")]
    }

    /// The first line of a file.
    func first(jobs: Int) -> [UInt8] {
        let members = JSONWriter.members { row in
            Self.run(run, "run", &row)
            row.member(ArchiveColumn.jobs, jobs)
            row.member(ArchiveColumn.unreadableJobs, run.unreadableJobs)
            row.member(ArchiveColumn.generator, run.generator)
        }
        return [UInt8(ascii: "{")] + members + [UInt8(ascii: "}"), ArchivedJobRenderer.end]
    }

    /// Appends the row of a job, whose part is given without the line feed at its end.
    mutating func append(_ part: ArraySlice<UInt8>, to rows: inout [UInt8]) {
        let action = part.dropFirst(ArchivedJobRenderer.start.count).prefix { $0 != UInt8(ascii: ",") }
        rows.append(UInt8(ascii: "{"))
        rows += start
        // Without the braces.
        rows += part.dropFirst().dropLast()
        rows += end(Array(action))
    }

    private mutating func end(_ action: [UInt8]) -> [UInt8] {
        if let known = ends[action] { return known }
        let entry = Int64(String(decoding: action, as: UTF8.self)).flatMap { directory?.entry(ofAction: $0) }
        let members = JSONWriter.members { row in
            row.member(ArchiveColumn.storyID, entry?.story?.id)
            row.member(ArchiveColumn.story, entry?.story?.name)
            row.member(ArchiveColumn.teamID, entry?.team?.id)
            row.member(ArchiveColumn.team, entry?.team?.name)
        }
        let end = [UInt8(ascii: ",")] + members + [UInt8(ascii: "}"), ArchivedJobRenderer.end]
        ends[action] = end
        return end
    }

    private static func run(_ run: ArchivedRun, _ kind: String, _ row: inout JSONWriter) {
        row.member(ArchiveColumn.kind, kind)
        row.member(ArchiveColumn.run, run.run)
        row.member(ArchiveColumn.runEpoch, run.run.epoch)
        row.member(ArchiveColumn.origin, run.origin?.description)
        row.member(ArchiveColumn.isComplete, run.isComplete)
        row.member(ArchiveColumn.isVerified, run.isVerified)
    }
}

extension JSONWriter {
    /// Members of an object, without its braces.
    fileprivate static func members(_ write: (inout JSONWriter) -> Void) -> ArraySlice<UInt8> {
        var writer = JSONWriter()
        writer.object(.row, write)
        var buffer = ByteBuffer()
        // A buffer takes everything.
        try? writer.drain(into: &buffer)
        return buffer.bytes.dropFirst().dropLast()
    }
}

extension Timestamp {
    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    fileprivate var epoch: Int64 {
        microseconds.quotientAndRemainder(dividingBy: 1_000_000).quotient - (microseconds % 1_000_000 < 0 ? 1 : 0)
    }
}
