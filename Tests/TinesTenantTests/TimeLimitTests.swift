#if LiveTenant
import RetryJobs
import SampleTenant
import Testing
import TinesRetryJobs
import TinesTenant

@Suite struct TimeLimits {
    @Test func `The time limit ends a reading that began, which is then incomplete`() async throws {
        let rule = SampleTenant.FaultRule(.drip(milliseconds: 50), page: 3)
        try await SampleTenant.running(tenant(jobs: 95, [rule])) { tenant in
            let (reading, taken) = try await tenant.read {
                $0.perPage = 20
                $0.timeout = .seconds(3)
            }
            #expect((20..<95).contains(taken.ids.count))
            #expect(!reading.isComplete && !reading.isVerified)
            #expect(reading.problems.first?.message.contains("time limit") == true)
        }
    }

    @Test func `The time limit before the first page is temporary`() async throws {
        try await SampleTenant.running(tenant(jobs: 95, [.init(.drip(milliseconds: 50))])) { tenant in
            let error = await #expect(throws: RetryJobSourceError.self) {
                try await tenant.read { $0.timeout = .milliseconds(300) }
            }
            #expect(error?.kind == .temporary)
        }
    }

    @Test func `The time limit includes the receiver of the pages`() async throws {
        try await SampleTenant.running(tenant(jobs: 95)) { tenant in
            let source = try tenant.source { $0.timeout = .milliseconds(300) }
            let error = await #expect(throws: RetryJobSourceError.self) {
                try await source.read { _ in
                    try await Task.sleep(for: .seconds(60))
                }
            }
            #expect(error?.kind == .temporary)
        }
    }

    @Test func `Cancelling stops a reading in the middle of an answer`() async throws {
        try await SampleTenant.running(tenant(jobs: 95, [.init(.drip(milliseconds: 50))])) { tenant in
            let source = try tenant.source()
            let task = Task { try await source.read { _ in } }
            while tenant.log.isEmpty { await Task.yield() }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    @Test func `An error of the receiver of the pages ends the reading and is passed on`() async throws {
        struct Full: Error {}
        try await SampleTenant.running(tenant(jobs: 95)) { tenant in
            let source = try tenant.source()
            await #expect(throws: Full.self) { try await source.read { _ in throw Full() } }
        }
    }
}
#endif
