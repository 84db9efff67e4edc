/// Estimates when a job is retried and when it dies, from how often and when it was last retried.
///
/// After a failure that leaves `retry_count` at `c`, Sidekiq waits `c⁴ + 15` seconds and a jitter that depends on
/// its version (source: Sidekiq's `job_retry.rb`). A job whose count reaches the limit is dead. Everything here is
/// an estimate: "retry now", other limits and other backoffs make it wrong, and the API reports none of them.
public struct RetrySchedule: Sendable, Hashable {
    /// How much random jitter a version of Sidekiq adds to each delay.
    public enum Jitter: String, Sendable, Hashable, CaseIterable, Codable {
        /// Up to `10 (c + 1) - 1` seconds: version 8.
        case sidekiq8
        /// Up to `9 (c + 1)` seconds: versions 6.2.2 to 7.
        case sidekiq7
        /// Up to `29 (c + 1)` seconds: before version 6.2.2.
        case sidekiq5

        func maximum(after count: Int) -> Int64 {
            switch self {
            case .sidekiq8: Int64(10 * (count + 1) - 1)
            case .sidekiq7: Int64(9 * (count + 1))
            case .sidekiq5: Int64(29 * (count + 1))
            }
        }
    }

    /// The limits that ``init(limit:jitter:)`` accepts.
    public static let limits = 1...100

    /// 25 retries (source: the vendor's page on job management), jitter of Sidekiq 8.
    public static let standard = RetrySchedule(checkedLimit: 25, jitter: .sidekiq8)

    /// How many retries a job has; when the last one fails, it is dead.
    public let limit: Int
    /// The random jitter assumed in each retry delay.
    public let jitter: Jitter
    /// The moment at which the jobs were waiting, where it is known; see `placed(at:)`.
    package private(set) var now: Timestamp?
    /// The last retry of a list in which nothing is retried any more; nil while retries go on.
    private var stoppedAt: Timestamp?
    /// False when the schedule is known to be another one: every estimate is unknown then.
    package private(set) var isBelieved = true

    // For each count: microseconds from the last retry to death, minimum and maximum; and back to the first failure.
    private let untilDeath: [Int64]
    private let untilDeathWithJitter: [Int64]
    private let sinceFirstFailure: [Int64]

    /// A schedule with another limit. Nil when the limit is outside ``limits``.
    public init?(limit: Int, jitter: Jitter = .sidekiq8) {
        guard Self.limits.contains(limit) else { return nil }
        self.init(checkedLimit: limit, jitter: jitter)
    }

    private init(checkedLimit limit: Int, jitter: Jitter) {
        self.limit = limit
        self.jitter = jitter
        var least: [Int64] = [0]
        var most: [Int64] = [0]
        var before: [Int64] = [0]
        for count in 0..<limit {
            let left = limit - 1 - count
            least.append(least[count] + Self.delay(after: left) * 1_000_000)
            most.append(most[count] + (Self.delay(after: left) + jitter.maximum(after: left)) * 1_000_000)
            before.append(before[count] + Self.delay(after: count) * 1_000_000)
        }
        untilDeath = least.reversed()
        untilDeathWithJitter = most.reversed()
        sinceFirstFailure = before
    }

    /// The schedule of jobs that were waiting at a moment.
    ///
    /// It can place a job that was never retried, for which the API gives no time: such a job waits 15 seconds and some
    /// jitter for its first retry, so it failed for the first time shortly before it was seen waiting. Where retries have
    /// stopped, it may have failed at any moment since the last one.
    package func placed(at now: Timestamp, stoppedAt: Timestamp? = nil) -> RetrySchedule {
        var schedule = self
        schedule.now = now
        schedule.stoppedAt = stoppedAt.map { min($0, now) }
        return schedule
    }

    /// The same schedule without any estimates: what was seen of the jobs contradicts it.
    package func disbelieved() -> RetrySchedule {
        var schedule = self
        schedule.isBelieved = false
        return schedule
    }

    /// When a job failed last, at the earliest and at the latest: its last retry, or about ``now`` for one that was never
    /// retried.
    private func lastFailure(_ retryCount: Int?, _ lastRetry: Timestamp?) -> (earliest: Timestamp, latest: Timestamp)? {
        guard isBelieved else { return nil }
        if let lastRetry { return (lastRetry, lastRetry) }
        guard retryCount == 0, let now else { return nil }
        return (stoppedAt ?? now, now)
    }

    /// Seconds from a failure that leaves the count at `count` to the next retry, without jitter.
    static func delay(after count: Int) -> Int64 {
        let count = Int64(count)
        return count * count * count * count + 15
    }

    /// The shortest and the longest wait, in seconds, after a failure that leaves the count at `retryCount`.
    /// Nil when no retry follows.
    package func delay(after retryCount: Int) -> ClosedRange<Int64>? {
        guard (0..<limit).contains(retryCount) else { return nil }
        let least = Self.delay(after: retryCount)
        return least...(least + jitter.maximum(after: retryCount))
    }

