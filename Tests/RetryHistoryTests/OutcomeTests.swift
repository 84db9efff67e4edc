import RetryJobs
import RetryReport
import TestSupport
import Testing

@testable import RetryHistory

@Suite struct OutcomeTests {
    @Test func `what became of jobs is counted by error class once enough of them are gone`() throws {
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history)
        try Reports().run(history, jobs(1..<41) + jobs(100..<120, "Rare"), hours: 0)
        try Reports().run(history, [], hours: 1, dead: deadList((1..<11).map { .number($0) }))
        let report = try Reports().run(history, [], hours: 2, dead: deadList([]))
        #expect(
            report.outcomes == [ErrorOutcome(errorClass: "E", recovered: 30, died: 10, mostWithinRetries: 11)]
        )
        #expect(report.deathForecast == nil)
    }

    @Test func `jobs that a person removed before their retry count in no outcome`() throws {
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history)
        try Reports().run(history, (1..<41).map { job(.number($0), retries: 20) }, hours: 0)
        for hours in 1...3 { try Reports().run(history, [], hours: Double(hours)) }
        let last = try Reports().run(history, [], hours: 4)
        #expect(last.outcomes == [])
    }

    @Test func `expected deaths go by how often late retries of the error class failed`() throws {
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history)
        // Of 80 jobs on their last retry 60 die, all that have class A and half of those that have class B.
        let before = (1..<81).map { job(.number($0), $0 <= 40 ? "A" : "B", retries: 24, at: -92) }
        try Reports().run(history, before, hours: 0)
        try Reports().run(history, [], hours: 2, dead: deadList((1..<61).map { .number($0) }))
        let now = [
            job(101, "A", retries: 24, at: -80), job(102, "B", retries: 24, at: -80), job(103, "B", retries: 23, at: 0),
            job(104, "A", retries: 20, at: 0),
        ]
        let last = try Reports().run(history, now, hours: 3, dead: deadList([]))
        let forecast = try #require(last.deathForecast)
        // A: 40 of 40, B: 20 of 40, and 30 retries with the usual share of three quarters beside each.
        let (shareOfA, shareOfB) = ((40 + 22.5) / 70, (20 + 22.5) / 70)
        #expect(forecast.retries == 80)
        #expect(abs(forecast.within24Hours - (shareOfA + shareOfB)) < 0.001)
        // The third has two retries left.
        #expect(abs(forecast.within7Days - forecast.within24Hours - shareOfB * shareOfB) < 0.001)
    }

    /// Jobs that are retried each hour, whatever their count.
    private func hourly(_ hours: Int, _ ids: Range<Int64> = 1..<41) -> [RetryJob] {
        ids.map { job(.number($0), retries: 12 + hours, at: Double(hours) - 0.5) }
    }

    @Test func `estimates are given up when the delays of two reports contradict them`() throws {
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history)
        let first = try Reports().run(history, hourly(0), hours: 0)
        #expect(first.estimateCheck == nil)
        // Once may be a person who retries all jobs.
        let once = try Reports().run(history, hourly(1), hours: 1)
        #expect(once.estimateCheck?.fits == true)
        #expect(once.totals.deaths.unknown == 0)
        let twice = try Reports().run(history, hourly(2), hours: 2)
        #expect(
            twice.estimateCheck
                == EstimateCheck(fits: false, delays: 80, fittingDelays: 0, deaths: 0, fittingDeaths: 0)
        )
        #expect(twice.totals.deaths.unknown == 40 && twice.totals.deaths.next == nil)
        #expect(twice.groups.first?.deaths.unknown == 40)
        #expect(twice.calendar.days.isEmpty)
        #expect(twice.schedule.death(of: job(1)) == .unknown)
        // Nothing is concluded from the schedule either: only a second report without them settles what became of them.
        let gone = try Reports().run(history, [], hours: 3, dead: deadList([]))
        #expect(gone.changes?.jobs?.unsettled == 40)
        let settled = try Reports().run(history, [], hours: 4, dead: deadList([]))
        #expect(settled.changes?.jobs?.recovered == 40)
    }

    @Test func `estimates stay as long as most delays fit them`() throws {
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history)
        // Counts 10, 11 and 12 wait 2.8, 4.1 and 5.8 hours.
        let times = [(0.0, 10, -2.5), (1, 11, 0.29), (5, 12, 4.37), (11, 13, 10.14)]
        var report: Report?
        for (hours, retries, last) in times {
            let fitting = (1..<61).map { job(.number($0), retries: retries, at: last) }
            let others = (100..<120).map { job(.number($0), retries: retries, at: hours) }
            report = try Reports().run(history, fitting + others, hours: hours)
        }
        let check = try #require(report?.estimateCheck)
        #expect(check.fits)
        // The others are late by little once, as it happens.
        #expect(check.delays == 160)
        #expect(check.fittingDelays == 140)
        #expect(report?.hasEstimates == true)
    }

    @Test func `estimates are given up when jobs die before they can have had all retries`() throws {
        let folder = try TemporaryFolder()
        let history = RetryHistory(path: folder.history)
        for hours in stride(from: 0, to: 6, by: 2) {
            let first = Int64(hours * 100)
            let batch = (first..<first + 12).map { job(.number($0), retries: 10, at: Double(hours) - 2.5) }
            try Reports().run(history, batch, hours: Double(hours))
            let dead = deadList(batch.map(\.id))
            let report = try Reports().run(history, [], hours: Double(hours) + 1, dead: dead)
            #expect(report.estimateCheck?.fits == (hours == 0))
        }
    }
}
