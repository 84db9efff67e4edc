internal import RetryJobs

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
            lists.delete(at: random.below(lists.waiting.count))
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
