/// The gate that all requests go through, those of all pages and attempts alike; see ``Pace`` for its rules.
actor RateGate {
    private var pace: Pace
    private let ticker: Ticker
    private var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    private var lastTicket = 0

    init(pace: Pace, ticker: Ticker) {
        self.pace = pace
        self.ticker = ticker
    }

    /// Waits until a request may be sent and answers the time; ``leave(sent:outcome:fraction:)`` must follow.
    ///
    /// - Throws: `CancellationError`.
    func enter() async throws -> Duration {
        while true {
            try Task.checkCancellation()
            let now = ticker.now()
            switch pace.ask(at: now) {
            case .go: return now
            case .wait(let until): try await ticker.sleep(until - now)
            case .waitForAnswer: await waitForAnswer()
            }
        }
    }

    /// A request is over: with 429, with another answer, or (nil) with none.
    func leave(sent: Duration, outcome: Outcome?, fraction: Double) {
        let now = ticker.now()
        pace.finished(at: now)
        switch outcome {
        case .answered: pace.succeeded()
        case .tooMany(let retryAfter):
            pace.slowDown(at: now, sent: sent, retryAfter: retryAfter, fraction: fraction)
        case nil: break
        }
        for continuation in waiting.values { continuation.resume() }
        waiting = [:]
    }

    enum Outcome {
        case answered
        case tooMany(retryAfter: Duration?)
    }

    private func waitForAnswer() async {
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
