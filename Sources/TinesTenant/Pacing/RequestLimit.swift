#if LiveTenant
internal import Synchronization

/// A limit on the requests under way at the same time that the sources of several tenants share, or on something else that
/// they do. The one that has waited longest comes first. The limits of each tenant hold besides.
package final class RequestLimit: Sendable {
    private struct State {
        var free: Int
        var lastTicket = 0
        /// Those that wait, in the order in which they came.
        var waiting: [(ticket: Int, continuation: CheckedContinuation<Void, any Error>)] = []
        /// The most requests that were under way together.
        var most = 0
    }

    private let requests: Int
    private let state: Mutex<State>

    /// A limit on requests, at least one.
    package init(_ requests: Int) {
        self.requests = max(1, requests)
        state = Mutex(State(free: max(1, requests)))
    }

    /// The most requests that were under way together.
    package var most: Int { state.withLock { $0.most } }

    /// Waits until a request may be sent; ``leave()`` must follow. Throws `CancellationError`; no ``leave()`` then.
    package func enter() async throws {
        try Task.checkCancellation()
        let ticket: Int? = state.withLock { state in
            if state.free > 0 {
                state.free -= 1
                state.most = max(state.most, requests - state.free)
                return nil
            }
            state.lastTicket += 1
            return state.lastTicket
        }
        guard let ticket else { return }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let result: Result<Void, any Error>? = state.withLock { state in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if state.free > 0 {
                        state.free -= 1
                        return .success(())
                    }
                    state.waiting.append((ticket, continuation))
                    return nil
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            let waiting = state.withLock { state in
                state.waiting.firstIndex { $0.ticket == ticket }.map { state.waiting.remove(at: $0).continuation }
            }
            waiting?.resume(throwing: CancellationError())
        }
    }

    /// A request is over: the next one may be sent.
    package func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst().continuation
        }
        next?.resume()
    }
}
#endif
