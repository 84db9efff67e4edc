import Algorithms
import RetryJobs
package import RetryReport

/// What became of each job between two readings.
///
/// Jobs with a number for an id are merged in the order of their ids, page by page, so that only one reading is in memory
/// at a time; the others are looked up.
struct JobFates {
    /// What became of the jobs that waited in one group.
    struct Counts: Equatable {
        var before = 0
        var new = 0
        var died = 0
        var recovered = 0
    }

    /// What an error class's jobs that are gone had behind them.
    struct OutcomeKey: Hashable {
        var errorClass: String
        var retries: Int
    }

    /// When jobs of the earlier reading were waiting.
    let since: Timestamp
    /// When the later reading ended.
    let until: Timestamp
    /// False when one of the readings does not prove that a job is gone.
    let canTellGone: Bool
    /// The dead list, when it was read.
    let dead: DeadList?
    let schedule: RetrySchedule
    /// The groups of the earlier reading, by their numbers in the database.
    let groupsThen: [Int32: GroupName]
    /// For each group of the later reading its number in the database; 0 for one that is not in it.
    let groupsNow: [Int32]

    private(set) var waiting = 0
    private(set) var moved = 0
    /// By the group's number in the database, or by its negative place in the later reading minus one when it has none.
    private(set) var groups: [Int32: Counts] = [:]
    private(set) var outcomes: [OutcomeKey: (recovered: Int, died: Int)] = [:]

    init(
        since: Timestamp,
        until: Timestamp,
        canTellGone: Bool,
        dead: DeadList?,
        schedule: RetrySchedule,
        groupsThen: [Int32: GroupName],
        groupsNow: [Int32]
    ) {
        self.since = since
        self.until = until
        self.canTellGone = canTellGone
        self.dead = dead
        self.schedule = schedule.placed(at: since)
        self.groupsThen = groupsThen
        self.groupsNow = groupsNow
    }

    /// A job that is not on the dead list is not dead: it was read to its end, and no job had to leave it.
    private var hasAllDead: Bool { dead.map { $0.isComplete && $0.count < DeadJobs.capacity } ?? false }

    /// The sums of all groups.
    var changes: JobChanges {
        let sums = groups.values.reduce(into: Counts()) { sums, counts in
            sums.before += counts.before
            sums.new += counts.new
            sums.died += counts.died
            sums.recovered += counts.recovered
        }
        return JobChanges(
            new: sums.new,
            waiting: waiting,
            moved: moved,
            died: canTellGone ? sums.died : nil,
            recovered: canTellGone ? sums.recovered : nil,
            before: sums.before,
            isDeathEstimated: !hasAllDead
        )
    }

    /// The key in ``groups`` of a group of the later reading.
    func key(ofGroup place: Int) -> Int32 {
        groupsNow[place] == 0 ? -1 - Int32(place) : groupsNow[place]
    }

    /// Compares a reading with the pages of the one before.
    ///
    /// - Parameters:
    ///   - now: the states of the later reading, sorted by ``JobStates/sortByID()``.
    ///   - next: returns the next page of the earlier reading; nil after the last.
    /// - Throws: ``SnapshotPage/Damage``, or what `next` throws.
    mutating func compare(_ now: borrowing JobStates, with next: () throws -> SnapshotPage?) throws {
        let firstText = now.jobs.partitioningIndex { $0.hasTextID }
        var texts: [ExactText: Int] = [:]
        for place in firstText..<now.jobs.count { texts[ExactText(now.ids[Int(now.jobs[place].id)])] = place }
        var place = 0
        var last = Int64.min
        var isFirst = true
        while let page = try next() {
            for then in page.states {
                guard groupsThen[then.group] != nil else { throw SnapshotPage.Damage() }
                if then.hasTextID {
                    let text = page.ids[Int(then.id)]
                    if let known = texts.removeValue(forKey: ExactText(text)) {
                        stayed(then, now.jobs[known])
                    } else {
                        left(then, .text(text))
                    }
                    continue
                }
                guard isFirst || then.id > last else { throw SnapshotPage.Damage() }
                (isFirst, last) = (false, then.id)
                while place < firstText, now.jobs[place].id < then.id {
                    came(now.jobs[place])
                    place += 1
                }
                if place < firstText, now.jobs[place].id == then.id {
                    stayed(then, now.jobs[place])
                    place += 1
                } else {
                    left(then, .number(then.id))
                }
            }
        }
        while place < firstText {
            came(now.jobs[place])
            place += 1
        }
        for place in texts.values { came(now.jobs[place]) }
    }

    private mutating func came(_ job: JobState) {
        groups[key(ofGroup: Int(job.group)), default: Counts()].new += 1
    }

    private mutating func stayed(_ then: JobState, _ now: JobState) {
        groups[then.group, default: Counts()].before += 1
        if groupsNow[Int(now.group)] == then.group { waiting += 1 } else { moved += 1 }
    }

    private mutating func left(_ then: JobState, _ id: JobID) {
        groups[then.group, default: Counts()].before += 1
        guard canTellGone else { return }
        let hasDied = dead?.ids.contains(id) == true || !hasAllDead && isPastDeath(then)
        groups[then.group, default: Counts()].died += hasDied ? 1 : 0
        groups[then.group, default: Counts()].recovered += hasDied ? 0 : 1
        let key = OutcomeKey(errorClass: groupsThen[then.group]?.errorClass ?? "", retries: Int(then.retryCount))
        outcomes[key, default: (0, 0)].died += hasDied ? 1 : 0
        outcomes[key, default: (0, 0)].recovered += hasDied ? 0 : 1
    }

    /// By the estimate: its last retry was due before the later reading.
    private func isPastDeath(_ job: JobState) -> Bool {
        let lastRetry = job.lastRetry == JobState.none ? nil : Timestamp(microseconds: job.lastRetry)
        guard let death = schedule.death(retryCount: Int(job.retryCount), lastRetry: lastRetry).earliest else {
            return false
        }
        return death <= until
    }
}

extension JobStates {
    /// Sorts the jobs by their ids, those with a text for an id last.
    package mutating func sortByID() {
        jobs.sort { left, right in
            left.hasTextID != right.hasTextID ? right.hasTextID : left.id < right.id
        }
    }
}
