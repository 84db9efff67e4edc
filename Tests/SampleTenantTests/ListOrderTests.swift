#if LiveTenant
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
    func `in each order a set that stands still has every job once`(order: SampleTenant.Order) async throws {
        try await SampleTenant.running(configuration(order)) { tenant in
            let ids = try await tenant.allPages(of: 100).flatMap(\.ids)
            #expect(ids.count == 1_000)
            #expect(Set(ids) == tenant.idsPresentThroughout())
        }
    }

    @Test func `descending order is ascending order from its end, whatever the page size`() async throws {
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
            #expect(try await tenant.page(1, of: 500).ids != first)
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
#endif
