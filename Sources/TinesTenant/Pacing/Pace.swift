/// Decides when the next request may go out. Pure: told the time, it never asks for it.
///
/// Three limits hold at once:
/// - A budget for any 60 seconds. A request occupies a place from before it is sent until 60 seconds after its answer,
///   so whatever the network does to requests on their way, the server never counts more in any 60 seconds of its own.
/// - A width, the requests under way at a time. An answer 429 halves it, once for those that were under way
///   together; it grows by one with each full round of good answers, up to the concurrency asked for.
/// - A pause after 429, or after 503 with `Retry-After`: what that asks for, or a second that doubles with each one in
///   a row.
struct Pace {
    static let window = Duration.seconds(60)
    private static let longestPause = Duration.seconds(30)
    /// A pause is at least this long, whatever the server asks for, and doubles with each one in a row: a `Retry-After`
    /// of 0, or a date within the present second, would else use up all attempts at once.
    private static let shortestPause = Duration.milliseconds(500)

    enum Answer: Equatable {
        case go
        /// Ask again then.
        case wait(until: Duration)
        /// Ask again when a request is over.
        case waitForAnswer
    }

    private let budget: Int
    private let concurrency: Int
    private(set) var width: Int
    private var underWay = 0
    private var goodAnswers = 0
    private var slowdowns = 0
    private var lastSlowdown: Duration?
    private(set) var pausedUntil = Duration.zero
    /// When places come free, in order; those before `firstTaken` did.
    private var places: [Duration] = []
    private var firstTaken = 0

    init(requestsPerMinute: Int, concurrency: Int) {
        budget = requestsPerMinute
        self.concurrency = concurrency
        width = concurrency
    }

    /// Whether a request may go out now. After ``Answer/go`` the request counts as sent.
    mutating func ask(at now: Duration) -> Answer {
        if now < pausedUntil { return .wait(until: pausedUntil) }
        if underWay >= width { return .waitForAnswer }
        freePlaces(at: now)
        if underWay + places.count - firstTaken >= budget {
            return firstTaken < places.count ? .wait(until: places[firstTaken]) : .waitForAnswer
        }
        underWay += 1
        return .go
    }

    /// A request is over, with whatever outcome.
    mutating func finished(at now: Duration) {
        underWay -= 1
        places.append(now + Self.window)
    }

    /// An answer was not 429.
    mutating func succeeded() {
        goodAnswers += 1
        guard goodAnswers >= width else { return }
        goodAnswers = 0
        slowdowns = 0
        width = min(concurrency, width + 1)
    }

    /// An answer was 429.
    ///
    /// - Parameters:
    ///   - sent: when its request was sent.
    ///   - fraction: of the pause to take when the server names none, 0 to 1: jitter, so that many readers come back
    ///     at different times.
    mutating func slowDown(at now: Duration, sent: Duration, retryAfter: Duration?, fraction: Double) {
        goodAnswers = 0
        if lastSlowdown.map({ sent > $0 }) ?? true {
            lastSlowdown = now
            width = max(1, width / 2)
            slowdowns += 1
        }
        let doubled = Duration.seconds(1) * (1 << min(slowdowns - 1, 5))
        let floor = min(Self.shortestPause * (1 << min(slowdowns - 1, 5)), Self.longestPause) * (0.5 + fraction / 2)
        let pause = retryAfter.map { max($0, floor) } ?? min(doubled, Self.longestPause) * (0.5 + fraction / 2)
        pausedUntil = max(pausedUntil, now + pause)
    }

    private mutating func freePlaces(at now: Duration) {
        while firstTaken < places.count, places[firstTaken] <= now { firstTaken += 1 }
        if firstTaken > 4_096 {
            places.removeFirst(firstTaken)
            firstTaken = 0
        }
    }
}
