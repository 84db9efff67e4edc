import RetryJobs
import RetryReport
import TestSupport
import Testing

@testable import RetryHistory

@Suite struct FateTests {
    @Test func `the first report has nothing to compare with`() throws {
        let folder = try TemporaryFolder()
        let report = try Reports().run(RetryHistory(path: folder.history), jobs(1..<5), hours: 0)
        let changes = try #require(report.changes)
        #expect(changes.since == nil)
        #expect(changes.previousRunAt == nil)
        #expect(changes.jobs == nil)
        #expect(report.history.isEmpty)
        #expect(report.groups.allSatisfy { $0.change == nil })
    }

    @Test func `each job is new, waiting, moved, dead or recovered`() throws {
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history)
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
                    leftEarly: 0,
                    unsettled: 0,
                    before: 12,
                    isDeathEstimated: false
                )
        )
        #expect(report.changes?.since == Reports.first)
        let group = try #require(report.groups.first { $0.errorClass == "E" })
        #expect(group.change == GroupChange(state: .shrinking, before: 12, usual: 12, new: 1, died: 2, recovered: 5))
        #expect(report.history == [JobCountThen(at: Reports.first, jobs: 12)])
    }

    @Test(arguments: [true, false], [true, false])
    func `nothing is said of jobs that are gone unless both readings are verified`(
        then: Bool,
        now: Bool
    ) throws {
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history)
        try Reports(isVerified: then).run(history, jobs(1..<11), hours: 0)
        let report = try Reports(isVerified: now).run(history, jobs(1..<6), hours: 1)
        let changes = try #require(report.changes?.jobs)
        #expect(changes.recovered == (then && now ? 5 : nil))
        #expect(changes.died == (then && now ? 0 : nil))
        #expect(changes.waiting == 5)
    }

    @Test func `an incomplete reading is not compared with later`() throws {
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history)
        try Reports().run(history, jobs(1..<11), hours: 0)
        let cut = try Reports(isComplete: false, isVerified: false).run(history, jobs(1..<3), hours: 1)
        #expect(cut.changes?.jobs?.recovered == nil)
        let report = try Reports().run(history, jobs(1..<11), hours: 2)
        #expect(report.changes?.since == Reports.first)
        #expect(report.changes?.previousRunAt == Reports.moment(1))
        #expect(report.changes?.jobs?.new == 0)
    }

    @Test func `without the dead list, a job past its estimated death counts as dead`() throws {
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history)
        // A job on its last retry waits 24⁴ + 15 seconds, 92 hours, before it dies.
        try Reports().run(history, [job(1, retries: 24, at: -91), job(2, retries: 24, at: -1)], hours: 0)
        let report = try Reports().run(history, [], hours: 10)
        let changes = try #require(report.changes?.jobs)
        #expect(changes.died == 1)
        #expect(changes.recovered == 0)
        #expect(changes.isDeathEstimated)
        let later = try Reports().run(history, [], hours: 20)
        #expect(later.changes?.jobs?.recovered == 0)
        #expect(later.changes?.jobs?.died == 0)
        #expect(later.changes?.jobs?.unsettled == 1)
    }

    @Test func `a job whose retry may be running is not called recovered, nor new when it is back`() throws {
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history)
        // Due two minutes before the second report.
        let before = [job(1, at: -1.815), job(2, at: -1.815)]
        try Reports().run(history, before, hours: 0)
        let running = try Reports().changes(history, [], hours: 1)
        #expect(running.recovered == 0)
        #expect(running.unsettled == 2)
        #expect(running.before == 2)
        let back = try Reports().run(history, [job(1, retries: 11, at: 1.01)], hours: 2)
        let changes = try #require(back.changes?.jobs)
        #expect(changes.new == 0)
        #expect(changes.returned == 1)
        #expect(changes.recovered == 1)
        #expect(changes.unsettled == 0)
        #expect(back.groups.first?.change?.new == 0)
        let last = try Reports().changes(history, [job(1, retries: 11, at: 1.01)], hours: 3)
        #expect(last.waiting == 1)
        #expect(last.recovered == 0)
    }

    @Test func `a job that left before its retry was due is settled one report later`() throws {
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history)
        try Reports().run(history, [job(1, retries: 20), job(2, retries: 20)], hours: 0)
        let first = try Reports().changes(history, [], hours: 1)
        #expect(first.unsettled == 2)
        #expect(first.recovered == 0)
        // One of them was retried by hand and failed.
        let second = try Reports().run(history, [job(2, retries: 21, at: 1)], hours: 2)
        let changes = try #require(second.changes?.jobs)
        #expect(changes.returned == 1)
        #expect(changes.recovered == 1)
        #expect(changes.leftEarly == 1)
    }

    @Test func `a job that comes back after it was called recovered is not new`() throws {
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history)
        try Reports().run(history, [job(1)], hours: 0)
        let left = try Reports().changes(history, [], hours: 1)
        #expect(left.recovered == 1)
        let back = try Reports().changes(history, [job(1, retries: 11, at: 1.5)], hours: 2)
        #expect(back.new == 0)
        #expect(back.returned == 1)
    }

    @Test func `a job that only an unverified reading misses is settled by the next two that are verified`() throws {
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history)
        try Reports().run(history, [job(1), job("x")], hours: 0)
        let unverified = Reports(isVerified: false)
        let missed = try unverified.run(history, [], hours: 1)
        #expect(missed.changes?.jobs?.recovered == nil)
        let next = try Reports().run(history, [], hours: 2)
        #expect(next.changes?.jobs?.recovered == nil)
        let settled = try Reports().changes(history, [], hours: 3)
        #expect(settled.recovered == 2)
        let later = try Reports().changes(history, [], hours: 4)
        #expect(later.recovered == 0)
    }

    @Test func `a job that does not say when it is retried is not called recovered at once`() throws {
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history)
        let unknown = RetryJob(id: 1, type: .agentReceive, retryCount: nil, lastRetry: nil)
        try Reports().run(history, [unknown], hours: 0)
        let first = try Reports().changes(history, [], hours: 1, dead: deadList([]))
        #expect(first.unsettled == 1)
        let second = try Reports().changes(history, [], hours: 2, dead: deadList([]))
        #expect(second.recovered == 1)
    }

    @Test func `times that no clock shows do not end the comparison`() throws {
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history)
        let odd: [Int64] = [.min, .min + 1, -1, 0, 1 << 60, .max - 1, .max]
        let strange = odd.enumerated().map { place, time in
            RetryJob(
                id: .number(Int64(place)),
                type: .agentReceive,
                retryCount: place,
                lastRetry: Timestamp(microseconds: time)
            )
        }
        try Reports().run(history, strange, hours: 0)
        let gone = try Reports().changes(history, [], hours: 1)
        #expect(gone.before == odd.count)
    }

    @Test func `a complete dead list decides against the estimate`() throws {
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history)
        try Reports().run(history, [job(1, retries: 24, at: -91), job(2, retries: 24, at: -91)], hours: 0)
        let report = try Reports().run(history, [], hours: 10, dead: deadList([2]))
        #expect(report.changes?.jobs?.died == 1)
        #expect(report.changes?.jobs?.recovered == 1)
        #expect(report.changes?.jobs?.isDeathEstimated == false)
    }

    @Test func `tenants are not mixed`() throws {
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history)
        try Reports().run(history, jobs(1..<11), hours: 0)
        let other = try Reports(tenant: "https://other.tines.com").run(history, jobs(5..<8), hours: 1)
        #expect(other.changes?.since == nil)
        let report = try Reports().run(history, jobs(1..<11), hours: 2)
        #expect(report.changes?.jobs?.waiting == 10)
    }

    @Test func `ten thousand jobs with every kind of id come back as they were recorded`() throws {
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history)
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
