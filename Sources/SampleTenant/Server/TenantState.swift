/// All that changes while the tenant runs.
struct TenantState: Sendable {
    private(set) var set: RetrySet
    private var jobs: JobFactory
    private var churn: Churn
    private let clock: SampleTenant.Configuration.Clock
    private let rateLimit: Int?

    var log: [SampleTenant.LogEntry] = []
    /// Answers that are not finished yet.
    var underWay = 0
    private var attempts: [Int: Int] = [:]
    private var requests = 0
    private var pagesServed = 0
    private var firstPage: ContinuousClock.Instant?
    /// When the requests of the last minute were let through, oldest first.
    private var recent: [ContinuousClock.Instant] = []

    init(_ configuration: SampleTenant.Configuration) {
        let now = configuration.now.map { Int64($0 * 1_000_000) } ?? CalendarTime.currentMicroseconds()
        var jobs = JobFactory(seed: configuration.seed, oddShapes: configuration.oddShapes)
        let count = configuration.fixedPages == nil ? max(0, configuration.jobs) : 0
        var records: [JobRecord] = []
        records.reserveCapacity(count)
        for _ in 0..<count { records.append(jobs.midway(now: now)) }
        set = RetrySet(records)
        self.jobs = jobs
        churn = Churn(changesPerSecond: configuration.changesPerSecond, seed: configuration.seed, start: now)
        clock = configuration.clock
        rateLimit = configuration.rateLimit
    }

    /// Whether the rate limit lets one more request through now; it counts if so.
    mutating func admits(now: ContinuousClock.Instant) -> Bool {
        guard let rateLimit else { return true }
        // Looked at only when the limit seems reached, so that most requests don't move the list.
        if recent.count >= rateLimit { recent.removeAll { now - $0 >= .seconds(60) } }
        guard recent.count < rateLimit else { return false }
        recent.append(now)
        return true
    }

    /// Counts a request for a page and says which faults it meets, in the order of the rules.
    mutating func faults(of rules: [SampleTenant.FaultRule], page: Int) -> [SampleTenant.Fault] {
        requests += 1
        attempts[page, default: 0] += 1
        let attempt = attempts[page, default: 1]
        return rules.compactMap { $0.fault(page: page, attempt: attempt, request: requests) }
    }

    /// Lets the time of the set go on to this moment; the first page starts it.
    mutating func advance(now: ContinuousClock.Instant) {
        let start = firstPage ?? now
        firstPage = start
        let elapsed: Int64
        switch clock {
        case .real:
            let (seconds, attoseconds) = (now - start).components
            elapsed = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        case .perRequest(let milliseconds):
            elapsed = Int64(pagesServed) * Int64(milliseconds) * 1_000
        }
        pagesServed += 1
        churn.advance(&set, jobs: &jobs, elapsed: elapsed)
    }
}
