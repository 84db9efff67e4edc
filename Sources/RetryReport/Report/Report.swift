@_exported public import RetryJobs

/// Everything that one reading of a list of retry jobs says: facts only. Renderers put them into words.
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
    /// The version of this structure, and of the JSON made of it. It grows when a reader of the old one would
    /// misunderstand the new one.
    public static let currentVersion = 2

    /// ``currentVersion`` of the program that made the report.
    public package(set) var version: Int
    /// What wrote the report: `retry-report` and its version.
    public package(set) var generator: String
    /// The report's own title: untrusted text, as configured.
    public package(set) var title: String
    /// The moment that every estimate and every "ago" refers to.
    public package(set) var generatedAt: Timestamp
    /// How many retries the estimates assume; when the last one fails, the job is dead.
    public package(set) var retryLimit: Int
    /// The random jitter that the estimates assume in each retry delay.
    public package(set) var retryJitter: RetrySchedule.Jitter
    /// What the report is restricted to; nil when it is about all jobs that were read.
    public package(set) var filter: FilterFacts?
    /// How the jobs were read, and whether they are all.
    public package(set) var reading: ReadingFacts
    /// Figures of all jobs that were read.
    public package(set) var totals: Totals
    /// Job types, each with its error classes.
    public package(set) var types: [TypeGroup]
    /// The actions with most jobs, across groups; at most ``ReportLimits/topActions``.
    public package(set) var actions: [ActionSummary]
    /// The action to open first: the one with most jobs that die within 24 hours, then within 7 days, then with most
    /// jobs. Jobs that a policy mutes or accepts do not count, here only. With a history, and when none dies within 24
    /// hours, an action whose error group is new, has returned or grows comes first. Nil when no job names an action.
    public package(set) var openFirst: ActionSummary?
    /// How many actions are not among ``actions``.
    public package(set) var actionsNotShown: Int
    /// The jobs by story, the story with most jobs first; jobs whose story is not known come last. Empty when the
    /// tenant's directory was not read.
    public package(set) var stories: [StorySummary] = []
    /// The jobs by team, in the same way.
    public package(set) var teams: [TeamSummary] = []
    /// The dead jobs; nil when they were not read.
    public package(set) var dead: DeadJobs?
    /// How busy the tenant's workers are; nil when they were not asked.
    public package(set) var workers: WorkerStatistics?
    /// The newest errors of a few actions; empty unless they were asked for.
    public package(set) var messages: [ErrorMessage] = []
    /// How many jobs die by when.
    public package(set) var calendar: DeathCalendar
    /// Differences from the documented shape that were repaired, the most frequent first.
    public package(set) var repairs: [RepairCount]
    /// The first jobs that could not be read; at most 20, in the order of reading.
    public package(set) var unreadable: [UnreadableJob]

    /// What changed since earlier reports; nil without a history.
    public package(set) var changes: Changes?
    /// What the last reports counted, the earliest first, this one excluded; empty without a history.
    public package(set) var history: [JobCountThen] = []
    /// What became of the jobs of each error class in the time that a history keeps, the class with most jobs first;
    /// only those of which at least 30 jobs are gone.
    public package(set) var outcomes: [ErrorOutcome] = []
    /// How many of the jobs that can die soon are expected to; nil as long as a history has seen too little.
    public package(set) var deathForecast: DeathForecast?
    /// Whether the estimates fit what a history has seen; nil as long as that is too little.
    public package(set) var estimateCheck: EstimateCheck?

    /// Groups whose jobs began to fail together, by estimate, those with most jobs first; at most 10. The times are in steps
    /// of five minutes, longer in a very large set.
    public package(set) var incidents: [Incident] = []
    /// What a policy says of the jobs; nil without one.
    public package(set) var policy: PolicyFacts?

    /// What the estimates in this report were made with.
    public var schedule: RetrySchedule {
        let schedule = (RetrySchedule(limit: retryLimit, jitter: retryJitter) ?? .standard)
            .placed(at: generatedAt, stoppedAt: totals.retriesHaveStopped ? totals.newestLastRetry : nil)
        return hasEstimates ? schedule : schedule.disbelieved()
    }

    /// False when the schedule that the estimates go by is known not to be the tenant's.
    package var hasEstimates: Bool { estimateCheck?.fits ?? true }

    /// Jobs arrived, and none of them could be read: the answers may have another shape than the documented one.
    package var isUnreadable: Bool { totals.jobs == 0 && reading.unreadableJobs > 0 }

    /// All error groups of all types, the largest first, then by next death, type and error class.
    public var groups: [ErrorGroup] { Array(rankedGroups) }

    /// The same without a copy of the groups.
    package var rankedGroups: RankedGroups { RankedGroups(types) }

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case version
        case generator
        case title
        case generatedAt = "generated_at"
        case retryLimit = "retry_limit"
        case retryJitter = "retry_jitter"
        case filter
        case reading
        case totals
        case types
        case actions
        case openFirst = "open_first"
        case actionsNotShown = "actions_not_shown"
        case stories
        case teams
        case dead
        case workers
        case messages
        case calendar
        case repairs
        case unreadable
        case changes
        case history
        case incidents
        case policy
        case outcomes
        case deathForecast = "death_forecast"
        case estimateCheck = "estimate_check"
    }
}

