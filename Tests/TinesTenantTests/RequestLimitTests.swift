#if LiveTenant
import Synchronization
import Testing

@testable import TinesTenant

@Suite("A limit on requests that tenants share") struct RequestLimitTests {
    @Test("never more are under way than allowed, and all get their turn") func most() async throws {
        let limit = RequestLimit(3)
        let counter = Counter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    try await limit.enter()
                    counter.begin()
                    await Task.yield()
                    counter.end()
                    limit.leave()
                }
            }
            try await group.waitForAll()
        }
        let counts = counter.counts
        #expect(counts.most == 3)
        #expect(counts.done == 200)
        #expect(limit.most == 3)
    }

    /// Counts what is under way.
    private final class Counter: Sendable {
        struct Counts {
            var now = 0
            var most = 0
            var done = 0
        }

        private let state = Mutex(Counts())

        var counts: Counts { state.withLock { $0 } }

        func begin() {
            state.withLock { state in
                state.now += 1
                state.most = max(state.most, state.now)
            }
        }

        func end() {
            state.withLock { state in
                state.now -= 1
                state.done += 1
            }
        }
    }

    @Test("one that is cancelled while it waits keeps no place") func cancelled() async throws {
        let limit = RequestLimit(1)
        try await limit.enter()
        let waiting = Task { try await limit.enter() }
        await Task.yield()
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        limit.leave()
        try await limit.enter()
        limit.leave()
    }
}
#endif
