#if LiveTenant
internal import RetryJobs

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

/// Moves the set at random, at a steady rate: due jobs leave to run, some come back with a higher count, new ones enter.
/// About as many enter as leave. ``ScheduledMoves`` is what a real tenant does.
struct Churn: Sendable {
    private let changesPerSecond: Double
    private let start: Int64
    private var random: SplitMix64
    private var applied = 0
    /// Jobs that are out of the set because they run.
    private var running: [TenantJob] = []

    /// `start` is the time of the set when the first page is served, in microseconds since 1970.
    init(changesPerSecond: Double, seed: UInt64, start: Int64) {
        self.changesPerSecond = max(0, changesPerSecond)
        self.start = start
        random = SplitMix64(seed: seed, place: 4)
    }

    /// Makes all changes up to `now`.
    ///
    /// Each change happens at its own time, so the outcome does not depend on how often this is called.
    mutating func advance(_ lists: inout JobLists, to now: Int64) {
        guard changesPerSecond > 0 else { return }
        let due = Int(Double(now - start) / 1_000_000 * changesPerSecond)
        while applied < due {
            applied += 1
            change(&lists, now: start + Int64(Double(applied) / changesPerSecond * 1_000_000))
        }
    }

    private mutating func change(_ lists: inout JobLists, now: Int64) {
        switch random.below(100) {
        case ..<42:
            // The poller takes the job that is due first.
            if let job = lists.take(at: 0, now: now) { running.append(job) }
        case ..<50:
            // Deleted, or retried by hand and done.
            lists.delete(at: random.below(lists.waiting.count), now: now)
        case ..<54:
            // Runs and fails between two looks at the set: never seen to be away.
            guard let job = lists.take(at: random.below(lists.waiting.count), now: now) else { return }
            lists.fail(job, now: now)
        case ..<79:
            comeBack(&lists, now: now)
        case ..<92:
            lists.enterNew(now: now)
        default:
            lists.enterMidway(now: now)
        }
    }

    private mutating func comeBack(_ lists: inout JobLists, now: Int64) {
        guard !running.isEmpty else {
            lists.enterNew(now: now)
            return
        }
        let index = random.below(running.count)
        running.swapAt(index, running.count - 1)
        lists.fail(running.removeLast(), now: now)
    }
}

extension SampleTenant {
    /// How the set moves when it follows Sidekiq's schedule.
    ///
    /// A job is retried when its time has come. It succeeds and is gone, or it fails again and waits for
    /// c⁴ + 15 seconds and some jitter, or it was its last retry and it is dead. New jobs fail meanwhile.
    public struct Schedule: Sendable, Hashable {
        /// Jobs that fail for the first time, a second.
        public var newFailuresPerSecond = 2.0
        /// The share of retries that fail, from 0 to 1.
        public var failsAgain = 0.9
        /// How much that share differs between error classes: by up to this much less, by the class.
        public var spread = 0.0
        /// How many seconds a retry takes at most. The job is in no list meanwhile; at 0 it is back at once.
        public var longestRun = 0.0

        /// Two new failures a second; nine retries in ten fail, at once.
        public init() {}

        /// The share of a job's retries that fail.
        func share(of job: TenantJob) -> Double {
            guard spread > 0 else { return failsAgain }
            return failsAgain - spread * Double(SplitMix64.hash(UInt64(job.errorClass), 8) % 1_000) / 1_000
        }
    }
}

/// Moves the set as Sidekiq does, each move at its own time, so that the outcome does not depend on how often it is
/// caught up with.
struct ScheduledMoves: Sendable {
    private let schedule: SampleTenant.Schedule
    private var random: SplitMix64
    /// When the next job fails for the first time, in microseconds since 1970.
    private var nextFailure: Int64
    /// Jobs that run; their score is when they end.
    private var running = SortedJobs([])
    /// The time of the last move, in microseconds since 1970.
    private var reached: Int64

    /// `start` is the time of the set when the first page is served, in microseconds since 1970.
    init(_ schedule: SampleTenant.Schedule, seed: UInt64, start: Int64) {
        self.schedule = schedule
        random = SplitMix64(seed: seed, place: 6)
        reached = start
        nextFailure = start
        nextFailure = failure(after: start)
    }

    /// Makes all moves up to `now`, in order.
    mutating func advance(_ lists: inout JobLists, to now: Int64) {
        while true {
            let retry = lists.waiting.first?.score ?? .max
            let end = running.first?.score ?? .max
            let due = min(retry, end, nextFailure)
            guard due <= now else { return }
            // A job that is overdue is retried at once.
            let time = max(due, reached)
            reached = time
            if due == end {
                if let job = running.remove(at: 0) { lists.fail(job, now: time) }
            } else if due == retry {
                run(&lists, now: time)
            } else {
                lists.enterNew(now: time)
                nextFailure = failure(after: time)
            }
        }
    }

    private mutating func run(_ lists: inout JobLists, now: Int64) {
        guard var job = lists.take(at: 0, now: now) else { return }
        guard random.fraction() < schedule.share(of: job) else { return lists.succeed(job, now: now) }
        let time = Int64(random.fraction() * schedule.longestRun * 1_000_000)
        if time == 0 {
            lists.fail(job, now: now)
        } else {
            job.score = now + time
            running.insert(job)
        }
    }

    /// Half to one and a half times the mean later.
    private mutating func failure(after time: Int64) -> Int64 {
        guard schedule.newFailuresPerSecond > 0 else { return .max }
        return time + max(1, Int64((0.5 + random.fraction()) / schedule.newFailuresPerSecond * 1_000_000))
    }
}
#endif
