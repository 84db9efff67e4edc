#if LiveTenant
internal import RetryJobs

/// Decides when the next request may be sent. Pure: it gets the time as an argument.
///
/// There are three limits at once:
/// - A budget for any 60 seconds. A request occupies a place from before it is sent until 60 seconds after its answer,
///   so with any delays of the network the server never counts more in any 60 seconds of its own.
/// - A width, the requests under way at a time. An answer 429 halves it, once for those that were under way
///   together; it grows by one with each full round of good answers, up to the concurrency asked for.
/// - A pause after 429, or after 503 with `Retry-After`: what that asks for, or a second that doubles with each one in
///   a row.
struct Pace {
    static let window = Duration.seconds(60)
    private static let longestPause = Duration.seconds(30)
    /// A pause is at least this long, even if the server asks for less, and doubles with each one in a row: otherwise a
    /// `Retry-After` of 0, or a date within the current second, would use up all attempts at once.
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
    /// When places become free, in order; those before `firstTaken` are free.
    private var places: [Duration] = []
    private var firstTaken = 0

    init(requestsPerMinute: Int, concurrency: Int) {
        budget = requestsPerMinute
        self.concurrency = concurrency
        width = concurrency
    }

    /// Decides whether a request may be sent now. After ``Answer/go`` the request counts as sent.
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

    /// A request is over, with any outcome.
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
    /// - `sent`: when its request was sent.
    /// - `fraction`: of the pause to take when the server names none, 0 to 1: jitter, so that many readers come back
    ///   at different times.
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

/// How long to wait before a page is asked for again: a random part of a time that doubles with each attempt
/// ("full jitter"), so that requests that failed together are not repeated together.
struct Backoff: Sendable {
    static let base = Duration.milliseconds(250)
    static let cap = Duration.seconds(8)

    let seed: UInt64

    /// The wait after the attempt with this number, from 1. The same seed, page and attempt give the same wait.
    func delay(_ page: Int, _ size: Int, attempt: Int) -> Duration {
        min(Self.cap, Self.base * (1 << min(attempt - 1, 10))) * fraction(page, size, attempt: attempt)
    }

    /// A number from 0 to 1 made of the seed, the page and the attempt.
    func fraction(_ page: Int, _ size: Int, attempt: Int) -> Double {
        let place = [page, size, attempt].map { UInt64(truncatingIfNeeded: $0) }
        var random = SplitMix64(seed: seed, place: place[0], place[1], place[2])
        return random.fraction()
    }
}

/// The header field `Retry-After` in both of its forms (source: RFC 9110, section 10.2.3).
enum RetryAfter {
    /// How long to wait; nil for text that is neither a number of seconds nor an HTTP date.
    ///
    /// `now`: seconds since 1970 by the server's clock, as its `Date` field has it, where it has one: only
    /// the difference counts, and the clocks may disagree.
    static func delay(_ value: String, now: Int64) -> Duration? {
        let value = value.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
        if !value.isEmpty, value.utf8.count <= 9, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            return Int64(value).map(Duration.seconds)
        }
        return date(value).map { .seconds(max(0, $0 - now)) }
    }

    /// Seconds since 1970 of an HTTP date, `Sun, 06 Nov 1994 08:49:37 GMT`. The two obsolete forms of RFC 9110 are
    /// not read: no server writes them.
    static func date(_ value: String) -> Int64? {
        let parts = value.split(separator: " ")
        guard parts.count == 6, parts[0].count == 4, parts[5] == "GMT", let day = number(parts[1], 1...31),
            let month = Timestamp.monthNames.firstIndex(of: String(parts[2])), let year = number(parts[3], 1970...9999)
        else { return nil }
        let time = parts[4].split(separator: ":", omittingEmptySubsequences: false)
        guard time.count == 3, let hour = number(time[0], 0...23), let minute = number(time[1], 0...59),
            let second = number(time[2], 0...60)
        else { return nil }
        return CivilTime.days(year: Int(year), month: month + 1, day: Int(day)).map { days in
            Int64(days) * 86_400 + hour * 3_600 + minute * 60 + second
        }
    }

    private static func number(_ text: Substring, _ range: ClosedRange<Int64>) -> Int64? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int64(text), range.contains(number)
        else { return nil }
        return number
    }
}
#endif
