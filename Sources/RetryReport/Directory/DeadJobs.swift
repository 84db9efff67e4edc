import Algorithms

/// What the list of dead jobs says: jobs that failed after their last retry and are never retried again.
public struct DeadJobs: Sendable, Hashable, Codable {
    /// Jobs on the list, each counted once; unreadable ones are not counted.
    public let count: Int
    /// True when the list was read to its end.
    public let isComplete: Bool
    /// True when the list is as long as it can be: older jobs then leave it, and there may have been more.
    public let isFull: Bool
    /// Jobs whose last retry was within the 24 hours before the report.
    public let within24Hours: Int
    /// Jobs that were read on the list of waiting jobs too, because they died between the two readings. They count
    /// as dead only.
    public let alsoWaiting: Int
    /// The oldest last retry; nil when no job has one.
    public let oldestLastRetry: Timestamp?
    /// The newest last retry; nil when no job has one.
    public let newestLastRetry: Timestamp?
    /// By job type and error class, the group with most jobs first; at most ``groupsKept``.
    public let groups: [DeadGroup]
    /// How many groups are not in ``groups``.
    public let groupsNotShown: Int
    /// The actions with most dead jobs; at most ``ReportLimits/topActions``.
    public let actions: [DeadAction]

    /// The most jobs that the list contains. Source: Sidekiq, whose dead set keeps 10,000 jobs for 180 days.
    public static let capacity = 10_000
    /// How many groups a report keeps.
    public static let groupsKept = 1_000

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case count
        case groups
        case actions
        case isComplete = "is_complete"
        case isFull = "is_full"
        case within24Hours = "within_24_hours"
        case alsoWaiting = "also_waiting"
        case oldestLastRetry = "oldest_last_retry"
        case newestLastRetry = "newest_last_retry"
        case groupsNotShown = "groups_not_shown"
    }
}

/// The dead jobs of one type and error class.
public struct DeadGroup: Sendable, Hashable, Codable {
    /// Their type.
    public let type: JobType
    /// Their error class; nil for jobs that have none.
    public let errorClass: String?
    /// Jobs.
    public let count: Int
    /// The oldest last retry; nil when no job has one.
    public let oldestLastRetry: Timestamp?
    /// The newest last retry; nil when no job has one.
    public let newestLastRetry: Timestamp?

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case type
        case count
        case errorClass = "error_class"
        case oldestLastRetry = "oldest_last_retry"
        case newestLastRetry = "newest_last_retry"
    }
}

/// An action and how many dead jobs it has.
public struct DeadAction: Sendable, Hashable, Codable {
    /// The action.
    public let action: ActionFacts
    /// Its dead jobs.
    public let count: Int

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case action
        case count
    }
}

/// The jobs of a list of dead jobs, as they are read.
///
/// Keeps every job: the list is short, and its reader limits it.
package struct DeadList: Sendable {
    package private(set) var ids: Set<JobID> = []
    package private(set) var jobs: [RetryJob] = []
    /// True once the end of the list was read.
    package var isComplete = false
    /// Set by the grouping of waiting jobs: those that are on this list too.
    package var alsoWaiting = 0

    package init() {}

    package var count: Int { jobs.count }

    /// Takes the jobs of a page in; returns how many were on no page before.
    @discardableResult
    package mutating func add(_ page: [RetryJob]) -> Int {
        var fresh = 0
        for job in page where ids.insert(job.id).inserted {
            jobs.append(job)
            fresh += 1
        }
        return fresh
    }

    /// The figures of the list, for a report made at `now`.
    package func finish(
        now: Timestamp,
        topActions: Int,
        directory: TenantDirectory? = nil,
        links: ActionLinks? = nil,
        isWanted: ((RetryJob) -> Bool)? = nil
    ) -> DeadJobs {
        let wanted = isWanted.map { jobs.filter($0) } ?? jobs
        var times = GroupTimes()
        for job in wanted { times.add(job.lastRetry) }
        let groups = groups(of: wanted)
        let day = now.advanced(bySeconds: -86_400)
        return DeadJobs(
            count: wanted.count,
            isComplete: isComplete,
            isFull: jobs.count >= DeadJobs.capacity,
            within24Hours: wanted.count { job in job.lastRetry.map { $0 >= day } ?? false },
            alsoWaiting: alsoWaiting,
            oldestLastRetry: times.oldest,
            newestLastRetry: times.newest,
            groups: Array(groups.prefix(DeadJobs.groupsKept)),
            groupsNotShown: max(0, groups.count - DeadJobs.groupsKept),
            actions: actions(of: wanted, top: topActions, directory: directory, links: links)
        )
    }

    private func groups(of jobs: [RetryJob]) -> [DeadGroup] {
        var tallies: [GroupKey: GroupTimes] = [:]
        for job in jobs {
            let key = GroupKey(type: job.type, errorClass: job.errorClass.map(ExactText.init))
            tallies[key, default: GroupTimes()].add(job.lastRetry)
        }
        return
            tallies.map { key, times in
                DeadGroup(
                    type: key.type,
                    errorClass: key.errorClass?.text,
                    count: times.count,
                    oldestLastRetry: times.oldest,
                    newestLastRetry: times.newest
                )
            }
            .sorted { left, right in
                if left.count != right.count { return left.count > right.count }
                if left.type != right.type { return left.type < right.type }
                return ErrorGroup.errorClassPrecedes(left.errorClass, right.errorClass)
            }
    }

    /// Actions by number; those that jobs name only by name can't be distinguished from others of that name.
    private func actions(
        of jobs: [RetryJob],
        top: Int,
        directory: TenantDirectory?,
        links: ActionLinks?
    ) -> [DeadAction] {
        typealias Tally = (action: ActionReference, count: Int)
        func count(_ action: ActionReference, in tally: inout Tally) {
            tally.count += 1
            if tally.action.name == nil { tally.action.name = action.name }
        }
        var tallies: [ActionKey: Tally] = [:]
        for job in jobs {
            guard let action = job.action else { continue }
            let key: ActionKey =
                if let id = action.id { .id(id) } else { .name(ExactText(action.name ?? "")) }
            count(action, in: &tallies[key, default: (action, 0)])
        }
        return tallies.values
            .min(count: top) { left, right in
                if left.count != right.count { return left.count > right.count }
                if left.action.id != right.action.id { return (left.action.id ?? .max) < (right.action.id ?? .max) }
                return ExactText(left.action.name ?? "") < ExactText(right.action.name ?? "")
            }
            .map { tally in
                let entry = tally.action.id.flatMap { directory?.entry(ofAction: $0) }
                return DeadAction(
                    action: ActionFacts(tally.action, entry: entry, links: links),
                    count: tally.count
                )
            }
    }

    private struct GroupKey: Hashable {
        let type: JobType
        let errorClass: ExactText?
    }

    private struct GroupTimes {
        var count = 0
        var oldest: Timestamp?
        var newest: Timestamp?

        mutating func add(_ time: Timestamp?) {
            count += 1
            guard let time else { return }
            oldest = oldest.map { min($0, time) } ?? time
            newest = newest.map { max($0, time) } ?? time
        }
    }

    private enum ActionKey: Hashable {
        case id(Int64)
        case name(ExactText)
    }
}
