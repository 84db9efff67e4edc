import Foundation
import GRDB
import RetryJobs
package import RetryReport

extension RetryHistory {
    /// Records a report that was published, in one transaction, and removes what is older than ``days``.
    ///
    /// The jobs of a complete reading replace those of the one before, unless another program recorded a later one.
    ///
    /// - Parameters:
    ///   - report: the report of a reading of a known tenant.
    ///   - states: the states of its jobs, sorted by their ids.
    ///   - comparison: what ``compare(_:_:dead:)`` returned.
    /// - Throws: ``HistoryError``; nothing is recorded then.
    package func record(_ report: Report, _ states: JobStates, _ comparison: Comparison) throws(HistoryError) {
        guard let origin = report.reading.tenant?.description else { return }
        try file.write { db in
            let tenant = try number(of: origin, in: db)
            let run = try recordRun(of: report, tenant, in: db)
            let groups = try recordGroups(of: report, states, tenant, run, in: db)
            try recordActions(of: report, tenant, run, in: db)
            // Another program may have recorded a report since the comparison: it has counted these outcomes then.
            if try lastSnapshot(of: tenant, in: db) == comparison.since {
                try recordOutcomes(comparison.outcomes, at: report.generatedAt, tenant, in: db)
                if let delays = comparison.delays { try recordDelays(delays, run, in: db) }
            }
            if report.reading.isComplete {
                try recordJobs(states, groups, comparison.away, of: report, tenant, run, in: db)
            }
            try prune(before: report.generatedAt.advanced(bySeconds: -86_400 * Int64(days)), tenant, in: db)
        }
    }

    private func number(of origin: String, in db: Database) throws -> Int64 {
        try db.execute(sql: "INSERT OR IGNORE INTO tenant (origin) VALUES (?)", arguments: [origin])
        return try Int64.fetchOne(db, sql: "SELECT id FROM tenant WHERE origin = ?", arguments: [origin]) ?? 0
    }

