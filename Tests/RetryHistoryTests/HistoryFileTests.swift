import Foundation
import GRDB
import RetryJobs
import RetryReport
import TestSupport
import Testing

@testable import RetryHistory

@Suite struct HistoryFileTests {
    private func code(_ body: () throws -> Void) -> HistoryError.Code? {
        do {
            try body()
            return nil
        } catch let error as HistoryError {
            return error.code
        } catch {
            Issue.record(error)
            return nil
        }
    }

    /// Nil for a page that is damaged.
    private func readPage(_ bytes: Data) throws -> SnapshotPage? {
        do { return try SnapshotPage(bytes) } catch is SnapshotPage.Damage { return nil }
    }

    @Test func `comparing makes no file, and recording makes one for its owner only`() throws {
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history)
        var (report, states) = try Reports().report(jobs(1..<3), hours: 0)
        let comparison = try history.compare(&report, states)
        #expect(!FileManager.default.fileExists(atPath: folder.history))
        try history.record(report, states, comparison)
        let mode = try FileManager.default.attributesOfItem(atPath: folder.history)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test(arguments: ["hello", "SQLite format 3\0 but not really"])
    func `a file of another kind is refused and not changed`(content: String) throws {
        let folder = try TemporaryFolder()
        try Data(content.utf8).write(to: URL(fileURLWithPath: folder.history))
        let history = RetryHistory(path: folder.history)
        #expect(code { try Reports().run(history, jobs(1..<3), hours: 0) } == .foreign)
        let (report, states) = try Reports().report(jobs(1..<3), hours: 0)
        #expect(code { try history.record(report, states, Comparison()) } == .foreign)
        let after = try String(contentsOfFile: folder.history, encoding: .utf8)
        #expect(after == content)
    }

    @Test func `another program's database is refused and not changed`() throws {
        let folder = try TemporaryFolder()
        try DatabaseQueue(path: folder.history).write { try $0.execute(sql: "CREATE TABLE mine (x)") }
        let before = try Data(contentsOf: URL(fileURLWithPath: folder.history))
        #expect(code { try Reports().run(RetryHistory(path: folder.history), jobs(1..<3), hours: 0) } == .foreign)
        let after = try Data(contentsOf: URL(fileURLWithPath: folder.history))
        #expect(after == before)
    }

    @Test func `a folder and a device are refused`() throws {
        let folder = try TemporaryFolder()
        #expect(code { try Reports().run(RetryHistory(path: folder.path), jobs(1..<3), hours: 0) } == .foreign)
        #expect(code { try Reports().run(RetryHistory(path: "/dev/null"), jobs(1..<3), hours: 0) } == .foreign)
    }

