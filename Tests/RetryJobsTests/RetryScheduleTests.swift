import RetryJobs
import Testing

@Suite("When a job is retried and when it dies")
struct RetryScheduleTests {
    private let last = Timestamp(microseconds: 1_567_399_360_056_226)

    @Test(
        "The waits are those of Sidekiq 8",
        arguments: [
            (0, 15...24), (5, 640...699), (10, 10_015...10_124), (15, 50_640...50_799), (20, 160_015...160_224),
            (24, 331_791...332_040),
        ] as [(Int, ClosedRange<Int64>)]
    )
    func delays(count: Int, expected: ClosedRange<Int64>) {
        #expect(RetrySchedule.standard.delay(after: count) == expected)
        #expect(
            RetrySchedule.standard.nextRetry(retryCount: count, lastRetry: last)
                == .between(
                    last.advanced(bySeconds: expected.lowerBound),
                    last.advanced(bySeconds: expected.upperBound)
                )
        )
    }

    @Test("Older versions of Sidekiq have a longer maximum wait and the same minimum")
    func otherJitters() throws {
        let seven = try #require(RetrySchedule(limit: 25, jitter: .sidekiq7))
        let five = try #require(RetrySchedule(limit: 25, jitter: .sidekiq5))
        #expect(seven.delay(after: 0) == 15...24)
        #expect(seven.delay(after: 24) == 331_791...332_016)
        #expect(five.delay(after: 0) == 15...44)
        #expect(five.delay(after: 24) == 331_791...332_516)
    }

    @Test("From the first failure to death are 1,763,395 seconds at least")
    func wholeLife() {
        let death = RetrySchedule.standard.death(retryCount: 0, lastRetry: last)
        #expect(death.earliest == last.advanced(bySeconds: 1_763_395))
        // 10 (c + 1) - 1 for each c from 0 to 24.
        #expect(death.latest == last.advanced(bySeconds: 1_763_395 + 3225))
        #expect(
            RetrySchedule.standard.latestFirstFailure(retryCount: 25, lastRetry: last)
                == last.advanced(bySeconds: -1_763_395)
        )
    }

    @Test("Death and first failure add up the same waits", arguments: 0...25)
    func addsUp(count: Int) {
        let after = (count..<25).reduce(Int64(0)) { $0 + (RetrySchedule.standard.delay(after: $1)?.lowerBound ?? 0) }
        let before = (0..<count).reduce(Int64(0)) { $0 + (RetrySchedule.standard.delay(after: $1)?.lowerBound ?? 0) }
        let death = RetrySchedule.standard.death(retryCount: count, lastRetry: last)
        #expect(death.earliest == last.advanced(bySeconds: after))
        #expect(
            RetrySchedule.standard.latestFirstFailure(retryCount: count, lastRetry: last)
                == last.advanced(bySeconds: -before)
        )
    }

    @Test("What can't be known is unknown")
    func unknown() {
        let schedule = RetrySchedule.standard
        #expect(schedule.nextRetry(retryCount: nil, lastRetry: last) == .unknown)
        #expect(schedule.nextRetry(retryCount: 3, lastRetry: nil) == .unknown)
        #expect(schedule.nextRetry(retryCount: 25, lastRetry: last) == .unknown)
        #expect(schedule.nextRetry(retryCount: -1, lastRetry: last) == .unknown)
        #expect(schedule.death(retryCount: nil, lastRetry: last) == .unknown)
        #expect(schedule.death(retryCount: 3, lastRetry: nil) == .unknown)
        #expect(schedule.death(retryCount: -1, lastRetry: last) == .unknown)
        #expect(schedule.latestFirstFailure(retryCount: nil, lastRetry: last) == nil)
        #expect(schedule.latestFirstFailure(retryCount: 26, lastRetry: last) == nil)
        #expect(!Estimate.unknown.isOverdue(at: last))
        #expect(Estimate.unknown.earliest == nil)
        #expect(Estimate.unknown.latest == nil)
    }

    @Test("A job at the limit, or past it, died with its last retry")
    func dead() {
        #expect(RetrySchedule.standard.death(retryCount: 25, lastRetry: last) == .between(last, last))
        #expect(RetrySchedule.standard.death(retryCount: 99, lastRetry: last) == .between(last, last))
    }

    @Test("A time is overdue once its whole window is past")
    func overdue() {
        let next = RetrySchedule.standard.nextRetry(retryCount: 0, lastRetry: last)
        #expect(!next.isOverdue(at: last.advanced(bySeconds: 20)))
        #expect(!next.isOverdue(at: last.advanced(bySeconds: 24)))
        #expect(next.isOverdue(at: last.advanced(bySeconds: 25)))
    }

    @Test("The limit can be from 1 to 100, and nothing else is accepted")
    func limits() throws {
        let three = try #require(RetrySchedule(limit: 3))
        #expect(three.limit == 3)
        #expect(three.death(retryCount: 0, lastRetry: last).earliest == last.advanced(bySeconds: 15 + 16 + 31))
        #expect(three.delay(after: 3) == nil)
        #expect(RetrySchedule(limit: 100) != nil)
        for limit in [Int.min, -1, 0, 101, .max] { #expect(RetrySchedule(limit: limit) == nil) }
        #expect(RetrySchedule(limit: 25) == .standard)
    }

    @Test("The estimates can be asked for by job, too")
    func ofJob() {
        let job = RetryJob(id: .number(1), type: .agentReceive, retryCount: 5, lastRetry: last)
        let schedule = RetrySchedule.standard
        #expect(schedule.nextRetry(of: job) == schedule.nextRetry(retryCount: 5, lastRetry: last))
        #expect(schedule.death(of: job) == schedule.death(retryCount: 5, lastRetry: last))
        #expect(schedule.latestFirstFailure(of: job) == schedule.latestFirstFailure(retryCount: 5, lastRetry: last))
    }

    @Test("A job that was never retried is placed by the moment at which it was seen waiting")
    func neverRetried() {
        let now = Timestamp(microseconds: 1_767_225_600_000_000)
        let job = RetryJob(id: 1, type: .agentReceive, retryCount: 0)
        #expect(RetrySchedule.standard.death(of: job) == .unknown)
        let schedule = RetrySchedule.standard.placed(at: now)
        #expect(schedule.latestFirstFailure(of: job) == now)
        #expect(schedule.nextRetry(of: job) == .between(now, now.advanced(bySeconds: 24)))
        let atNow = RetryJob(id: 1, type: .agentReceive, retryCount: 0, lastRetry: now)
        #expect(schedule.death(of: job) == schedule.death(of: atNow))
        #expect(schedule.death(of: RetryJob(id: 1, type: .agentReceive, retryCount: 1)) == .unknown)
        #expect(schedule.death(of: RetryJob(id: 1, type: .agentReceive)) == .unknown)
    }
}
