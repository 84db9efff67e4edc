/// What changed since earlier reports of the same tenant. Nothing is in it that the two readings don't prove.
public struct Changes: Sendable, Hashable, Codable {
    /// When the complete reading ended that this one is compared with; nil when there is none yet.
    public package(set) var since: Timestamp?
    /// When the reading of the report before this one ended, complete or not; nil for the first report.
    public package(set) var previousRunAt: Timestamp?
    /// How many reports seem to be missing between that one and this, by the usual time between reports.
    public package(set) var missedRuns: Int
    /// When the newest report in the history ended, where that is not before this one: a saved reading may be reported
    /// late, or twice. Nil as usual.
    public package(set) var notBefore: Timestamp?
    /// What became of the jobs; nil when there is nothing to compare with.
    public package(set) var jobs: JobChanges?
    /// Each group's state, those of gone groups included; in the order of the report, gone groups last.
    public package(set) var groups: [GroupComparison]
    /// Removals of jobs between the two readings that the tenant's audit log has, the newest first. It does not say which
    /// jobs were removed. Empty also where the log could not be read.
    public package(set) var removals: [JobRemoval]
    /// The most ``removals`` that a report keeps.
    package static let removalsKept = 5

    /// No changes, since nothing is known.
    package init(since: Timestamp? = nil, previousRunAt: Timestamp? = nil) {
        self.since = since
        self.previousRunAt = previousRunAt
        missedRuns = 0
        groups = []
        removals = []
    }

    /// Reads one object. Reports of earlier versions have no ``removals``.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        since = try container.decodeIfPresent(Timestamp.self, forKey: .since)
        previousRunAt = try container.decodeIfPresent(Timestamp.self, forKey: .previousRunAt)
        missedRuns = try container.decode(Int.self, forKey: .missedRuns)
        notBefore = try container.decodeIfPresent(Timestamp.self, forKey: .notBefore)
        jobs = try container.decodeIfPresent(JobChanges.self, forKey: .jobs)
        groups = try container.decode([GroupComparison].self, forKey: .groups)
        removals = try container.decodeIfPresent([JobRemoval].self, forKey: .removals) ?? []
    }

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case since
        case previousRunAt = "previous_run_at"
        case missedRuns = "missed_runs"
        case notBefore = "not_before"
        case jobs
        case groups
        case removals
    }
}

/// An entry of the tenant's audit log that says that somebody removed jobs.
public struct JobRemoval: Sendable, Hashable, Codable {
    /// When it was.
    public let at: Timestamp
    /// What the log calls it, such as `JobsRetryingDeletion`.
    public let operation: String
    /// Who it was; nil when the entry names nobody. Untrusted text.
    public let user: String?

    package init(at: Timestamp, operation: String, user: String?) {
        self.at = at
        self.operation = operation
        self.user = user
    }

    /// Writes null where nobody is named.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(at, forKey: .at)
        try container.encode(operation, forKey: .operation)
        try container.encode(user, forKey: .user)
    }

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case at
        case operation
        case user
    }
}

/// What became of jobs between two readings.
public struct JobChanges: Sendable, Hashable, Codable {
    /// Jobs that wait now and are in no earlier report that remembers them.
    public package(set) var new: Int
    /// Jobs that wait now, were missing then, and waited in a report before: their retry was running then.
    public package(set) var returned: Int
    /// Jobs that waited then and wait now, in the same group.
    public package(set) var waiting: Int
    /// Those of ``waiting`` and ``moved`` that were retried since, and failed again.
    public package(set) var retried: Int
    /// Jobs that waited then and wait now in another group: their error class changed.
    public package(set) var moved: Int
    /// Jobs that are gone and died: on the dead list, or past their estimated death where ``isDeathEstimated`` says so.
    /// Jobs that left before the earlier report are among them when it could not yet tell. Nil when one of the readings
    /// does not prove that jobs are gone.
    public package(set) var died: Int?
    /// Jobs that are gone otherwise: recovered, or removed by a person. Jobs that left before the earlier report are among
    /// them when it could not yet tell. Nil as for ``died``.
    public package(set) var recovered: Int?
    /// Those of ``recovered`` that left before their retry was due: a person removed them, or retried them with success.
    /// Nil as for ``died``.
    public package(set) var leftEarly: Int?
    /// Jobs that are missing and whose retry may have been running while the list was read: a later report tells what
    /// became of them. Nil as for ``died``.
    public package(set) var unsettled: Int?
    /// Jobs that waited then.
    public package(set) var before: Int
    /// True when the dead list was not read completely, so that ``died`` goes by the estimates.
    public package(set) var isDeathEstimated: Bool