    @Test func `a damaged file is found, set aside and kept`() throws {
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history)
        for hours in 0..<20 { try Reports().run(history, jobs(1..<5000), hours: Double(hours)) }
        var bytes = try Data(contentsOf: URL(fileURLWithPath: folder.history))
        for place in 100..<bytes.count { bytes[place] ^= 0x5A }
        try bytes.write(to: URL(fileURLWithPath: folder.history))
        #expect(code { try Reports().run(history, jobs(1..<3), hours: 30) } == .damaged)
        let name = try history.setAside(at: Reports.moment(30))
        let kept = try Data(contentsOf: URL(fileURLWithPath: name))
        #expect(kept == bytes)
        let report = try Reports().run(history, jobs(1..<3), hours: 30)
        #expect(report.changes?.since == nil)
    }

    @Test(arguments: 0..<200)
    func `a page with any byte changed is read or refused, and never traps`(seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        let states = (0..<50).map {
            JobState(id: Int64($0) * 3, lastRetry: 99, actionID: 4, group: 0, retryCount: 3, hasTextID: $0 == 49)
        }
        let text = String(repeating: "x", count: 150)
        var data = SnapshotPage.encoded(states[...], ids: Array(repeating: text, count: 148), groups: [8])
        let whole = try SnapshotPage(data).states
        #expect(whole.count == 50)
        for _ in 0..<3 { data[Int(random.next() % UInt64(data.count))] = UInt8(truncatingIfNeeded: random.next()) }
        let cut = data.prefix(Int(random.next() % UInt64(data.count + 1)))
        for bytes in [data, Data(cut)] {
            // Anything else than a page or `Damage` fails the test.
            let page = try readPage(bytes)
            #expect(page.map { $0.states.count <= SnapshotPage.jobs } ?? true)
        }
    }

    @Test func `a history of a later version is refused`() throws {
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history)
        try Reports().run(history, jobs(1..<3), hours: 0)
        try DatabaseQueue(path: folder.history).write {
            try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99')")
        }
        #expect(code { try Reports().run(history, jobs(1..<3), hours: 1) } == .newer)
    }

    @Test func `a locked file costs the entry and says so`() throws {
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history)
        try Reports().run(history, jobs(1..<3), hours: 0)
        let other = try DatabaseQueue(path: folder.history)
        let impatient = HistoryFile(path: folder.history, patience: 0.05)
        try other.inDatabase { db in
            try db.execute(sql: "BEGIN EXCLUSIVE")
            #expect(code { _ = try impatient.write { try $0.execute(sql: "DELETE FROM run") } } == .locked)
            try db.execute(sql: "ROLLBACK")
        }
    }

    @Test func `two runs at once both get their entry`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.history
        try await withThrowingTaskGroup(of: Void.self) { group in
            for place in 0..<8 {
                group.addTask {
                    try Reports().run(RetryHistory(path: path), jobs(1..<500), hours: Double(place))
                }
            }
            try await group.waitForAll()
        }
        let report = try Reports().run(RetryHistory(path: path), jobs(1..<500), hours: 8)
        #expect(report.history.count == 8)
        #expect(report.changes?.since == Reports.moment(7))
        #expect(report.changes?.jobs?.waiting == 499)
    }

    @Test func `what is older than the days kept is removed, but not the jobs to compare with`() throws {
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history, days: 2)
        try Reports().run(history, jobs(1..<11, "Old"), hours: 0)
        try Reports().run(history, jobs(1..<11), hours: 24)
        let later = try Reports().run(history, jobs(1..<11), hours: 24 * 30)
        #expect(later.changes?.jobs?.waiting == 10)
        let next = try Reports().run(history, jobs(1..<11) + jobs(20..<22, "Old"), hours: 24 * 30 + 1)
        #expect(next.history.map(\.at) == [Reports.moment(24 * 30)])
        #expect(next.groups.last?.change?.state == .new)
    }

    @Test func `the same reading reported twice is one entry`() throws {
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history)
        try Reports().run(history, jobs(1..<11), hours: 0)
        try Reports().run(history, jobs(1..<11), hours: 0)
        let report = try Reports().run(history, jobs(1..<11), hours: 1)
        #expect(report.history.count == 1)
    }

    @Test func `a history of the first version is taken over`() throws {
        let folder = try TemporaryFolder()
        let all = HistorySchema.migrations
        let queue = try DatabaseQueue(path: folder.history)
        try all.migrate(queue, upTo: "1")
        try queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO tenant VALUES (1, 'https://acme.tines.com');
                    INSERT INTO run VALUES (1, 1, ?, 1, 1, 3, 0, 0, NULL, NULL, NULL);
                    INSERT INTO error_group VALUES (1, 1, 'AgentReceiveJob', 'E', ?, ?);
                    INSERT INTO group_count VALUES (1, 1, 3);
                    INSERT INTO snapshot VALUES (1, 1, ?, 1);
                    INSERT INTO outcome VALUES (1, 20000, 'E', 3, 40, 2);
                    """,
                arguments: StatementArguments(repeatElement(Reports.first.microseconds, count: 4))
            )
            let states = try Reports().report(jobs(1..<4), hours: 0).1
            try db.execute(
                sql: "INSERT INTO snapshot_page VALUES (1, 0, ?)",
                arguments: [SnapshotPage.encoded(states.jobs[...], ids: [], groups: [1])]
            )
        }
        try queue.close()
        let history = RetryHistory(path: folder.history)
        let report = try Reports().run(history, jobs(1..<3), hours: 1)
        #expect(report.changes?.jobs?.waiting == 2)
        #expect(report.changes?.jobs?.recovered == 1)
        let outcomes = try DatabaseQueue(path: folder.history).read {
            try Int.fetchAll($0, sql: "SELECT recovered FROM outcome")
        }
        #expect(outcomes == [1])
    }

    /// The outcomes of all days, summed up, and what the table of sums has.
    private func sums(_ folder: TemporaryFolder) throws -> (expected: [[DatabaseValue]], kept: [[DatabaseValue]]) {
        try DatabaseQueue(path: folder.history).read { db in
            (
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT tenant, error_class, retries, sum(recovered), sum(died), sum(failed) FROM outcome
                        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
                        """
                ).map { Array($0.databaseValues) },
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT tenant, error_class, retries, recovered, died, failed FROM outcome_sum
                        WHERE recovered + died + failed > 0 ORDER BY 1, 2, 3
                        """
                ).map { Array($0.databaseValues) }
            )
        }
    }

    @Test func `the sums of outcomes are those of the days that are kept`() throws {
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history, days: 3)
        for day in 0..<6 {
            let start = Double(day) * 24
            let waiting = (1..<9).map { job(.number(Int64(day * 10 + $0)), $0 % 2 == 0 ? "A" : "B", at: start - 2.5) }
            try Reports().run(history, waiting, hours: start)
            try Reports().run(history, [], hours: start + 1, dead: deadList([.number(Int64(day * 10 + 1))]))
            let (expected, kept) = try sums(folder)
            #expect(!kept.isEmpty && kept == expected)
        }
        let days = try DatabaseQueue(path: folder.history).read {
            try Int.fetchOne($0, sql: "SELECT count(DISTINCT day) FROM outcome")
        }
        #expect(days == 4, "older ones were removed")
    }

    @Test func `a history of the second version gets the sums of its outcomes`() throws {
        let folder = try TemporaryFolder()
        let queue = try DatabaseQueue(path: folder.history)
        try HistorySchema.migrations.migrate(queue, upTo: "2")
        try queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO tenant VALUES (1, 'https://acme.tines.com');
                    INSERT INTO outcome (tenant, day, error_class, retries, recovered, died, failed)
                    VALUES (1, 20000, 'E', 3, 40, 2, 5), (1, 20001, 'E', 3, 1, 0, 0), (1, 20001, 'E', 4, 7, 0, 0);
                    """
            )
        }
        try HistorySchema.migrations.migrate(queue)
        try queue.close()
        let (expected, kept) = try sums(folder)
        #expect(kept.count == 2 && kept == expected)
    }
}
