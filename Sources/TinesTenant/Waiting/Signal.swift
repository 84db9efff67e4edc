#if LiveTenant
internal import Synchronization

/// Wakes everything that waits for a change: how an actor lets tasks wait for their turn.
///
/// An actor looks at its state, takes ``count`` before it suspends, and waits for a later one: a change between the two
/// is not missed.
final class Signal: Sendable {
    private struct State {
        var count = 0
        var lastTicket = 0
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    /// How many changes there were.
    var count: Int { state.withLock { $0.count } }

    /// Says that something changed.
    func notify() {
        let waiting = state.withLock { state in
            state.count += 1
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Waits until there were more changes than `count`, or until the task is cancelled.
    func wait(after count: Int) async {
        let ticket = state.withLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.count != count || Task.isCancelled { return true }
                    state.waiting[ticket] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume()
        }
    }
}

/// Lets one answer at a time grow large, so that many hostile ones together don't fill the memory.
///
/// Usual pages have 100 kB and need no turn; an answer larger than ``HTTPExchange/usualSize`` waits for its turn, and
/// while it waits nothing of it is read.
actor BodyAllowance {
    private var isTaken = false
    private let signal = Signal()

    /// Waits for the turn; ``leave()`` must follow.
    ///
    /// - Throws: `CancellationError`; no ``leave()`` then.
    func enter() async throws {
        while isTaken {
            try Task.checkCancellation()
            await signal.wait(after: signal.count)
        }
        try Task.checkCancellation()
        isTaken = true
    }

    func leave() {
        isTaken = false
        signal.notify()
    }
}
#endif
