import Algorithms
import RetryJobs
package import RetryReport

/// What a comparison says of a job.
package enum JobFate: Sendable, Hashable {
    case new, returned, waiting, moved, died, recovered, unsettled
}

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

    /// A reading, as far as the fates of jobs go by it.
    struct Side {
        /// From the first request to the last answer.
        var span: RetryFlights.Span
        /// It proves that a job which is missing was missing.
        var isVerified: Bool
    }

    let then: Side
    let now: Side
    /// The later reading is complete.
    let isComplete: Bool
    /// The dead list, when it was read.
    let dead: DeadList?
    let flights: RetryFlights
    /// The groups of earlier readings, by their numbers in the database.
    let groupsThen: [Int32: GroupName]
    /// For each group of the later reading its number in the database; 0 for one that is not in it.
    let groupsNow: [Int32]

    private(set) var waiting = 0
    private(set) var moved = 0
    private(set) var retried = 0
    private(set) var returned = 0
    private(set) var leftEarly = 0
    /// By the group's number in the database, or by its negative place in the later reading minus one when it has none.
    private(set) var groups: [Int32: Counts] = [:]
    private(set) var outcomes = OutcomeTally()
    private(set) var delays: DelayCheck
    /// The jobs to look for in the next reading.
    private(set) var away = AwayJobs()
    private(set) var unsettled = 0
    /// Is told each job's fate, where somebody wants to know them one by one.
    var tell: ((JobID, JobFate) -> Void)?

    init(
        then: Side,
        now: Side,
        isComplete: Bool,
        dead: DeadList?,
        schedule: RetrySchedule,
        longestRetry: Int64 = 0,
        groupsThen: [Int32: GroupName],
        groupsNow: [Int32]
    ) {
        self.then = then
        self.now = now
        self.isComplete = isComplete
        self.dead = dead
        flights = RetryFlights(schedule, seen: longestRetry)
        delays = DelayCheck(schedule)
        self.groupsThen = groupsThen
        self.groupsNow = groupsNow
    }

    /// Nothing is said of jobs that are gone unless both readings prove it.
    private var canTellGone: Bool { isComplete && now.isVerified && then.isVerified }

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
            returned: returned,
            waiting: waiting,
            retried: retried,
            moved: moved,
            died: canTellGone ? sums.died : nil,
            recovered: canTellGone ? sums.recovered : nil,
            leftEarly: canTellGone ? leftEarly : nil,
            unsettled: canTellGone ? unsettled : nil,
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
    ///   - states: the states of the later reading, sorted by ``JobStates/sortByID()``.
    ///   - earlier: jobs that were missing in the earlier reading, sorted by their ids.
    ///   - next: returns the next page of the earlier reading; nil after the last.
    /// - Throws: ``SnapshotPage/Damage``, or what `next` throws.
    mutating func compare(
        _ states: borrowing JobStates,
        away earlier: AwayJobs = AwayJobs(),
        with next: () throws -> SnapshotPage?
    ) throws {
        let firstText = states.jobs.partitioningIndex { $0.hasTextID }
        var missing = MissingJobs(earlier)
        var texts: [ExactText: Int] = [:]
        for place in firstText..<states.jobs.count {
            texts[ExactText(states.ids[Int(states.jobs[place].id)])] = place
        }
        var place = 0
        var last = Int64.min
        var isFirst = true
        while let page = try next() {
            for then in page.states {
                guard groupsThen[then.group] != nil else { throw SnapshotPage.Damage() }
                if then.hasTextID {
                    let text = page.ids[Int(then.id)]
                    if let known = texts.removeValue(forKey: ExactText(text)) {
                        stayed(then, states.jobs[known], .text(text))
                    } else {
                        left(then, .text(text))
                    }
                    continue
                }
                guard isFirst || then.id > last else { throw SnapshotPage.Damage() }
                (isFirst, last) = (false, then.id)
                while place < firstText, states.jobs[place].id < then.id {
                    came(states.jobs[place], .number(states.jobs[place].id), missing.take(states.jobs[place].id))
                    place += 1
                }
                if place < firstText, states.jobs[place].id == then.id {
                    stayed(then, states.jobs[place], .number(then.id))
                    place += 1
                } else {
                    left(then, .number(then.id))
                }
            }
        }
        while place < firstText {
            came(states.jobs[place], .number(states.jobs[place].id), missing.take(states.jobs[place].id))
            place += 1
        }
        for (text, place) in texts { came(states.jobs[place], .text(text.text), missing.take(text)) }
        for place in missing.rest { stillAway(earlier.jobs[place], earlier.id(at: place), earlier.marks[place]) }
        away = away.sorted()
    }

    // MARK: One job

    private mutating func came(_ job: JobState, _ id: JobID, _ missing: (job: JobState, marks: AwayMarks)?) {
        tell?(id, missing == nil ? .new : .returned)
        guard let (then, marks) = missing else {
            groups[key(ofGroup: Int(job.group)), default: Counts()].new += 1
            return
        }
        returned += 1
        // What was counted as its outcome was none.
        if marks.contains(.settled), marks.isDisjoint(with: [.leftEarly, .died]) {
            outcomes.add(recovered: then, after: flights.retries(of: then, before: self.then.span.upperBound), -1)
        }
        outcomes.add(failuresOf: then, until: job.retryCount, limit: flights.limit)
    }

    private mutating func stayed(_ then: JobState, _ now: JobState, _ id: JobID) {
        groups[then.group, default: Counts()].before += 1
        let isInGroup = groupsNow[Int(now.group)] == then.group
        if isInGroup { waiting += 1 } else { moved += 1 }
        tell?(id, isInGroup ? .waiting : .moved)
        guard now.retryCount > then.retryCount, then.retryCount >= 0 else { return }
        retried += 1
        delays.add(then, now)
        outcomes.add(failuresOf: then, until: now.retryCount, limit: flights.limit)
    }

    private mutating func left(_ job: JobState, _ id: JobID) {
        groups[job.group, default: Counts()].before += 1
        let job = flights.remembered(job, seen: then.span)
        guard canTellGone else {
            // Whether it was missing is not proven; a later reading may prove it.
            if isComplete { away.append(job, id, []) }
            return
        }
        settle(job, id, [], missingSince: nil)
    }

    private mutating func stillAway(_ job: JobState, _ id: JobID, _ marks: AwayMarks) {
        // A group that is no longer kept, or what the last report has said already.
        guard groupsThen[job.group] != nil, !marks.contains(.settled) else { return }
        guard canTellGone else {
            if isComplete, !isForgotten(job) { away.append(job, id, []) }
            return
        }
        settle(job, id, marks, missingSince: then.span)
    }

    /// A job that no reading could settle for longer than it can live.
    private func isForgotten(_ job: JobState) -> Bool {
        job.lastRetry == JobState.none || now.span.upperBound - job.lastRetry > 8 * 86_400_000_000
    }

    private mutating func settle(
        _ given: JobState,
        _ id: JobID,
        _ marks: AwayMarks,
        missingSince earlier: RetryFlights.Span?
    ) {
        var job = given
        let width = then.span.upperBound - then.span.lowerBound
        let wasUnknowable = marks.contains(.unknowable)
        let found = flights.marks(of: &job, marks, missingSince: earlier, in: now.span, width: width)
        let mayHaveDied = flights.mayHaveDied(job, found, before: now.span.upperBound)
        if dead?.ids.contains(id) == true {
            groups[job.group, default: Counts()].died += 1
            tell?(id, .died)
            if !found.contains(.unknowable) { delays.add(deathThatFits: mayHaveDied) }
            outcomes.add(died: job, limit: mayHaveDied ? flights.limit : 0)
            return away.append(job, id, [.settled, .died])
        }
        if !found.running.isEmpty || found.contains(.unknowable) && !wasUnknowable {
            unsettled += 1
            tell?(id, .unsettled)
            return away.append(job, id, found)
        }
        // A retry of its own and one by hand between the same two readings may have been its last.
        let isNearDeath = !mayHaveDied && Int(job.retryCount) >= flights.limit - 2
        if !hasAllDead, found.contains(.unknowable) || found.contains(.leftEarly) && mayHaveDied || isNearDeath {
            // It may have died, and no estimate says so.
            unsettled += 1
            tell?(id, .unsettled)
        } else if !hasAllDead, mayHaveDied {
            groups[job.group, default: Counts()].died += 1
            tell?(id, .died)
            outcomes.add(died: job, limit: flights.limit)
            away.append(job, id, [.settled, .died])
        } else {
            groups[job.group, default: Counts()].recovered += 1
            tell?(id, .recovered)
            leftEarly += found.contains(.leftEarly) ? 1 : 0
            if !found.contains(.leftEarly) {
                outcomes.add(recovered: job, after: flights.retries(of: job, before: now.span.upperBound), 1)
            }
            away.append(job, id, found.union(.settled))
        }
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
