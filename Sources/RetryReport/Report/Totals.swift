/// Figures of a whole retry set.
public struct Totals: Sendable, Hashable, Codable {
    /// Jobs, each counted once.
    public var jobs: Int
    /// Error groups: pairs of a job type and an error class.
    public var groups: Int
    /// Job types.
    public var types: Int
    /// Error classes across types; jobs without one count as a class of their own.
    public var errorClasses: Int
    /// Actions that have at least one job.
    public var actions: Int
    /// Jobs that name no action.
    public var jobsWithoutAction: Int
    /// Jobs whose next failure, or the one after, is their last: a retry count of the limit less two or more.
    public var atLastRetries: Int
    /// Jobs that were never retried: their first failure is their only one.
    public var neverRetried: Int
    /// How soon jobs die.
    public var deaths: DeathCounts
    /// The last retry that lies furthest back; nil when no job has one.
    public var oldestLastRetry: Timestamp?
    /// The last retry that lies least far back; nil when no job has one.
    public var newestLastRetry: Timestamp?
    /// The latest moment at which the oldest trouble can have begun: the earliest of all jobs' estimates.
    public var failingSince: Timestamp?
}

/// How many jobs die how soon, by the earliest moment of each job's estimate. ``overdue``, ``within7Days``, ``later``
/// and ``unknown`` together are all jobs.
public struct DeathCounts: Sendable, Hashable, Codable {
    /// Jobs that should be dead already: their estimated death is in the past, so any retry may be the last one. In no
    /// other number.
    public var overdue: Int = 0
    /// Jobs that die within the 24 hours after ``Report/generatedAt``; without the overdue ones.
    public var within24Hours: Int = 0
    /// Jobs that die within the 7 days after ``Report/generatedAt``: those within 24 hours are among them, the overdue
    /// ones are not.
    public var within7Days: Int = 0
    /// Jobs that die after these 7 days.
    public var later: Int = 0
    /// Jobs that don't say enough for an estimate.
    public var unknown: Int = 0
    /// The earliest death that does not lie in the past; nil when there is none.
    public var next: Timestamp?
}

/// How many jobs die by when: slots of 24 hours, counted from the report.
public struct DeathCalendar: Sendable, Hashable, Codable {
    /// A slot of 24 hours.
    public struct Day: Sendable, Hashable, Codable {
        /// When it begins; it ends 24 hours later.
        public var from: Timestamp
        /// Jobs that die in it.
        public var count: Int
    }

    /// The slots from the report to the last death, without a gap; at most ``maximumDays``.
    public var days: [Day]
    /// Jobs that die after the last slot.
    public var later: Int
    /// Jobs whose estimated death lies in the past.
    public var overdue: Int
    /// Jobs without an estimate.
    public var unknown: Int

    /// With the standard schedule a job lives 20.4 days and some jitter after its first failure.
    public static let maximumDays = 28
}