    /// When the job is retried next. Unknown without a count and a last retry, when no retry is left, and for a job that
    /// was never retried where retries have stopped.
    package func nextRetry(retryCount: Int?, lastRetry: Timestamp?) -> Estimate {
        guard let retryCount, let failure = lastFailure(retryCount, lastRetry),
            let delay = delay(after: retryCount)
        else { return .unknown }
        if lastRetry == nil, stoppedAt != nil { return .unknown }
        // A job that was seen waiting was not retried yet.
        return .between(
            lastRetry == nil ? failure.earliest : failure.earliest.advanced(bySeconds: delay.lowerBound),
            failure.latest.advanced(bySeconds: delay.upperBound)
        )
    }

    /// When the job dies if every retry fails. Unknown without a count and a last retry; at the limit it died with
    /// its last retry.
    package func death(retryCount: Int?, lastRetry: Timestamp?) -> Estimate {
        guard let retryCount, retryCount >= 0, let failure = lastFailure(retryCount, lastRetry) else {
            return .unknown
        }
        let count = min(retryCount, limit)
        return .between(
            failure.earliest.advanced(byMicroseconds: untilDeath[count]),
            failure.latest.advanced(byMicroseconds: untilDeathWithJitter[count])
        )
    }

    /// The latest moment at which the job can have failed for the first time; nil when that can't be known.
    package func latestFirstFailure(retryCount: Int?, lastRetry: Timestamp?) -> Timestamp? {
        guard let retryCount, (0...limit).contains(retryCount), let failure = lastFailure(retryCount, lastRetry) else {
            return nil
        }
        return failure.latest.advanced(byMicroseconds: -sinceFirstFailure[retryCount])
    }

    /// When the job is retried next. Unknown without a count and a last retry, and when no retry is left.
    public func nextRetry(of job: RetryJob) -> Estimate {
        nextRetry(retryCount: job.retryCount, lastRetry: job.lastRetry)
    }

    /// When the job dies if every retry fails. Unknown without a count and a last retry; at the limit it died with its
    /// last retry.
    public func death(of job: RetryJob) -> Estimate {
        death(retryCount: job.retryCount, lastRetry: job.lastRetry)
    }

    /// The latest moment at which the job can have failed for the first time; nil when that can't be known.
    public func latestFirstFailure(of job: RetryJob) -> Timestamp? {
        latestFirstFailure(retryCount: job.retryCount, lastRetry: job.lastRetry)
    }
}

extension RetrySchedule {
    /// The earliest death of a flat job in microseconds; nil when it is unknown.
    package func earliestDeath(_ record: JobRecord) -> Int64? {
        guard isBelieved, record.retryCount >= 0 else { return nil }
        guard record.lastRetry != JobRecord.none else {
            return death(retryCount: Int(record.retryCount), lastRetry: nil).earliest?.microseconds
        }
        let (death, overflow) = record.lastRetry.addingReportingOverflow(
            untilDeath[min(Int(record.retryCount), limit)]
        )
        return overflow ? .max : death
    }

    /// The latest moment of a flat job's first failure in microseconds; nil when it is unknown.
    package func latestFirstFailure(_ record: JobRecord) -> Int64? {
        guard isBelieved, record.retryCount >= 0, Int(record.retryCount) <= limit else { return nil }
        guard record.lastRetry != JobRecord.none else {
            return latestFirstFailure(retryCount: Int(record.retryCount), lastRetry: nil)?.microseconds
        }
        let (failure, overflow) = record.lastRetry.subtractingReportingOverflow(
            sinceFirstFailure[Int(record.retryCount)]
        )
        return overflow ? .min : failure
    }

    /// The most likely moment of a flat job's first failure in microseconds, with half of the jitter that each delay may
    /// have; nil when it is unknown, and for a job that was never retried.
    package func likelyFirstFailure(_ record: JobRecord) -> Int64? {
        let count = Int(record.retryCount)
        guard count > 0, count <= limit, record.lastRetry != JobRecord.none else { return nil }
        let jitter = untilDeathWithJitter[0] - untilDeath[0] - untilDeathWithJitter[count] + untilDeath[count]
        let (failure, overflow) = record.lastRetry.subtractingReportingOverflow(sinceFirstFailure[count] + jitter / 2)
        return overflow ? nil : failure
    }
}

/// A time that the API does not give and ``RetrySchedule`` calculates: a window, or unknown.
public enum Estimate: Sendable, Hashable {
    /// The job does not have what the calculation needs.
    case unknown
    /// Not before the first moment and, if the queue is on time, not after the second.
    case between(Timestamp, Timestamp)

    /// The beginning of the window: the cautious estimate.
    public var earliest: Timestamp? {
        guard case .between(let earliest, _) = self else { return nil }
        return earliest
    }

    /// The end of the window.
    public var latest: Timestamp? {
        guard case .between(_, let latest) = self else { return nil }
        return latest
    }

    /// True when the complete window is in the past: the queue is late, was paused, or has another schedule.
    public func isOverdue(at now: Timestamp) -> Bool {
        guard let latest else { return false }
        return latest < now
    }
}
