import Foundation
import GRDB
import RetryJobs
import RetryReport

/// What the database knows of a tenant before a moment.
struct EarlierRuns {
    private struct Snapshot {
        let at: Timestamp
        let side: JobFates.Side
    }

    let db: Database
    let tenant: Int64
    let before: Timestamp
    /// Is told each job's fate.
    var tell: ((JobID, JobFate) -> Void)?

    /// Fills the comparison into a report.
    func compare(_ report: inout Report, _ states: JobStates, dead: DeadList?) throws -> Comparison {
        var comparison = Comparison()
        var changes = Changes(previousRunAt: try previousRunAt())
        changes.missedRuns = try missedRuns()
        changes.notBefore = try notBefore()
        report.history = try lastCounts()
        defer { report.changes = changes }
        let past = try PastOutcomes(db, tenant: tenant)
        report.outcomes = past.classes()
        var observations = try observations()
        let schedule = report.schedule
        let isBelieved = EstimateCheck(observations)?.fits ?? true
        defer {
            if let delays = comparison.delays { observations.insert(delays.observations, at: 0) }
            report.estimateCheck = EstimateCheck(observations)
            if report.hasEstimates {
                report.deathForecast = past.forecast(states, at: before, schedule)
            } else {
                report.dropEstimates()
            }
        }
        guard let snapshot = try snapshot() else { return comparison }
        changes.since = snapshot.at

        let known = try knownGroups()
        let numbers = Dictionary(known.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
        var fates = JobFates(
            then: snapshot.side,
            now: JobFates.Side(report.reading.reading, at: before),
            isComplete: report.reading.isComplete,
            dead: dead,
            schedule: isBelieved ? schedule : schedule.disbelieved(),
            longestRetry: try longestRetry(),
            groupsThen: known,
            groupsNow: states.groups.map { numbers[$0] ?? 0 }
        )
        fates.tell = tell
        let pages = try pages(of: snapshot)
        try fates.compare(states, away: try awayJobs()) { try pages.next().map(SnapshotPage.init) }
        let jobs = fates.changes
        changes.jobs = jobs
        comparison.since = snapshot.at
        comparison.outcomes = fates.outcomes
        comparison.delays = fates.delays
        comparison.away = fates.away

        let counts = try usualCounts()
        let places = Dictionary(
            states.groups.enumerated().map { ($0.element, $0.offset) },
            uniquingKeysWith: { first, _ in first }
        )
        for type in report.types.indices {
            for error in report.types[type].errors.indices {
                let group = report.types[type].errors[error]
                let number = numbers[group.name]
                let then = number.flatMap { fates.groups[$0] } ?? JobFates.Counts()
                let key = places[group.name].map { fates.key(ofGroup: $0) }
                let new = key.flatMap { fates.groups[$0]?.new } ?? 0
                let usual = number.map { counts.usual($0, before: then.before) }
                let state = GroupStates.state(
                    now: group.count,
                    before: then.before,
                    isKnown: number != nil,
                    usual: usual ?? 0,
                    isComplete: report.reading.isComplete
                )
                report.types[type].errors[error].change = GroupChange(
                    state: state,
                    before: then.before,
                    usual: usual,
                    new: new,
                    died: jobs.died == nil ? nil : then.died,
                    recovered: jobs.recovered == nil ? nil : then.recovered
                )
                changes.groups.append(
                    GroupComparison(group.name, state: state, before: then.before, now: group.count)
                )
            }
        }
        report.weighOpenFirst(among: states.urgentActions)
        changes.groups += fates.groups
            .compactMap { number, counts -> GroupComparison? in
                guard counts.before > 0, let name = known[number], places[name] == nil else { return nil }
                return GroupComparison(
                    name,
                    state: report.reading.isComplete ? .gone : nil,
                    before: counts.before,
                    now: 0
                )
            }
            .sorted { left, right in
                left.before != right.before
                    ? left.before > right.before
                    : (left.type, left.errorClass ?? "") < (right.type, right.errorClass ?? "")
            }
        return comparison
    }

    // MARK: Reading

    private func previousRunAt() throws -> Timestamp? {
        try Int64.fetchOne(
            db,
            sql: "SELECT max(at) FROM run WHERE tenant = ? AND at < ?",
            arguments: [tenant, before.microseconds]
        ).map(Timestamp.init(microseconds:))
    }

    private func notBefore() throws -> Timestamp? {
        try Int64.fetchOne(
            db,
            sql: "SELECT max(at) FROM run WHERE tenant = ? AND at >= ?",
            arguments: [tenant, before.microseconds]
        ).map(Timestamp.init(microseconds:))
    }

    private func missedRuns() throws -> Int {
        let times = try Int64.fetchAll(
            db,
            sql: "SELECT at FROM run WHERE tenant = ? AND at < ? ORDER BY at DESC LIMIT 12",
            arguments: [tenant, before.microseconds]
        )
        guard let last = times.first else { return 0 }
        return GroupStates.missing(
            in: before.microseconds - last,
            usual: zip(times, times.dropFirst()).map { $0 - $1 }
        )
    }

    private func lastCounts() throws -> [JobCountThen] {
        try Row.fetchAll(
            db,
            sql: "SELECT at, jobs FROM run WHERE tenant = ? AND at < ? AND is_complete ORDER BY at DESC LIMIT ?",
            arguments: [tenant, before.microseconds, RetryHistory.reportsShown]
        ).reversed().map { row in JobCountThen(at: Timestamp(microseconds: row[0]), jobs: row[1]) }
    }

    private func snapshot() throws -> Snapshot? {
        try Row.fetchOne(
            db,
            sql: "SELECT at, is_verified, started_at, finished_at FROM snapshot WHERE tenant = ? AND at < ?",
            arguments: [tenant, before.microseconds]
        ).map { row in
            let at: Int64 = row[0]
            let end: Int64 = row[3] ?? at
            let span = min(row[2] ?? end, end)...end
            return Snapshot(at: Timestamp(microseconds: at), side: JobFates.Side(span: span, isVerified: row[1]))
        }
    }

    /// The jobs that were missing in the last complete report.
    private func awayJobs() throws -> AwayJobs {
        var away = AwayJobs()
        let pages = try Row.fetchCursor(
            db,
            sql: "SELECT body FROM away_page WHERE tenant = ? ORDER BY place",
            arguments: [tenant]
        )
        while let row = try pages.next() { away.append(try SnapshotPage(row[0])) }
        return away.sorted()
    }

    /// What the reports of the last two weeks saw of the schedule, the newest first.
    private func observations() throws -> [DelayCheck.Observations] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT delays, fitting_delays, deaths, fitting_deaths FROM run
                WHERE tenant = ? AND at < ? AND at >= ? AND delays + deaths > 0 ORDER BY at DESC LIMIT 1000
                """,
            arguments: [tenant, before.microseconds, before.microseconds - 14 * 86_400_000_000]
        ).map { ($0[0], $0[1], $0[2], $0[3]) }
    }

    /// The longest time from the moment that a retry was due to its end in the last week, in microseconds.
    private func longestRetry() throws -> Int64 {
        try Int64.fetchOne(
            db,
            sql: "SELECT max(longest_retry) FROM run WHERE tenant = ? AND at BETWEEN ? AND ?",
            arguments: [tenant, before.microseconds - 7 * 86_400_000_000, before.microseconds]
        ) ?? 0
    }

    private func pages(of snapshot: Snapshot) throws -> SnapshotPages {
        SnapshotPages(
            cursor: try Row.fetchCursor(
                db,
                sql: "SELECT body FROM snapshot_page WHERE tenant = ? ORDER BY place",
                arguments: [tenant]
            )
        )
    }

    private func knownGroups() throws -> [Int32: GroupName] {
        let rows = try Row.fetchCursor(
            db,
            sql: "SELECT id, type, error_class FROM error_group WHERE tenant = ? AND first_at < ?",
            arguments: [tenant, before.microseconds]
        )
        var groups: [Int32: GroupName] = [:]
        while let row = try rows.next() {
            groups[row[0]] = GroupName(type: JobType(rawValue: row[1]), errorClass: row[2])
        }
        return groups
    }

    /// What each group had in the runs that say what is usual.
    private func usualCounts() throws -> UsualCounts {
        let day: Int64 = 86_400_000_000
        var runs: [Int64] = []
        for days in 1...Int64(GroupStates.daysBefore) {
            let moment = before.microseconds - days * day
            if let run = try Int64.fetchOne(
                db,
                sql: """
                    SELECT id FROM run WHERE tenant = ? AND is_complete AND at BETWEEN ? AND ?
                    ORDER BY abs(at - ?), at LIMIT 1
                    """,
                arguments: [tenant, moment - GroupStates.sameTime, moment + GroupStates.sameTime, moment]
            ) {
                runs.append(run)
            }
        }
        let last = try Int64.fetchAll(
            db,
            sql: "SELECT id FROM run WHERE tenant = ? AND is_complete AND at < ? ORDER BY at DESC LIMIT ?",
            arguments: [tenant, before.microseconds, GroupStates.lastReports]
        )
        return UsualCounts(
            sameTime: runs.count < GroupStates.enoughDays ? [] : try runs.map(groupCounts),
            last: try last.map(groupCounts)
        )
    }

    private func groupCounts(of run: Int64) throws -> [Int32: Int] {
        let rows = try Row.fetchAll(
            db,
            sql: "SELECT error_group, jobs FROM group_count WHERE run = ?",
            arguments: [run]
        )
        return Dictionary(rows.map { ($0[0], $0[1]) }, uniquingKeysWith: { first, _ in first })
    }
}

/// How many jobs each group had in the runs that say what is usual, a dictionary for each run.
private struct UsualCounts {
    /// At this time of day; empty for too few days.
    let sameTime: [[Int32: Int]]
    let last: [[Int32: Int]]

    /// The usual number of a group, which had `before` jobs in the last complete report. See ``GroupStates``.
    func usual(_ group: Int32, before: Int) -> Double {
        for runs in [sameTime, last] {
            let median = GroupStates.median(runs.map { $0[group] ?? 0 })
            if median > 0 { return median }
        }
        return Double(before)
    }
}

extension JobFates.Side {
    /// A reading whose report refers to a moment.
    init(_ reading: Reading, at moment: Timestamp) {
        let end = (reading.finishedAt ?? moment).microseconds
        span = min(reading.startedAt?.microseconds ?? end, end)...end
        isVerified = reading.isVerified
    }
}

/// The pages of a snapshot, one after the other.
private struct SnapshotPages {
    let cursor: RowCursor

    func next() throws -> Data? {
        try cursor.next().map { $0[0] }
    }
}
