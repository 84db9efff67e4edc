#if LiveTenant
/// The gate that all requests of one limit go through, those of all pages and attempts alike; see ``Pace`` for its
/// rules.
actor RateGate {
    private var pace: Pace
    private let ticker: Ticker
    private let signal = Signal()

    init(pace: Pace, ticker: Ticker) {
        self.pace = pace
        self.ticker = ticker
    }

    /// Waits until a request may be sent and returns the time; ``leave(sent:outcome:fraction:)`` must follow.
    ///
    /// - Throws: `CancellationError`.
    func enter() async throws -> Duration {
        while true {
            try Task.checkCancellation()
            let now = ticker.now()
            switch pace.ask(at: now) {
            case .go: return now
            case .wait(let until): try await ticker.sleep(until - now)
            case .waitForAnswer: await signal.wait(after: signal.count)
            }
        }
    }

    /// A request is over: with 429 or 503, with another answer, or (nil) with none.
    func leave(sent: Duration, outcome: Outcome?, fraction: Double) {
        let now = ticker.now()
        pace.finished(at: now)
        switch outcome {
        case .answered: pace.succeeded()
        case .tooMany(let retryAfter):
            pace.slowDown(at: now, sent: sent, retryAfter: retryAfter, fraction: fraction)
        case nil: break
        }
        signal.notify()
    }

    enum Outcome {
        case answered
        case tooMany(retryAfter: Duration?)
    }
}

/// The limits on requests that the API has beside the one for everything (source: the vendor's page on rate limits).
package enum RateLimitClass: Sendable, Hashable, CaseIterable {
    /// Everything that has no limit of its own.
    case standard
    /// Actions and their logs: 100 a minute.
    case actions
    /// Users: 500 a minute.
    case users

    /// Requests in any 60 seconds, of which others use some; nil for no limit of its own.
    var requestsPerMinute: Int? {
        switch self {
        case .standard: nil
        case .actions: 90
        case .users: 450
        }
    }
}

/// A clock and a way to wait. It is an argument, so that tests need not wait.
struct Ticker: Sendable {
    /// The time since some fixed moment.
    let now: @Sendable () -> Duration
    /// Waits, or throws `CancellationError`.
    let sleep: @Sendable (Duration) async throws -> Void

    /// The machine's clock, which goes on while the machine sleeps.
    static func continuous() -> Ticker {
        let clock = ContinuousClock()
        let start = clock.now
        return Ticker(now: { start.duration(to: clock.now) }, sleep: { try await clock.sleep(for: $0) })
    }
}
#endif
