#if LiveTenant
import Testing

@testable import TinesTenant

@Suite struct Pacing {
    @Test func `No window of a minute has more requests than the budget, including the first one`() {
        var pace = Pace(requestsPerMinute: 7, concurrency: 3)
        var now = Duration.zero
        var sent: [Duration] = []
        var underWay: [Duration] = []
        while sent.count < 60 {
            switch pace.ask(at: now) {
            case .go:
                sent.append(now)
                underWay.append(now + .milliseconds(700 + 91 * (sent.count % 5)))
            case .wait(let until): now = underWay.min().map { min($0, until) } ?? until
            case .waitForAnswer: now = underWay.min() ?? now
            }
            for answer in underWay where answer <= now { pace.finished(at: answer) }
            underWay.removeAll { $0 <= now }
        }
        for (index, time) in sent.enumerated().dropFirst(7) {
            #expect(time - sent[index - 7] >= .seconds(60))
        }
        #expect(sent[6] < .seconds(5), "what the budget allows is sent at once")
    }

    @Test func `An answer 429 pauses everybody for as long as the server asks`() {
        var pace = Pace(requestsPerMinute: 1_000, concurrency: 8)
        #expect(pace.ask(at: .seconds(1)) == .go)
        pace.finished(at: .seconds(2))
        pace.slowDown(at: .seconds(2), sent: .seconds(1), retryAfter: .seconds(30), fraction: 0)
        #expect(pace.ask(at: .seconds(3)) == .wait(until: .seconds(32)))
        #expect(pace.ask(at: .seconds(32)) == .go)
    }

    @Test func `Answers 429 to requests that were under way together count once`() {
        var pace = Pace(requestsPerMinute: 1_000, concurrency: 8)
        for _ in 0..<8 { #expect(pace.ask(at: .seconds(1)) == .go) }
        for _ in 0..<8 {
            pace.finished(at: .seconds(2))
            pace.slowDown(at: .seconds(2), sent: .seconds(1), retryAfter: nil, fraction: 1)
        }
        #expect(pace.width == 4 && pace.pausedUntil == .seconds(3))
    }

    @Test func `Without Retry-After the pause doubles with each 429 in a row, up to half a minute`() {
        var pace = Pace(requestsPerMinute: 1_000, concurrency: 8)
        var now = Duration.zero
        var pauses: [Duration] = []
        for _ in 0..<7 {
            #expect(pace.ask(at: now) == .go)
            pace.finished(at: now)
            pace.slowDown(at: now, sent: now, retryAfter: nil, fraction: 1)
            pauses.append(pace.pausedUntil - now)
            now = pace.pausedUntil + .seconds(1)
        }
        #expect(pauses == [1, 2, 4, 8, 16, 30, 30].map(Duration.seconds))
        #expect(pace.width == 1)
    }

    @Test func `A Retry-After of no time at all still makes a pause, which doubles`() {
        var pace = Pace(requestsPerMinute: 1_000, concurrency: 1)
        var now = Duration.zero
        var pauses: [Duration] = []
        for _ in 0..<4 {
            #expect(pace.ask(at: now) == .go)
            pace.finished(at: now)
            pace.slowDown(at: now, sent: now, retryAfter: .zero, fraction: 1)
            pauses.append(pace.pausedUntil - now)
            now = pace.pausedUntil + .milliseconds(1)
        }
        #expect(pauses == [500, 1_000, 2_000, 4_000].map(Duration.milliseconds))
    }

    @Test func `Good answers bring the speed back`() {
        var pace = Pace(requestsPerMinute: 1_000, concurrency: 4)
        pace.slowDown(at: .zero, sent: .zero, retryAfter: .zero, fraction: 0)
        #expect(pace.width == 2)
        for _ in 0..<5 { pace.succeeded() }
        #expect(pace.width == 4)
        for _ in 0..<50 { pace.succeeded() }
        #expect(pace.width == 4, "never beyond what was asked for")
    }

    @Test(
        arguments: [
            ("120", Duration.seconds(120)), (" 0 ", .zero), ("Sun, 06 Nov 1994 08:49:37 GMT", .seconds(37)),
            ("Sun, 06 Nov 1994 08:48:00 GMT", .zero), ("Sat, 05 Nov 1994 08:49:37 GMT", .zero), ("-1", nil),
            ("1.5", nil),
            ("", nil), ("soon", nil), ("12345678901", nil), ("Sun, 06 Nov 1994 08:49:37 CET", nil),
            ("Sun, 31 Foo 1994 08:49:37 GMT", nil), ("Sun, 06 Nov 1994 24:49:37 GMT", nil),
        ] as [(String, Duration?)]
    ) func `Retry-After is read in both forms`(value: String, delay: Duration?) {
        #expect(RetryAfter.delay(value, now: 784_111_740) == delay)
    }

    @Test(arguments: [("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Thu, 29 Feb 2024 23:59:59 GMT", 1_709_251_199)])
    func `HTTP dates count from 1970`(date: String, seconds: Int64) {
        #expect(RetryAfter.date(date) == seconds)
    }

    @Test func `Waits between attempts are the same for the same seed, and below what doubles`() {
        for attempt in 1...12 {
            let delay = Backoff(seed: 3).delay(7, 500, attempt: attempt)
            #expect(delay == Backoff(seed: 3).delay(7, 500, attempt: attempt))
            #expect(delay >= .zero && delay <= min(.seconds(8), .milliseconds(250) * (1 << (attempt - 1))))
        }
        #expect(Backoff(seed: 3).delay(7, 500, attempt: 4) != Backoff(seed: 4).delay(7, 500, attempt: 4))
    }
}
#endif
