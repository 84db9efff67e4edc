import Algorithms
import RetryJobs
import RetryReport

/// Compares the delays between retries with those of the schedule.
struct DelayCheck: Equatable {
    /// How much later than due a retry may be and still fit: 15 minutes, and a tenth of its delay.
    private static let late: Int64 = 900_000_000
    /// Jobs that were retried between the two readings, and whose times say when.
    private(set) var delays = 0
    /// Those of them whose retries were about when the schedule says.
    private(set) var fittingDelays = 0
    /// Jobs that were found on the list of dead jobs.
    private(set) var deaths = 0
    /// Those of them that can have had all their retries.
    private(set) var fittingDeaths = 0
    /// The longest time from the moment that a retry was due to its failure, in microseconds.
    private(set) var longest: Int64 = 0

    typealias Observations = (delays: Int, fittingDelays: Int, deaths: Int, fittingDeaths: Int)

    var observations: Observations { (delays, fittingDelays, deaths, fittingDeaths) }

    // Sums of the delays before each count, in microseconds.
    private let least: [Int64]
    private let most: [Int64]

    init(_ schedule: RetrySchedule) {
        let delays = (0..<schedule.limit).map { schedule.delay(after: $0) ?? 0...0 }
        least = delays.reductions(0) { $0 + $1.lowerBound * 1_000_000 }
        most = delays.reductions(0) { $0 + $1.upperBound * 1_000_000 }
    }

    /// Takes in a job that waited in both readings and was retried in between.
    mutating func add(_ then: JobState, _ now: JobState) {
        let (before, after) = (Int(then.retryCount), Int(now.retryCount))
        guard before >= 0, after > before, then.lastRetry != JobState.none, now.lastRetry != JobState.none else {
            return
        }
        delays += 1
        // A job that is still waiting after its last retry has another limit.
        guard after < least.count - 1 else { return }
        let (elapsed, overflow) = now.lastRetry.subtractingReportingOverflow(then.lastRetry)
        guard !overflow else { return }
        let early = least[after] - least[before]
        let last = most[after] - most[before]
        if elapsed >= early - 2_000_000, elapsed <= last + last / 10 + Self.late * Int64(after - before) {
            fittingDelays += 1
        }
        if after == before + 1 { longest = max(longest, elapsed - early) }
    }

    /// Takes in a job that was found among the dead.
    mutating func add(deathThatFits fits: Bool) {
        deaths += 1
        fittingDeaths += fits ? 1 : 0
    }
}
