/// The time of the set, and what moves it as time passes.
struct Movement: Sendable {
    private let clock: SampleTenant.Configuration.Clock
    private let start: Int64
    private var churn: Churn?
    private var schedule: ScheduledMoves?
    private var firstPage: ContinuousClock.Instant?
    /// Pages that were served before this one.
    private var pagesServed = 0
    /// Time that passed beside the clock, in microseconds.
    private var extra: Int64 = 0
    /// The time of the set, in microseconds since 1970.
    private(set) var now: Int64

    /// `start` is the time of the set when the first page is served, in microseconds since 1970.
    init(_ configuration: SampleTenant.Configuration, start: Int64) {
        let (rate, seed) = (configuration.changesPerSecond, configuration.seed)
        schedule = configuration.schedule.map { ScheduledMoves($0, seed: seed, start: start) }
        churn = rate > 0 ? Churn(changesPerSecond: rate, seed: seed, start: start) : nil
        clock = configuration.clock
        self.start = start
        now = start
    }

    /// Starts the clock.
    mutating func begin(now: ContinuousClock.Instant) {
        firstPage = now
    }

    /// Lets time pass to the moment at which a page is served.
    mutating func advance(_ lists: inout JobLists, now: ContinuousClock.Instant) {
        let elapsed: Int64
        switch clock {
        case .real:
            let (seconds, attoseconds) = (now - (firstPage ?? now)).components
            elapsed = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        case .perRequest(let milliseconds):
            elapsed = Int64(pagesServed) * Int64(milliseconds) * 1_000
        }
        pagesServed += 1
        advance(&lists, to: start + elapsed + extra)
        lists.serve(at: self.now)
    }

    /// Lets time pass beside the clock.
    ///
    /// `serves` says whether a part of a page is served then.
    mutating func pass(milliseconds: Int, _ lists: inout JobLists, serves: Bool = true) {
        extra += Int64(milliseconds) * 1_000
        advance(&lists, to: now + Int64(milliseconds) * 1_000)
        if serves { lists.serve(at: now) }
    }

    /// Sets the tenant's clock forward, or back.
    mutating func jump(seconds: Int) {
        extra += Int64(seconds) * 1_000_000
    }

    private mutating func advance(_ lists: inout JobLists, to time: Int64) {
        now = time
        schedule?.advance(&lists, to: time)
        churn?.advance(&lists, to: time)
    }
}