    package init(
        new: Int,
        returned: Int = 0,
        waiting: Int,
        retried: Int = 0,
        moved: Int,
        died: Int?,
        recovered: Int?,
        leftEarly: Int? = nil,
        unsettled: Int? = nil,
        before: Int,
        isDeathEstimated: Bool
    ) {
        self.new = new
        self.returned = returned
        self.waiting = waiting
        self.retried = retried
        self.moved = moved
        self.died = died
        self.recovered = recovered
        self.leftEarly = leftEarly
        self.unsettled = unsettled
        self.before = before
        self.isDeathEstimated = isDeathEstimated
    }

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case new
        case returned
        case waiting
        case retried
        case moved
        case died
        case recovered
        case leftEarly = "left_early"
        case unsettled
        case before
        case isDeathEstimated = "is_death_estimated"
    }
}

/// How an error group compares with earlier reports.
public enum GroupState: String, Sendable, Hashable, Codable, CaseIterable {
    /// In no report that is kept.
    case new
    /// Not in the last complete report, and in one before it.
    case returned
    /// Clearly more jobs than usual.
    case growing
    /// About as many jobs as usual.
    case steady
    /// Clearly fewer jobs than usual.
    case shrinking
    /// In the last complete report, and not any more.
    case gone
}

/// A group beside its state in the last complete report.
public struct GroupComparison: Sendable, Hashable, Codable {
    /// The jobs' type.
    public package(set) var type: JobType
    /// Their error class; nil for none.
    public package(set) var errorClass: String?
    /// The state; nil when an incomplete reading can't say.
    public package(set) var state: GroupState?
    /// Its jobs in the last complete report.
    public package(set) var before: Int
    /// Its jobs now.
    public package(set) var now: Int

    package init(_ name: GroupName, state: GroupState?, before: Int, now: Int) {
        type = name.type
        errorClass = name.errorClass
        self.state = state
        self.before = before
        self.now = now
    }

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case type
        case errorClass = "error_class"
        case state
        case before
        case now
    }
}

/// What changed in one error group.
public struct GroupChange: Sendable, Hashable, Codable {
    /// The state; nil when an incomplete reading can't say.
    public package(set) var state: GroupState?
    /// Its jobs in the last complete report.
    public package(set) var before: Int
    /// Its usual number of jobs, which decides whether it grows or shrinks: of the same time on earlier days, or of the last
    /// complete reports. Nil when no report had it.
    public package(set) var usual: Double?
    /// Its jobs that did not wait then.
    public package(set) var new: Int
    /// Jobs that waited in it then and died since; nil when that is not known.
    public package(set) var died: Int?
    /// Jobs that waited in it then and are gone otherwise; nil when that is not known.
    public package(set) var recovered: Int?

    package init(
        state: GroupState?,
        before: Int = 0,
        usual: Double? = nil,
        new: Int = 0,
        died: Int? = nil,
        recovered: Int? = nil
    ) {
        self.state = state
        self.before = before
        self.usual = usual
        self.new = new
        self.died = died
        self.recovered = recovered
    }

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case state
        case before
        case usual
        case new
        case died
        case recovered
    }
}

/// How many jobs an earlier report counted.
public struct JobCountThen: Sendable, Hashable, Codable {
    /// When its reading ended.
    public package(set) var at: Timestamp
    /// The jobs that it counted.
    public package(set) var jobs: Int

    package init(at: Timestamp, jobs: Int) {
        self.at = at
        self.jobs = jobs
    }

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case at
        case jobs
    }
}