    private func recordRun(of report: Report, _ tenant: Int64, in db: Database) throws -> Int64 {
        let at = report.generatedAt.microseconds
        // The same reading may be reported again; its entry is replaced.
        try db.execute(sql: "DELETE FROM run WHERE tenant = ? AND at = ?", arguments: [tenant, at])
        let jobs = report.changes?.jobs
        try db.execute(
            sql: """
                INSERT INTO run (tenant, at, is_complete, is_verified, jobs, die_within_24h, overdue, new, died, recovered)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                tenant, at, report.reading.isComplete, report.reading.isVerified, report.totals.jobs,
                report.totals.deaths.within24Hours, report.totals.deaths.overdue,
                jobs?.new, jobs?.died, jobs?.recovered,
            ]
        )
        return db.lastInsertedRowID
    }

    /// Returns the number of each group of the states in the database.
    private func recordGroups(
        of report: Report,
        _ states: JobStates,
        _ tenant: Int64,
        _ run: Int64,
        in db: Database
    ) throws -> [Int32] {
        let at = report.generatedAt.microseconds
        let find = try db.makeStatement(
            sql: """
                SELECT id FROM error_group
                WHERE tenant = ? AND type = ? AND ifnull(error_class, '') = ? AND (error_class IS NULL) = ?
                """
        )
        let touch = try db.makeStatement(
            sql: "UPDATE error_group SET first_at = min(first_at, ?), last_at = max(last_at, ?) WHERE id = ?"
        )
        let add = try db.makeStatement(
            sql: "INSERT INTO error_group (tenant, type, error_class, first_at, last_at) VALUES (?, ?, ?, ?, ?)"
        )
        let count = try db.makeStatement(sql: "INSERT INTO group_count (run, error_group, jobs) VALUES (?, ?, ?)")
        var counts = Array(repeating: 0, count: states.groups.count)
        for job in states.jobs { counts[Int(job.group)] += 1 }
        return try zip(states.groups, counts).map { name, jobs in
            let arguments: StatementArguments = [
                tenant, name.type.rawValue, name.errorClass ?? "", name.errorClass == nil,
            ]
            let number: Int64
            if let known = try Int64.fetchOne(find, arguments: arguments) {
                number = known
                try touch.execute(arguments: [at, at, known])
            } else {
                try add.execute(arguments: [tenant, name.type.rawValue, name.errorClass, at, at])
                number = db.lastInsertedRowID
            }
            try count.execute(arguments: [run, number, jobs])
            guard let small = Int32(exactly: number) else { throw SnapshotPage.Damage() }
            return small
        }
    }

    private func recordActions(of report: Report, _ tenant: Int64, _ run: Int64, in db: Database) throws {
        for action in report.actions {
            guard let id = action.action.id else { continue }
            try db.execute(
                sql: """
                    INSERT INTO action (tenant, action, name) VALUES (?, ?, ?)
                    ON CONFLICT (tenant, action) DO UPDATE SET name = ifnull(excluded.name, name)
                    """,
                arguments: [tenant, id, action.action.name]
            )
            try db.execute(
                sql: """
                    INSERT INTO action_count (run, action, jobs)
                    SELECT ?, id, ? FROM action WHERE tenant = ? AND action = ?
                    """,
                arguments: [run, action.count, tenant, id]
            )
        }
    }

    private func recordOutcomes(
        _ outcomes: OutcomeTally,
        at moment: Timestamp,
        _ tenant: Int64,
        in db: Database
    ) throws {
        let day = moment.microseconds / 86_400_000_000
        let add = try db.makeStatement(
            sql: """
                INSERT INTO outcome (tenant, day, error_class, retries, recovered, died, failed)
                SELECT ?, ?, ifnull(error_class, ''), ?, ?, ?, ? FROM error_group WHERE id = ?
                ON CONFLICT (tenant, day, error_class, retries) DO UPDATE SET
                recovered = recovered + excluded.recovered, died = died + excluded.died, failed = failed + excluded.failed
                """
        )
        for (key, count) in outcomes.counts {
            try add.execute(
                arguments: [tenant, day, key.retries, count.recovered, count.died, count.failed, key.group]
            )
        }
    }

    private func recordDelays(_ delays: DelayCheck, _ run: Int64, in db: Database) throws {
        try db.execute(
            sql: """
                UPDATE run SET delays = ?, fitting_delays = ?, deaths = ?, fitting_deaths = ?, longest_retry = ?
                WHERE id = ?
                """,
            arguments: [
                delays.delays, delays.fittingDelays, delays.deaths, delays.fittingDeaths, delays.longest, run,
            ]
        )
    }

    private func lastSnapshot(of tenant: Int64, in db: Database) throws -> Timestamp? {
        try Int64.fetchOne(db, sql: "SELECT at FROM snapshot WHERE tenant = ?", arguments: [tenant])
            .map(Timestamp.init(microseconds:))
    }

    private func recordJobs(
        _ states: JobStates,
        _ groups: [Int32],
        _ away: AwayJobs,
        of report: Report,
        _ tenant: Int64,
        _ run: Int64,
        in db: Database
    ) throws {
        let at = report.generatedAt.microseconds
        if let last = try lastSnapshot(of: tenant, in: db), last.microseconds > at { return }
        try db.execute(sql: "DELETE FROM snapshot_page WHERE tenant = ?", arguments: [tenant])
        try db.execute(sql: "DELETE FROM away_page WHERE tenant = ?", arguments: [tenant])
        try db.execute(
            sql: """
                INSERT OR REPLACE INTO snapshot (tenant, run, at, is_verified, started_at, finished_at)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                tenant, run, at, report.reading.isVerified, report.reading.startedAt?.microseconds,
                report.reading.finishedAt?.microseconds,
            ]
        )
        let page = try db.makeStatement(sql: "INSERT INTO snapshot_page (tenant, place, body) VALUES (?, ?, ?)")
        for place in stride(from: 0, to: states.jobs.count, by: SnapshotPage.jobs) {
            let part = states.jobs[place..<min(place + SnapshotPage.jobs, states.jobs.count)]
            try page.execute(
                arguments: [tenant, place, SnapshotPage.encoded(part, ids: states.ids, groups: groups)]
            )
        }
        let awayPage = try db.makeStatement(sql: "INSERT INTO away_page (tenant, place, body) VALUES (?, ?, ?)")
        for place in stride(from: 0, to: away.count, by: SnapshotPage.jobs) {
            let part = place..<min(place + SnapshotPage.jobs, away.count)
            try awayPage.execute(arguments: [tenant, place, SnapshotPage.encoded(away, part)])
        }
    }

    func prune(before moment: Timestamp, _ tenant: Int64, in db: Database) throws {
        let at = moment.microseconds
        // The run of the snapshot stays: its jobs are what the next report is compared with.
        try db.execute(
            sql: """
                DELETE FROM run WHERE tenant = ? AND at < ?
                AND id NOT IN (SELECT run FROM snapshot WHERE tenant = ?)
                """,
            arguments: [tenant, at, tenant]
        )
        try db.execute(
            sql: """
                DELETE FROM error_group WHERE tenant = ? AND last_at < ?
                AND NOT EXISTS (SELECT 1 FROM group_count WHERE error_group = error_group.id)
                """,
            arguments: [tenant, at]
        )
        try db.execute(
            sql: """
                DELETE FROM action WHERE tenant = ?
                AND NOT EXISTS (SELECT 1 FROM action_count WHERE action = action.id)
                """,
            arguments: [tenant]
        )
        try db.execute(
            sql: "DELETE FROM outcome WHERE tenant = ? AND day < ?",
            arguments: [tenant, at / 86_400_000_000]
        )
    }
}
