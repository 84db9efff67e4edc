#if LiveTenant
import Testing

@testable import SampleTenant

@Suite struct ScheduleTests {
    private let start: Int64 = 1_769_860_800_000_000

    private func lists(jobs: Int = 2_000) -> JobLists {
        JobLists(jobs: jobs, deadJobs: 0, seed: 3, oddShapes: false, now: start)
    }

    @Test func `a job that fails again waits for c⁴ + 15 seconds and some jitter`() {
        var lists = lists()
        var moves = ScheduledMoves(SampleTenant.Schedule(), seed: 3, start: start)
        moves.advance(&lists, to: start + 600_000_000)
        let retried = lists.waiting.jobs(from: 0, limit: .max).filter { $0.failedAt > start }
        #expect(retried.count > 500)
        for job in retried {
            let count = Int64(job.retryCount)
            let least = count * count * count * count + 15
            let seconds = Double(job.score - job.failedAt) / 1_000_000
            #expect(seconds >= Double(least) && seconds <= Double(least + 10 * (count + 1) + 1))
        }
        #expect(lists.waiting.jobs(from: 0, limit: .max).allSatisfy { $0.score > start + 600_000_000 })
    }

    @Test func `a job whose last retry fails moves from the waiting jobs to the dead ones`() {
        var lists = lists(jobs: 600)
        let last = Set(lists.waiting.jobs(from: 0, limit: .max).filter { $0.retryCount == 24 }.map(\.id))
        #expect(!last.isEmpty)
        var schedule = SampleTenant.Schedule()
        schedule.failsAgain = 1
        schedule.newFailuresPerSecond = 0
        var moves = ScheduledMoves(schedule, seed: 3, start: start)
        moves.advance(&lists, to: start + 400_000 * 1_000_000)
        let dead = Set(lists.dead.jobs(from: 0, limit: .max).map(\.id))
        #expect(last.isSubset(of: dead))
        #expect(dead.isDisjoint(with: lists.waiting.jobs(from: 0, limit: .max).map(\.id)))
        #expect(lists.dead.jobs(from: 0, limit: .max).allSatisfy { $0.retryCount == 25 && $0.score == $0.failedAt })
    }

    @Test func `the outcome does not depend on how often the schedule is caught up with`() {
        func ids(steps: [Int64]) -> [UInt64] {
            var lists = lists()
            var schedule = SampleTenant.Schedule()
            schedule.longestRun = 5
            var moves = ScheduledMoves(schedule, seed: 9, start: start)
            for elapsed in steps { moves.advance(&lists, to: start + elapsed) }
            return lists.waiting.jobs(from: 0, limit: .max).map(\.id)
        }
        #expect(ids(steps: [100_000_000]) == ids(steps: (0...1_000).map { $0 * 100_000 }))
    }

    @Test func `a job that is away while a page is served was not present throughout`() throws {
        var lists = lists(jobs: 2)
        lists.serve(at: start)
        let first = lists.take(at: 0, now: start + 1)
        let quick = try #require(first)
        lists.fail(quick, now: start + 2)
        let other = lists.waiting.jobs(from: 0, limit: 2).firstIndex { $0.id != quick.id }
        let second = lists.take(at: try #require(other), now: start + 3)
        lists.serve(at: start + 4)
        lists.fail(try #require(second), now: start + 5)
        #expect(lists.waiting.jobs(from: 0, limit: 2).filter(\.presentSinceStart).map(\.id) == [quick.id])
    }

    @Test func `the dead jobs are served by the same rules as those that wait`() async throws {
        var configuration = SampleTenant.Configuration()
        configuration.deadJobs = 250
        try await SampleTenant.running(configuration) { tenant in
            let answer = try await tenant.get("?page=3&per_page=100", path: "/api/v1/admin/dead_jobs")
            let page = try Page(answer.body, list: "admin/dead_jobs")
            #expect(page.jobs.count == 50)
            #expect(page.meta["count"] as? Int == 250)
            let link = "\(tenant.url)/api/v1/admin/dead_jobs?page=2&per_page=100"
            #expect(page.meta["previous_page"] as? String == link)
            #expect(tenant.log.map(\.endpoint) == [.deadJobs])
        }
    }
}
#endif
