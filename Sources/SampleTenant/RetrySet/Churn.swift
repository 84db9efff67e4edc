/// Moves the set as time passes: due jobs leave to run, some come back with a higher count, new
/// ones enter. About as many enter as leave.
struct Churn: Sendable {
    private let changesPerSecond: Double
    private let start: Int64
    private var random: SplitMix64
    private var applied = 0
    /// Jobs that are out of the set because they run.
    private var running: [JobRecord] = []

    /// - Parameter start: the time of the set when the first page is served, in microseconds since 1970.
    init(changesPerSecond: Double, seed: UInt64, start: Int64) {
        self.changesPerSecond = max(0, changesPerSecond)
        self.start = start
        random = SplitMix64(seed: seed, place: 4)
    }

    /// Makes all changes that happened until `elapsed` microseconds after the first page.
    ///
    /// Each change happens at its own time, so the outcome does not depend on how often this is called.
    mutating func advance(_ set: inout RetrySet, jobs: inout JobFactory, elapsed: Int64) {
        guard changesPerSecond > 0 else { return }
        let due = Int(Double(elapsed) / 1_000_000 * changesPerSecond)
        while applied < due {
            applied += 1
            change(&set, jobs: &jobs, now: start + Int64(Double(applied) / changesPerSecond * 1_000_000))
        }
    }

    private mutating func change(_ set: inout RetrySet, jobs: inout JobFactory, now: Int64) {
        switch random.below(100) {
        case ..<42:
            // The poller takes the job that is due first.
            if let job = set.remove(at: 0) { running.append(job) }
        case ..<50:
            // Deleted, or retried by hand and done.
            _ = set.remove(at: random.below(set.count))
        case ..<54:
            // Runs and fails between two looks at the set: never seen to be away.
            guard let job = set.remove(at: random.below(set.count)) else { return }
            if let again = jobs.retried(job, now: now) { set.insert(again) }
        case ..<79:
            comeBack(&set, jobs: &jobs, now: now)
        case ..<92:
            enter(jobs.firstFailure(now: now), &set)
        default:
            enter(jobs.midway(now: now), &set)
        }
    }

    private mutating func comeBack(_ set: inout RetrySet, jobs: inout JobFactory, now: Int64) {
        guard !running.isEmpty else {
            enter(jobs.firstFailure(now: now), &set)
            return
        }
        let index = random.below(running.count)
        running.swapAt(index, running.count - 1)
        let job = running.removeLast()
        if let again = jobs.retried(job, now: now) {
            enter(again, &set)
        } else {
            enter(jobs.firstFailure(now: now), &set)
        }
    }

    private func enter(_ job: JobRecord, _ set: inout RetrySet) {
        var job = job
        job.presentSinceStart = false
        set.insert(job)
    }
}
