/// The jobs of one type.
public struct TypeGroup: Sendable, Hashable, Codable {
    /// The type; an empty name for jobs that had none.
    public package(set) var type: JobType
    /// Its jobs.
    public package(set) var count: Int
    /// Its error classes, the largest group first, then by next death and by name.
    public package(set) var errors: [ErrorGroup]

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case type
        case count
        case errors
    }
}

/// The jobs of one type that failed with one error class.
public struct ErrorGroup: Sendable, Hashable, Codable {
    /// The jobs' type.
    public package(set) var type: JobType
    /// Their error class; nil for jobs that had none, a group of its own.
    public package(set) var errorClass: String?
    /// Its jobs.
    public package(set) var count: Int
    /// How often they were retried.
    public package(set) var retries: RetryStatistics
    /// The earliest last retry; nil when no job has one.
    public package(set) var oldestLastRetry: Timestamp?
    /// The latest last retry; nil when no job has one.
    public package(set) var newestLastRetry: Timestamp?
    /// The latest moment at which the oldest of its jobs can have failed first, by estimate; nil when no job says enough
    /// for one.
    public package(set) var failingSince: Timestamp?
    /// How soon they die, by estimate.
    public package(set) var deaths: DeathCounts
    /// How many actions its jobs belong to.
    public package(set) var actionCount: Int
    /// How many of its jobs name no action.
    public package(set) var jobsWithoutAction: Int
    /// The actions with most jobs, then by id and name; at most ``ReportLimits/topActions``.
    public package(set) var topActions: [ActionCount]
    /// The jobs closest to death first, those without an estimate last, then by id; at most
    /// ``ReportLimits/jobsPerGroup``.
    public package(set) var jobs: JobList
    /// How many jobs are not in ``jobs``.
    public package(set) var jobsNotShown: Int
    /// What changed since earlier reports; nil without a history.
    public package(set) var change: GroupChange?
    /// What a policy says of its jobs; nil without one.
    public package(set) var policy: GroupPolicy?

    /// The type and the error class: together they name the group.
    public var name: GroupName { GroupName(type: type, errorClass: errorClass) }

    /// What a report's groups are ordered by, before their names.
    struct Rank: Comparable {
        let jobs: Int
        /// The next death; the latest moment when none is known.
        let death: Timestamp

        init(jobs: Int, deaths: DeathCounts) {
            self.jobs = jobs
            death = deaths.next ?? .latest
        }

        /// The largest first; of two that are equally large, the one that loses a job first.
        static func < (left: Rank, right: Rank) -> Bool {
            left.jobs != right.jobs ? left.jobs > right.jobs : left.death < right.death
        }
    }

    /// By bytes; no error class is last.
    static func errorClassPrecedes(_ left: String?, _ right: String?) -> Bool {
        switch (left, right) {
        case (let left?, let right?): ExactText(left) < ExactText(right)
        case (.some, nil): true
        case (nil, _): false
        }
    }

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case type
        case errorClass = "error_class"
        case count
        case retries
        case oldestLastRetry = "oldest_last_retry"
        case newestLastRetry = "newest_last_retry"
        case failingSince = "failing_since"
        case deaths
        case actionCount = "action_count"
        case jobsWithoutAction = "jobs_without_action"
        case topActions = "top_actions"
        case jobs
        case jobsNotShown = "jobs_not_shown"
        case change
        case policy
    }
}

/// How often the jobs of a group were retried.
public struct RetryStatistics: Sendable, Hashable, Codable {
    /// The lowest count; nil when no job's count is known.
    public package(set) var minimum: Int?
    /// The median: with an even number of jobs the mean of the two in the middle. Nil when no job's count is known.
    public package(set) var median: Double?
    /// The highest count; nil when no job's count is known.
    public package(set) var maximum: Int?
    /// Jobs by count, from 0 to ``Report/retryLimit`` minus one: 25 numbers with the standard schedule.
    public package(set) var histogram: [Int]
    /// Jobs with a count at or past the limit: by the standard schedule they should be dead.
    public package(set) var beyondLimit: Int
    /// Jobs whose count is unknown.
    public package(set) var unknown: Int

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case minimum
        case median
        case maximum
        case histogram
        case beyondLimit = "beyond_limit"
        case unknown
    }
}

/// An action and how many jobs of a group it has.
public struct ActionCount: Sendable, Hashable, Codable {
    /// The action: its number, a name if any job gave one, and what the tenant's directory knows of it.
    public package(set) var action: ActionFacts
    /// Its jobs.
    public package(set) var count: Int

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case action
        case count
    }
}

/// An action across all groups.
public struct ActionSummary: Sendable, Hashable, Codable {
    /// The action: its number, a name if any job gave one, and what the tenant's directory knows of it.
    public package(set) var action: ActionFacts
    /// Its jobs.
    public package(set) var count: Int
    /// In how many error groups it has jobs.
    public package(set) var groups: Int
    /// The type and error class most of its jobs have.
    public package(set) var mostFrequent: GroupName
    /// How soon its jobs die.
    public package(set) var deaths: DeathCounts

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case action
        case count
        case groups
        case mostFrequent = "most_frequent"
        case deaths
    }
}

/// The name of an error group.
public struct GroupName: Sendable, Hashable, Codable {
    /// The jobs' type.
    public package(set) var type: JobType
    /// Their error class; nil for none.
    public package(set) var errorClass: String?

    package init(type: JobType, errorClass: String?) {
        self.type = type
        self.errorClass = errorClass
    }

    /// Two names are the same only when their bytes are.
    public static func == (left: GroupName, right: GroupName) -> Bool {
        left.type == right.type && left.errorClass.map(ExactText.init) == right.errorClass.map(ExactText.init)
    }

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case type
        case errorClass = "error_class"
    }
}

/// Jobs of a report in order, stored flat so that a report can list a million of them. Each access makes a
/// ``RetryJob``: in constant time, without copying its texts.
public struct JobList: Sendable, RandomAccessCollection {
    let records: [JobRecord]
    let texts: JobTexts
    /// What the tenant's directory says of the jobs' actions. Not a part of the list's value.
    let directory: ActionDirectory?

    init(records: [JobRecord], texts: JobTexts, directory: ActionDirectory?) {
        self.records = records
        self.texts = texts
        self.directory = directory
    }

    /// A list of jobs in the given order.
    public init(_ jobs: [RetryJob]) {
        var texts = JobTexts()
        records = jobs.map { texts.record($0) }
        self.texts = texts
        directory = nil
    }

    /// Zero.
    public var startIndex: Int { 0 }

    /// The number of jobs.
    public var endIndex: Int { records.count }

    /// The job at a place from 0.
    public subscript(position: Int) -> RetryJob { texts.job(records[position]) }
}

extension JobList: Hashable {
    /// True when the jobs are equal, in order: linear in their number.
    public static func == (left: JobList, right: JobList) -> Bool {
        left.elementsEqual(right)
    }

    /// Hashes every job: linear in their number.
    public func hash(into hasher: inout Hasher) {
        for job in self { hasher.combine(job) }
    }
}

extension JobList: Codable {
    /// Reads a list of jobs. Throws `DecodingError`.
    public init(from decoder: any Decoder) throws {
        self.init(try [RetryJob](from: decoder))
    }

    /// Writes a list of jobs.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        for job in self { try container.encode(job) }
    }
}
