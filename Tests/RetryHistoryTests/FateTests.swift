import RetryJobs
import RetryReport
import Testing

@testable import RetryHistory

@Suite struct FateTests {
    @Test func `the first report has nothing to compare with`() throws {
        let folder = try HistoryFolder()
        let report = try Reports().run(RetryHistory(path: folder.file), jobs(1..<5), hours: 0)
        let changes = try #require(report.changes)
        #expect(changes.since == nil)
        #expect(changes.previousRunAt == nil)
        #expect(changes.jobs == nil)
        #expect(report.history.isEmpty)
        #expect(report.groups.allSatisfy { $0.change == nil })
    }

    @Test func `each job is new, waiting, moved, dead or recovered`() throws {
        let folder = try HistoryFolder()
        let history = RetryHistory(path: folder.file)
        let before = jobs(1..<11) + [job("a"), job("b")]
        try Reports().run(history, before, hours: 0)
        // 1 to 3 wait on, 4 moved, 5 and "b" died, 6 to 10 recovered, 11, 12 and "c" are new.
        let now = jobs(1..<4) + [job(4, "Other"), job("a"), job(11), job(12, "Fresh"), job("c", nil)]
        let dead = deadList([5, "b", 99])
        let report = try Reports().run(history, now, hours: 1, dead: dead)
        let changes = try #require(report.changes?.jobs)
        #expect(
            changes
                == JobChanges(
                    new: 3,
                    waiting: 4,
                    moved: 1,
                    died: 2,
                    recovered: 5,
                    before: 12,
                    isDeathEstimated: false
                )
        )
        #expect(report.changes?.since == Reports.first)
        let group = try #require(report.groups.first { $0.errorClass == "E" })
        #expect(group.change == GroupChange(state: .shrinking, before: 12, new: 1, died: 2, recovered: 5))
        #expect(report.history == [JobCountThen(at: Reports.first, jobs: 12)])
    }

    @Test(arguments: [true, false], [true, false])
    func `nothing is said of jobs that are gone unless both readings are verified`(
        then: Bool,
        now: Bool
    ) throws {
        let folder = try HistoryFolder()
        let history = RetryHistory(path: folder.file)
        try Reports(isVerified: then).run(history, jobs(1..<11), hours: 0)
        let report = try Reports(isVerified: now).run(history, jobs(1..<6), hours: 1)
        let changes = try #require(report.changes?.jobs)
        #expect(changes.recovered == (then && now ? 5 : nil))
        #expect(changes.died == (then && now ? 0 : nil))
        #expect(changes.waiting == 5)
    }

    @Test func `an incomplete reading is not compared with later`() throws {
        let folder = try HistoryFolder()
        let history = RetryHistory(path: folder.file)
        try Reports().run(history, jobs(1..<11), hours: 0)
        let cut = try Reports(isComplete: false, isVerified: false).run(history, jobs(1..<3), hours: 1)
        #expect(cut.changes?.jobs?.recovered == nil)
        let report = try Reports().run(history, jobs(1..<11), hours: 2)
        #expect(report.changes?.since == Reports.first)
        #expect(report.changes?.previousRunAt == Reports.moment(1))
        #expect(report.changes?.jobs?.new == 0)
    }

    @Test func `without the dead list, a job past its estimated death counts as dead`() throws {
        let folder = try HistoryFolder()
        let history = RetryHistory(path: folder.file)
        // A job on its last retry waits 24⁴ + 15 seconds, 92 hours, before it dies.
        try Reports().run(history, [job(1, retries: 24, at: -91), job(2, retries: 24, at: -1)], hours: 0)
        let report = try Reports().run(history, [], hours: 10)
        let changes = try #require(report.changes?.jobs)
        #expect(changes.died == 1)
        #expect(changes.recovered == 1)
        #expect(changes.isDeathEstimated)
    }

    @Test func `a complete dead list decides against the estimate`() throws {
        let folder = try HistoryFolder()
        let history = RetryHistory(path: folder.file)
        try Reports().run(history, [job(1, retries: 24, at: -91), job(2, retries: 24, at: -91)], hours: 0)
        let report = try Reports().run(history, [], hours: 10, dead: deadList([2]))
        #expect(report.changes?.jobs?.died == 1)
        #expect(report.changes?.jobs?.recovered == 1)
        #expect(report.changes?.jobs?.isDeathEstimated == false)
    }

    @Test func `tenants are not mixed`() throws {
        let folder = try HistoryFolder()
        let history = RetryHistory(path: folder.file)
        try Reports().run(history, jobs(1..<11), hours: 0)
        let other = try Reports(tenant: "https://other.tines.com").run(history, jobs(5..<8), hours: 1)
        #expect(other.changes?.since == nil)
        let report = try Reports().run(history, jobs(1..<11), hours: 2)
        #expect(report.changes?.jobs?.waiting == 10)
    }

    @Test func `ten thousand jobs with every kind of id come back as they were recorded`() throws {
        let folder = try HistoryFolder()
        let history = RetryHistory(path: folder.file)
        var random = SplitMix64(seed: 5)
        let before = (0..<10_000).map { (place: Int64) -> RetryJob in
            let id: JobID = place % 7 == 0 ? .text("jid-\(random.next())") : .number(Int64(bitPattern: random.next()))
            return RetryJob(
                id: id,
                type: JobType(rawValue: "T\(place % 3)"),
                retryCount: place % 5 == 0 ? nil : Int(place % 40),
                lastRetry: place % 4 == 0 ? nil : Reports.first.advanced(bySeconds: -place),
                errorClass: place % 6 == 0 ? nil : "E\(place % 11)"
            )
        }
        try Reports().run(history, before, hours: 0)
        let same = try Reports().run(history, before.reversed(), hours: 1)
        #expect(same.changes?.jobs?.waiting == 10_000)
        #expect(same.changes?.jobs?.new == 0)
        #expect(same.changes?.jobs?.moved == 0)
        #expect(same.changes?.jobs?.recovered == 0)
    }
}
