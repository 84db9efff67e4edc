/// The numbers of the actions that failing jobs name, as pages of jobs come in.
package actor TouchedActions {
    private(set) var ids: Set<Int64> = []
    private(set) var isComplete = false
    private var waiting: [Int: (threshold: Int, continuation: CheckedContinuation<Void, Never>)] = [:]
    private var lastTicket = 0

    package init() {}

    /// Adds the actions of a page of jobs.
    package func add(_ page: some Sequence<Int64> & Sendable) {
        ids.formUnion(page)
        wake()
    }

    /// Says that the last page of jobs was read.
    package func finish() {
        isComplete = true
        wake()
    }

    /// Waits until as many actions are known, or all of them.
    ///
    /// - Returns: true when all are known.
    /// - Throws: `CancellationError`.
    package func wait(for count: Int) async throws -> Bool {
        while !isComplete, ids.count < count {
            try Task.checkCancellation()
            lastTicket += 1
            let ticket = lastTicket
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    if Task.isCancelled { continuation.resume() } else { waiting[ticket] = (count, continuation) }
                }
            } onCancel: {
                Task { await self.cancel(ticket) }
            }
        }
        try Task.checkCancellation()
        return isComplete
    }

    private func wake() {
        for (ticket, waiter) in waiting where isComplete || ids.count >= waiter.threshold {
            waiting[ticket] = nil
            waiter.continuation.resume()
        }
    }

    private func cancel(_ ticket: Int) {
        waiting.removeValue(forKey: ticket)?.continuation.resume()
    }
}
