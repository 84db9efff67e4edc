@_exported public import RetryJobs

/// Everything that one reading of a retry set says: facts only, no words. Renderers make words of it.
///
/// ```swift
/// var builder = ReportBuilder(now: now)
/// for job in jobs { builder.add(job) }
/// let report = builder.finish(reading: Reading(source: "my queue", isComplete: true, isVerified: true))
/// print(report.totals.jobs, report.types.first?.type.rawValue ?? "-")
/// ```
///
/// Lists are in a fixed order (by count descending, then by name), so the same jobs and the same `now` give the same
/// report to the byte.
public struct Report: Sendable, Hashable, Codable {
    /// The version of this structure, and of the JSON made of it. Grows when a reader would misunderstand.
    public static let currentVersion = 1

    /// ``currentVersion`` of the program that made the report.
    public var version: Int
    /// What wrote the report: `retry-report` and its version.
    public var generator: String
    /// The report's own title: untrusted text, as configured.
    public var title: String
    /// The moment that every estimate and every "ago" refers to.
    public var generatedAt: Timestamp
    /// How many retries the estimates grant a job.
    public var retryLimit: Int
    /// How much chance the estimates see in each delay.
    public var retryJitter: RetrySchedule.Jitter
    /// How the set was read.
    public var reading: ReadingFacts
    /// Figures of the whole set.
    public var totals: Totals
    /// Job types, each with its error classes.
    public var types: [TypeGroup]
    /// The actions with most jobs, across groups; at most ``ReportLimits/topActions``.
    public var actions: [ActionSummary]
    /// The action to look into first: of all, the one with most jobs that die within 24 hours, then within 7 days, then
    /// with most jobs. Nil when no job names an action.
    public var openFirst: ActionSummary?
    /// How many actions are not among ``actions``.
    public var actionsNotShown: Int
    /// How many jobs die by when.
    public var calendar: DeathCalendar
    /// Departures from the documented shape that were mended, by how often.
    public var repairs: [RepairCount]
    /// The first jobs that could not be read; at most 20, in the order of reading.
    public var unreadable: [UnreadableJob]

    /// What the estimates in this report were made with.
    public var schedule: RetrySchedule {
        RetrySchedule(limit: retryLimit, jitter: retryJitter) ?? .standard
    }

    /// Jobs arrived and not one of them could be read: what answers may have changed.
    package var isUnreadable: Bool { totals.jobs == 0 && reading.unreadableJobs > 0 }

    /// All error groups of all types, the largest first, then by type and error class.
    public var groups: [ErrorGroup] {
        types.flatMap(\.errors).sorted(by: ErrorGroup.precedes)
    }
}

/// What a report keeps of what it counts.
public struct ReportLimits: Sendable, Hashable {
    /// How many actions are named, in each group and across groups.
    public var topActions: Int
    /// How many jobs each error group lists, those closest to death first; 0 means all.
    public var jobsPerGroup: Int

    /// Limits; by default 10 actions and 25 jobs per group. A negative number counts as 0.
    public init(topActions: Int = 10, jobsPerGroup: Int = 25) {
        self.topActions = max(0, topActions)
        self.jobsPerGroup = max(0, jobsPerGroup)
    }
}

/// How the set was read, with what the grouping found out about it: all that ``Reading`` has can be asked of it too, as
/// in `report.reading.isComplete`.
@dynamicMemberLookup
public struct ReadingFacts: Sendable, Hashable, Codable {
    /// What the source says of its reading.
    public var reading: Reading
    /// Jobs on all pages together, repeated and unreadable ones included.
    public var jobsReceived: Int
    /// Jobs that were dropped because one with the same id came before.
    public var repeatedJobs: Int
    /// Jobs that could not be read.
    public var unreadableJobs: Int

    /// Facts by their parts.
    public init(reading: Reading, jobsReceived: Int, repeatedJobs: Int = 0, unreadableJobs: Int = 0) {
        self.reading = reading
        self.jobsReceived = jobsReceived
        self.repeatedJobs = repeatedJobs
        self.unreadableJobs = unreadableJobs
    }

    /// A fact of ``reading``.
    public subscript<Fact>(dynamicMember fact: WritableKeyPath<Reading, Fact>) -> Fact {
        get { reading[keyPath: fact] }
        set { reading[keyPath: fact] = newValue }
    }
}

/// A repair and how often it was made.
public struct RepairCount: Sendable, Hashable, Codable {
    /// What was mended.
    public var repair: Repair
    /// How many jobs needed it.
    public var count: Int
}
