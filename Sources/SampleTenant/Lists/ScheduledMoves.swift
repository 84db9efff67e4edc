internal import RetryJobs

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
        /// How many seconds a retry takes at most. The job is in no list meanwhile; at 0 it is back at once.
        public var longestRun = 0.0

        /// Two new failures a second; nine retries in ten fail, at once.
        public init() {}
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
        guard var job = lists.take(at: 0, now: now), random.fraction() < schedule.failsAgain else { return }
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
