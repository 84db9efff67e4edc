#if LiveTenant
internal import RetryJobs

/// One job in 40 bytes; its JSON is written when a page is served.
struct TenantJob: Sendable, Equatable {
    /// What identifies the job; the text on the wire follows from it and from `shape`.
    var id: UInt64
    /// The score in its list, in microseconds since 1970: when a waiting job is retried, when a dead one died.
    var score: Int64
    /// When the job failed last, in microseconds since 1970.
    var failedAt: Int64
    var action: UInt32
    var errorClass: UInt16
    var type: UInt8
    var retryCount: UInt8
    var shape: OddShape = .documented
    /// Whether the job was in its list at each moment at which a page was served.
    var presentSinceStart = true

    /// When the job was retried last, in microseconds since 1970; `nil` before the first retry.
    var lastRetry: Int64? { retryCount == 0 ? nil : failedAt }

    /// The order of a sorted set: by score, ties by id.
    func precedes(_ other: TenantJob) -> Bool {
        score == other.score ? id < other.id : score < other.score
    }
}

/// The one way in which a job departs from the documented shape, if any.
enum OddShape: UInt8, Sendable, CaseIterable {
    case documented
    case idIsJID, idIsUUID
    case eventsAreAnArray, eventsAreNull, eventsAreAbsent
    case retryCountIsText, retryCountIsAbsent
    case lastRetryIsMilliseconds, lastRetryIsISO8601, lastRetryIsText, lastRetryIsNull, lastRetryIsAbsent
    case errorClassIsEmpty, errorClassIsNull, errorClassIsAbsent
    case agentIsNull, agentIsAbsent, agentIsText, agentHasNoName
    case hasUnknownField
}

/// Makes jobs as a tenant under trouble has them: few actions and errors make up most of the set,
/// low retry counts outweigh high ones, and times agree with Sidekiq's formula.
struct JobFactory: Sendable {
    /// The number of actions of the tenant; their numbers run from `firstAction`.
    static let actionCount = 4_000
    static let firstAction: UInt32 = 10_101

    private static let second: Int64 = 1_000_000
    /// A job that fails with this many retries behind it is dead.
    static let retryLimit: UInt8 = 25

    private static let actions = WeightedTable(zipfOver: JobFactory.actionCount, steepness: 0.25)
    private static let errors = WeightedTable(zipfOver: ErrorClasses.all.count, steepness: 0.3)
    private static let types = WeightedTable(weights: JobTypes.all.map(\.weight))
    private static let counts = WeightedTable(weights: JobFactory.countWeights)
    private let seed: UInt64
    private let oddShapes: Bool
    private var random: SplitMix64
    private var lastID: UInt64

    private static var countWeights: [Double] {
        var weights: [Double] = []
        var weight = 1.0
        for _ in 0..<retryLimit {
            // The floor keeps some jobs at the last retries: those are what a reader looks for.
            weights.append(weight + 0.012)
            weight *= 0.84
        }
        return weights
    }

    /// Ids of jobs begin after `firstID` and rise.
    /// `place` is a number for draws of their own; `nil` for the draws of the waiting jobs.
    init(seed: UInt64, oddShapes: Bool, firstID: UInt64 = 8_400_000, place: UInt64? = nil) {
        random = place.map { SplitMix64(seed: seed, place: $0) } ?? SplitMix64(seed: seed)
        self.oddShapes = oddShapes
        self.seed = seed
        lastID = firstID
    }

    /// A job somewhere on its way: any retry count, its next retry mostly after `now`
    /// (microseconds since 1970), for one in fifty a little overdue.
    mutating func midway(now: Int64) -> TenantJob {
        var job = firstFailure(now: now)
        job.retryCount = UInt8(Self.counts.draw(&random))
        let wait = delay(after: job.retryCount)
        if random.below(50) == 0 {
            job.score = now - Int64(random.below(90_000_000))
        } else {
            job.score = now + Int64(random.fraction() * Double(wait))
        }
        job.failedAt = job.score - wait
        return job
    }

    /// A job that died before `now` (microseconds since 1970), most of them in the last days and none more than
    /// 180 days ago, after which Sidekiq forgets it.
    mutating func dead(now: Int64) -> TenantJob {
        var job = firstFailure(now: now)
        job.retryCount = Self.retryLimit
        let share = random.fraction()
        job.score = now - Int64(share * share * share * 180 * 86_400 * 1_000_000)
        job.failedAt = job.score
        return job
    }

    /// A job that failed for the first time at `now`: no retry yet, the first one near.
    mutating func firstFailure(now: Int64) -> TenantJob {
        lastID += 1 + UInt64(random.below(9))
        let action = Self.actions.draw(&random)
        return TenantJob(
            id: lastID,
            score: now + delay(after: 0),
            failedAt: now,
            action: Self.firstAction + UInt32(action),
            errorClass: drawError(of: action),
            type: UInt8(Self.types.draw(&random)),
            retryCount: 0,
            shape: oddShapes ? drawShape() : .documented
        )
    }

    /// The same job after another failed retry at `now`. After its last retry its count is `retryLimit` and its score
    /// is the time of death.
    mutating func retried(_ job: TenantJob, now: Int64) -> TenantJob {
        var again = job
        again.retryCount = min(job.retryCount + 1, Self.retryLimit)
        again.failedAt = now
        again.score = again.retryCount < Self.retryLimit ? now + delay(after: again.retryCount) : now
        return again
    }

    /// Sidekiq 8's wait after a failure that leaves `count`: count⁴ + 15 s and some jitter.
    private mutating func delay(after count: UInt8) -> Int64 {
        let count = Int64(count)
        let jitter = Int64(random.below(10 * (Int(count) + 1)))
        // A retry is noted a moment after it was due: that is where microseconds come from.
        return (count * count * count * count + 15 + jitter) * Self.second + Int64(random.below(1_000_000))
    }

    /// Seven times in ten the error that this action fails with most.
    private mutating func drawError(of action: Int) -> UInt16 {
        guard random.below(10) < 7 else { return UInt16(Self.errors.draw(&random)) }
        var usual = SplitMix64(seed: seed, place: 1, UInt64(action))
        return UInt16(Self.errors.draw(&usual))
    }

    private mutating func drawShape() -> OddShape {
        guard random.below(100) == 0 else { return .documented }
        return OddShape.allCases[1 + random.below(OddShape.allCases.count - 1)]
    }
}
#endif
