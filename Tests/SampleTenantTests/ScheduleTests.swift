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

    @Test func `the outcome does not depend on how often the schedule is brought up to date`() {
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

@Suite struct ChurnTests {
    private func moving(seed: UInt64, changesPerSecond: Double = 500) -> SampleTenant.Configuration {
        var configuration = SampleTenant.Configuration()
        configuration.jobs = 5_000
        configuration.seed = seed
        configuration.now = 1_769_860_800
        configuration.changesPerSecond = changesPerSecond
        configuration.clock = .perRequest(milliseconds: 100)
        return configuration
    }

    private let start: Int64 = 1_769_860_800_000_000

    @Test func `a set that moves makes a reader by offset miss jobs or see them twice`() async throws {
        try await SampleTenant.running(moving(seed: 1)) { tenant in
            let seen = try await tenant.allPages(of: 100).flatMap(\.ids)
            let missed = tenant.idsPresentThroughout().subtracting(seen)
            #expect(!missed.isEmpty || Set(seen).count < seen.count)
        }
    }

    @Test func `jobs that stay are a part of the first set and of the last one`() async throws {
        try await SampleTenant.running(moving(seed: 2)) { tenant in
            let first = try await tenant.page(1, of: 500).ids
            #expect(tenant.idsPresentThroughout().count == 5_000)
            for page in 2...20 { _ = try await tenant.page(page, of: 500) }
            let stayed = tenant.idsPresentThroughout()
            #expect(stayed.count < 5_000)
            // The head of the set is what runs next: little of the first page is left.
            #expect(stayed.intersection(first).count < 250)
        }
        let still = try await SampleTenant.running(moving(seed: 2, changesPerSecond: 0)) { tenant in
            Set(try await tenant.allPages(of: 500).flatMap(\.ids))
        }
        try await SampleTenant.running(moving(seed: 2)) { tenant in
            _ = try await tenant.allPages(of: 500)
            #expect(tenant.idsPresentThroughout().isSubset(of: still))
        }
    }

    @Test func `with time going by requests, the same seed moves the same way`() async throws {
        func read(seed: UInt64) async throws -> [[String]] {
            try await SampleTenant.running(moving(seed: seed)) { try await $0.allPages(of: 250).map(\.ids) }
        }
        let first = try await read(seed: 3)
        let same = try await read(seed: 3)
        #expect(same == first)
        let other = try await read(seed: 4)
        #expect(other != first)
    }

    @Test func `the outcome of changes does not depend on how often they are brought up to date`() {
        func ids(steps: [Int64]) -> [UInt64] {
            var lists = JobLists(jobs: 800, deadJobs: 0, seed: 9, oddShapes: false, now: start)
            var churn = Churn(changesPerSecond: 1_000, seed: 9, start: start)
            for elapsed in steps { churn.advance(&lists, to: start + elapsed) }
            return lists.waiting.jobs(from: 0, limit: .max).map(\.id)
        }
        #expect(ids(steps: [10_000_000]) == ids(steps: (0...100).map { $0 * 100_000 }))
    }

    @Test func `a list neither becomes empty nor grows endlessly, and has each id once`() {
        var lists = JobLists(jobs: 3_000, deadJobs: 0, seed: 4, oddShapes: true, now: 0)
        var churn = Churn(changesPerSecond: 1_000, seed: 4, start: 0)
        churn.advance(&lists, to: 30_000_000)
        let all = lists.waiting.jobs(from: 0, limit: .max)
        #expect((1_500...4_500).contains(all.count))
        #expect(Set(all.map(\.id)).count == all.count)
        #expect(all.allSatisfy { $0.retryCount < 25 })
    }
}
#endif
