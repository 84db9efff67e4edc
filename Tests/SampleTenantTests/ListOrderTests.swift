#if LiveTenant
import RetryJobs
import Testing
@testable import SampleTenant

@Suite struct ListOrderTests {
    private func configuration(_ order: SampleTenant.Order) -> SampleTenant.Configuration {
        var configuration = SampleTenant.Configuration()
        configuration.jobs = 1_000
        configuration.oddShapes = false
        configuration.now = 1_769_860_800
        configuration.clock = .perRequest(milliseconds: 500)
        configuration.paging.order = order
        return configuration
    }

    @Test(arguments: SampleTenant.Order.allCases.filter { $0 != .shuffled && $0 != .minutes })
    func `in each order a list that does not move has every job once`(order: SampleTenant.Order) async throws {
        try await SampleTenant.running(configuration(order)) { tenant in
            let ids = try await tenant.allPages(of: 100).flatMap(\.ids)
            #expect(ids.count == 1_000)
            #expect(Set(ids) == tenant.idsPresentThroughout())
        }
    }

    @Test func `descending order is ascending order from its end, with any page size`() async throws {
        let ascending = try await SampleTenant.running(configuration(.ascending)) { tenant in
            try await tenant.allPages(of: 300).flatMap(\.ids)
        }
        let descending = try await SampleTenant.running(configuration(.descending)) { tenant in
            try await tenant.allPages(of: 70).flatMap(\.ids)
        }
        #expect(descending == ascending.reversed())
    }

    @Test func `by id the numbers rise`() async throws {
        try await SampleTenant.running(configuration(.id)) { tenant in
            let ids = try await tenant.allPages(of: 500).flatMap(\.ids).compactMap(Int.init)
            #expect(ids == ids.sorted())
        }
    }

    @Test func `a shuffled list has another order in each answer`() async throws {
        try await SampleTenant.running(configuration(.shuffled)) { tenant in
            let first = try await tenant.page(1, of: 500).ids
            let page = try await tenant.page(1, of: 500)
            #expect(page.ids != first)
        }
    }

    @Test func `jobs that are retried while a reader goes through a descending list once are missed`() async throws {
        var configuration = configuration(.descending)
        configuration.jobs = 5_000
        configuration.schedule = SampleTenant.Schedule()
        try await SampleTenant.running(configuration) { tenant in
            let seen = try await tenant.allPages(of: 100).flatMap(\.ids)
            #expect(tenant.idsPresentThroughout().subtracting(seen).count > 100)
        }
    }
}

@Suite struct SortedJobsTests {
    @Test(arguments: [0, 1, 511, 513, 2_000])
    func `the set agrees with a plain sorted array through thousands of changes`(size: Int) {
        var random = SplitMix64(seed: UInt64(size))
        func job(_ id: Int) -> TenantJob {
            // Few different times, so that ties are common.
            TenantJob(
                id: UInt64(id),
                score: Int64(random.below(300)),
                failedAt: 0,
                action: JobFactory.firstAction,
                errorClass: 0,
                type: 0,
                retryCount: 0
            )
        }
        let start = (0..<size).map(job)
        var set = SortedJobs(start)
        var plain = start.sorted { $0.precedes($1) }
        for step in 0..<4_000 {
            // First it grows, then it shrinks to nothing.
            if random.below(10) < (step < 1_500 ? 7 : 2) {
                let new = job(size + step)
                set.insert(new)
                plain.insert(new, at: plain.firstIndex { new.precedes($0) } ?? plain.count)
            } else {
                let offset = random.below(plain.count)
                #expect(set.remove(at: offset) == (plain.isEmpty ? nil : plain.remove(at: offset)))
            }
            #expect(set.count == plain.count)
            let offset = random.below(plain.count + 10)
            #expect(set.jobs(from: offset, limit: 50) == Array(plain.dropFirst(offset).prefix(50)))
        }
        #expect(set.jobs(from: 0, limit: .max) == plain)
    }
}
#endif
