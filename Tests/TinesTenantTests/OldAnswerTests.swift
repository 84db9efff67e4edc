#if LiveTenant
import Logging
import RetryJobs
import SampleTenant
import Testing

@testable import TinesTenant

@Suite struct OldAnswers {
    /// Reads a tenant of 600 jobs behind a cache.
    private func read(model name: String) async throws -> (reading: Reading, missed: Int) {
        let model = try #require(SampleTenant.Model.named(name))
        let configuration = tenant(jobs: 600) {
            $0.clock = .perRequest(milliseconds: 100)
            model.apply(to: &$0)
        }
        return try await SampleTenant.running(configuration) { tenant in
            let (reading, taken) = try await tenant.read { $0.perPage = 100 }
            return (reading, tenant.idsPresentThroughout().subtracting(taken.texts).count)
        }
    }

    @Test func `An answer with an Age above zero keeps the reading from being verified`() async throws {
        let result = try await read(model: "cache")
        #expect(!result.reading.isVerified)
        #expect(result.reading.problems.map(\.code).contains("reading.cached"))
    }

    @Test func `A cache that heeds no-cache does no harm`() async throws {
        let result = try await read(model: "cache-heeds")
        #expect(result.missed == 0 && result.reading.isVerified)
    }

    @Test func `An answer whose Date falls more than three seconds behind that of others is old`() throws {
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let ledger = Ledger(tenant: try TenantOrigin("acme.tines.com"), meter: Meter(watch: { _ in }), logger: logger)
        #expect(!ledger.arrived(1_000_000, clockDifference: 10))
        #expect(!ledger.arrived(2_000_000, clockDifference: 7), "dates are cut off to whole seconds")
        #expect(ledger.arrived(3_000_000, clockDifference: 6))
        #expect(!ledger.arrived(4_000_000, clockDifference: nil), "not every answer has a date")
    }
}
#endif
