/// The jobs of one type.
public struct TypeGroup: Sendable, Hashable, Codable {
    /// The type; an empty name for jobs that had none.
    public var type: JobType
    /// Its jobs.
    public var count: Int
    /// Its error classes, the largest group first, then by name.
    public var errors: [ErrorGroup]
}

/// The jobs of one type that failed with one error class: what a reader looks into as one trouble.
public struct ErrorGroup: Sendable, Hashable, Codable {
    /// The jobs' type.
    public var type: JobType
    /// Their error class; nil for jobs that had none, a group of its own.
    public var errorClass: String?
    /// Its jobs.
    public var count: Int
    /// How often they were retried.
    public var retries: RetryStatistics
    /// The last retry that lies furthest back; nil when no job has one.
    public var oldestLastRetry: Timestamp?
    /// The last retry that lies least far back; nil when no job has one.
    public var newestLastRetry: Timestamp?
    /// The latest moment at which the oldest of its jobs can have failed first.
    public var failingSince: Timestamp?
    /// How soon they die.
    public var deaths: DeathCounts
    /// How many actions its jobs belong to.
    public var actionCount: Int
    /// How many of its jobs name no action.
    public var jobsWithoutAction: Int
    /// The actions with most jobs, then by id and name; at most ``ReportLimits/topActions``.
    public var topActions: [ActionCount]
    /// The jobs closest to death first, those without an estimate last, then by id; at most
    /// ``ReportLimits/jobsPerGroup``.
    public var jobs: JobList
    /// How many jobs are not in ``jobs``.
    public var jobsNotShown: Int

    /// What names the group.
    public var name: GroupName { GroupName(type: type, errorClass: errorClass) }

    static func precedes(_ left: ErrorGroup, _ right: ErrorGroup) -> Bool {
        if left.count != right.count { return left.count > right.count }
        if left.type != right.type { return left.type < right.type }
        return errorClassPrecedes(left.errorClass, right.errorClass)
    }

    /// By bytes; no error class comes last.
    static func errorClassPrecedes(_ left: String?, _ right: String?) -> Bool {
        switch (left, right) {
        case (let left?, let right?): left.utf8Precedes(right)
        case (.some, nil): true
        case (nil, _): false
        }
    }
}

extension String {
    /// An order that depends on bytes only, so that no locale and no normalization changes a report.
    func utf8Precedes(_ other: String) -> Bool {
        ExactText(self) < ExactText(other)
    }
}

/// How often the jobs of a group were retried.
public struct RetryStatistics: Sendable, Hashable, Codable {
    /// The least count; nil when no job's count is known.
    public var minimum: Int?
    /// The median; the mean of the two in the middle when their number is even.
    public var median: Double?
    /// The greatest count.
    public var maximum: Int?
    /// Jobs by count, from 0 to the limit less one: 25 numbers with the standard schedule.
    public var histogram: [Int]
    /// Jobs with a count at or past the limit: by the standard schedule they should be dead.
    public var beyondLimit: Int
    /// Jobs whose count is unknown.
    public var unknown: Int
}

/// An action and how many jobs of a group it has.
public struct ActionCount: Sendable, Hashable, Codable {
    /// The action: its number, and a name if any job of the set gave one.
    public var action: ActionReference
    /// Its jobs.
    public var count: Int
}

/// An action across all groups.
public struct ActionSummary: Sendable, Hashable, Codable {
    /// The action: its number, and a name if any job of the set gave one.
    public var action: ActionReference
    /// Its jobs.
    public var count: Int
    /// In how many error groups it has jobs.
    public var groups: Int
    /// The type and error class most of its jobs have.
    public var mostFrequent: GroupName
    /// How soon its jobs die.
    public var deaths: DeathCounts
}

/// What names an error group.
public struct GroupName: Sendable, Hashable, Codable {
    /// The jobs' type.
    public var type: JobType
    /// Their error class; nil for none.
    public var errorClass: String?
}