extension Report {
    /// A report of jobs that are all in memory.
    ///
    /// ```swift
    /// let report = Report(jobs: [RetryJob(id: 7, type: .agentReceive, retryCount: 3)], now: now)
    /// ```
    ///
    /// - Parameters:
    ///   - jobs: the jobs. One whose id came before is counted as repeated and otherwise ignored.
    ///   - now: the moment that every estimate and every "ago" refers to.
    ///   - reading: how the jobs were read. By default they count as all there are.
    ///   - title: the report's own title, any text.
    ///   - schedule: what the estimates are made with.
    ///   - limits: what the report keeps of what it counts.
    public init(
        jobs: some Sequence<RetryJob>,
        now: Timestamp,
        reading: Reading = Reading(source: "jobs", isComplete: true, isVerified: true),
        title: String = "Retry jobs",
        schedule: RetrySchedule = .standard,
        limits: ReportLimits = ReportLimits()
    ) {
        var builder = ReportBuilder(now: now, schedule: schedule, limits: limits)
        builder.add(JobBatch(jobs: jobs))
        self = builder.finish(reading: reading, title: title)
    }
}

/// How much of what it counts a report lists.
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

/// How the jobs were read, with what their pages added up to. It has every property of ``Reading`` too, as in
/// `report.reading.isComplete`.
@dynamicMemberLookup
public struct ReadingFacts: Sendable, Hashable, Codable {
    /// What the source says of its reading.
    public package(set) var reading: Reading
    /// Jobs on all pages together, repeated and unreadable ones included.
    public package(set) var jobsReceived: Int
    /// Jobs that were dropped because one with the same id came before.
    public package(set) var repeatedJobs: Int
    /// Jobs that could not be read.
    public package(set) var unreadableJobs: Int

    /// Facts by their parts.
    public init(reading: Reading, jobsReceived: Int, repeatedJobs: Int = 0, unreadableJobs: Int = 0) {
        self.reading = reading
        self.jobsReceived = jobsReceived
        self.repeatedJobs = repeatedJobs
        self.unreadableJobs = unreadableJobs
    }

    /// A fact of ``reading``.
    public package(set) subscript<Fact>(dynamicMember fact: WritableKeyPath<Reading, Fact>) -> Fact {
        get { reading[keyPath: fact] }
        set { reading[keyPath: fact] = newValue }
    }

    /// The names of the members in JSON, beside those of ``Reading``: one object has both.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case jobsReceived = "jobs_received"
        case repeatedJobs = "repeated_jobs"
        case unreadableJobs = "unreadable_jobs"
    }
}

/// A repair and how often it was made.
public struct RepairCount: Sendable, Hashable, Codable {
    /// What was repaired.
    public package(set) var repair: Repair
    /// How many jobs needed it.
    public package(set) var count: Int

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case repair
        case count
    }
}
