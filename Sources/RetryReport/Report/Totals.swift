/// Figures of all jobs that were read. When the reading is incomplete, each is a lower bound.
public struct Totals: Sendable, Hashable, Codable {
    /// Jobs, each counted once.
    public package(set) var jobs: Int
    /// Error groups: pairs of a job type and an error class.
    public package(set) var groups: Int
    /// Job types.
    public package(set) var types: Int
    /// Error classes across types; jobs without one count as a class of their own.
    public package(set) var errorClasses: Int
    /// Actions that have at least one job.
    public package(set) var actions: Int
    /// Jobs that name no action.
    public package(set) var jobsWithoutAction: Int
    /// Jobs with one or two retries left: a retry count of at least ``Report/retryLimit`` minus two.
    public package(set) var atLastRetries: Int
    /// Jobs that were never retried: they failed once.
    public package(set) var neverRetried: Int
    /// Jobs whose next retry is late by more than an hour, at least, by estimate.
    public package(set) var lateRetries: Int
    /// How soon jobs die.
    public package(set) var deaths: DeathCounts
    /// The earliest last retry; nil when no job has one.
    public package(set) var oldestLastRetry: Timestamp?
    /// The latest last retry; nil when no job has one.
    public package(set) var newestLastRetry: Timestamp?
    /// The latest moment at which the oldest of the jobs can have failed first, by estimate; nil when no job says enough
    /// for one.
    public package(set) var failingSince: Timestamp?

    /// True when most of the jobs that were retried before should have been retried again by now.
    var retriesHaveStopped: Bool { lateRetries * 2 > jobs - neverRetried }

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case jobs
        case groups
        case types
        case errorClasses = "error_classes"
        case actions
        case jobsWithoutAction = "jobs_without_action"
        case atLastRetries = "at_last_retries"
        case neverRetried = "never_retried"
        case lateRetries = "late_retries"
        case deaths
        case oldestLastRetry = "oldest_last_retry"
        case newestLastRetry = "newest_last_retry"
        case failingSince = "failing_since"
    }
}

/// How many jobs die how soon, by the earliest moment of each job's estimate. ``overdue``, ``within7Days``, ``later``
/// and ``unknown`` together are all jobs.
public struct DeathCounts: Sendable, Hashable, Codable {
    /// Jobs that should be dead already: their estimated death is in the past, so any retry may be the last one. In no
    /// other number.
    public package(set) var overdue: Int = 0
    /// Jobs that die within the 24 hours after ``Report/generatedAt``; without the overdue ones.
    public package(set) var within24Hours: Int = 0
    /// Jobs that die within the 7 days after ``Report/generatedAt``: those within 24 hours are among them, the overdue
    /// ones are not.
    public package(set) var within7Days: Int = 0
    /// Jobs that die after these 7 days.
    public package(set) var later: Int = 0
    /// Jobs that don't say enough for an estimate.
    public package(set) var unknown: Int = 0
    /// The earliest estimated death that is not in the past; nil when there is none.
    public package(set) var next: Timestamp?

    /// Jobs that die within the 7 days but not within the 24 hours, so that each job is in one number only.
    var moreWithin7Days: Int { max(0, within7Days - within24Hours) }

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case overdue
        case within24Hours = "within_24_hours"
        case within7Days = "within_7_days"
        case later
        case unknown
        case next
    }
}

/// How many jobs die by when: slots of 24 hours, counted from the report.
public struct DeathCalendar: Sendable, Hashable, Codable {
    /// A slot of 24 hours.
    public struct Day: Sendable, Hashable, Codable {
        /// When it begins; it ends 24 hours later.
        public package(set) var from: Timestamp
        /// Jobs that die in it.
        public package(set) var count: Int

        /// The names of the members in JSON.
        package enum CodingKeys: String, CodingKey, CaseIterable {
            case from
            case count
        }
    }

    /// The slots from ``Report/generatedAt`` to the last death, without a gap; at most `maximumDays`.
    public package(set) var days: [Day]
    /// Jobs that die after the last slot.
    public package(set) var later: Int
    /// Jobs that should be dead already: their estimated death is in the past. In no slot.
    public package(set) var overdue: Int
    /// Jobs without an estimate.
    public package(set) var unknown: Int

    /// 28: with the standard schedule a job is dead 20.4 days and some jitter after its first failure.
    package static let maximumDays = 28

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case days
        case later
        case overdue
        case unknown
    }
}
