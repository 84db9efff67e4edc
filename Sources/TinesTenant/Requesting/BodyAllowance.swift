/// Lets one answer at a time grow large, so that many hostile ones together don't fill the memory.
///
/// Usual pages hold 100 kB and never come here; an answer beyond ``PageExchange/usualSize`` waits for its turn, and while it
/// waits nothing of it is read.
actor BodyAllowance {
    private var isTaken = false
    private var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    private var lastTicket = 0

    /// Waits for the turn; ``leave()`` must follow.
    ///
    /// - Throws: `CancellationError`; no ``leave()`` then.
    func enter() async throws {
        while isTaken {
            try Task.checkCancellation()
            await wait()
        }
        try Task.checkCancellation()
        isTaken = true
    }

    func leave() {
        isTaken = false
        for continuation in waiting.values { continuation.resume() }
        waiting = [:]
    }

    private func wait() async {
        lastTicket += 1
        let ticket = lastTicket
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled { continuation.resume() } else { waiting[ticket] = continuation }
            }
        } onCancel: {
            Task { await self.wake(ticket) }
        }
    }

    private func wake(_ ticket: Int) {
        waiting.removeValue(forKey: ticket)?.resume()
    }
}
