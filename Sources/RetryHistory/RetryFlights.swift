import RetryJobs
import RetryReport

/// What is known of a job that is missing from a list that was read: which of its retries may have been running then.
struct AwayMarks: OptionSet, Hashable, Sendable {
    var rawValue: UInt64

    /// A report has called the job recovered or dead.
    static let settled = AwayMarks(rawValue: 1)
    /// It left the list before its retry was due: a person removed it, or retried it.
    static let leftEarly = AwayMarks(rawValue: 1 << 1)
    /// It does not say enough about itself to know when its retries are due.
    static let unknowable = AwayMarks(rawValue: 1 << 2)
    /// It was on the list of dead jobs, or counted as dead by the estimates.
    static let died = AwayMarks(rawValue: 1 << 3)
    /// How many retries ahead are kept.
    static let most = 59

    /// The retry of this number, from 1, counted from when the job was seen last.
    static func retry(_ number: Int) -> AwayMarks { AwayMarks(rawValue: 1 << UInt64(number + 3)) }

    private static let retries = AwayMarks(rawValue: ~15)
    /// The retries that may have been running.
    var running: AwayMarks { intersection(Self.retries) }
}

/// When the retries of a job can run, by the schedule.
///
/// A job whose retry is queued or runs is on no list. If it fails it comes back, with a higher count; so a job that is
/// missing has not recovered as long as one of its retries may have been running while the list was read. From its count
/// and its last retry follows when each later retry can begin at the earliest and has ended at the latest, where a retry
/// takes up to ``longest`` from the moment that it is due. The delays grow with the count, so there are soon gaps between
/// these windows, and a reading in such a gap proves that the job is gone.
struct RetryFlights {
    /// A stretch of time in microseconds, such as that of a reading.
    typealias Span = ClosedRange<Int64>

    /// What is assumed for ``longest`` when nothing longer was seen: 15 minutes.
    static let usualLongest: Int64 = 900_000_000
    /// More is not believed: 6 hours.
    static let limitOfLongest: Int64 = 21_600_000_000
    /// How much later than the waiting jobs the dead ones may be read, and how exact the clocks are: a minute.
    private static let slack: Int64 = 60_000_000
    /// Times that calculating with can't overflow.
    private static let plausible: Span = 0...(1 << 60)

    let limit: Int
    /// The longest time from the moment that a retry is due to the moment that it has ended, in microseconds.
    let longest: Int64
    /// False when the jobs are known to follow another schedule: nothing is concluded from it then.
    private let isBelieved: Bool
    // The delays by the count after a failure, in microseconds.
    private let least: [Int64]
    private let most: [Int64]

    /// - Parameters:
    ///   - schedule: when jobs are retried.
    ///   - seen: the longest such time that was seen, in microseconds; twice that is assumed.
    init(_ schedule: RetrySchedule, seen: Int64 = 0) {
        limit = schedule.limit
        isBelieved = schedule.isBelieved
        longest = min(Self.limitOfLongest, max(Self.usualLongest, seen.multipliedClamped(by: 2)))
        let delays = (0..<limit).map { schedule.delay(after: $0) ?? 0...0 }
        least = delays.map { $0.lowerBound * 1_000_000 }
        most = delays.map { $0.upperBound * 1_000_000 }
    }

    /// A job as it is remembered when it is missing for the first time: with the last retry that the windows of its later
    /// ones begin from.
    ///
    /// - Parameters:
    ///   - job: the job as it was read.
    ///   - seen: when it was read.
    /// - Returns: the job with that last retry.
    func remembered(_ job: JobState, seen: Span) -> JobState {
        var job = job
        guard job.retryCount >= 0, Int(job.retryCount) < limit else { return job }
        if job.lastRetry == JobState.none {
            if job.retryCount == 0 { job.lastRetry = seen.upperBound }
        } else {
            // It was due, and still waiting when it was seen.
            job.lastRetry = max(job.lastRetry, seen.upperBound - most[Int(job.retryCount)])
        }
        return job
    }

    /// The retries that may have been running while a list was read.
    ///
    /// - Parameters:
    ///   - job: a job that was missing, as it is remembered; changed when it left early.
    ///   - marks: what was known of it; empty when it is missing for the first time.
    ///   - earlier: the last reading that proves that it was missing, if any.
    ///   - reading: when the list was read.
    ///   - width: how long the reading took in which it was seen last, in microseconds.
    /// - Returns: the retries, and what else is known; nothing when the job is gone.
    func marks(
        of job: inout JobState,
        _ marks: AwayMarks,
        missingSince earlier: Span?,
        in reading: Span,
        width: Int64
    ) -> AwayMarks {
        let count = Int(job.retryCount)
        guard isBelieved, count >= 0, count < limit, Self.plausible.contains(job.lastRetry) else { return .unknowable }
        let slack = Self.slack + width
        if marks.contains(.leftEarly) {
            // Its last retry is when it was missing first; a retry by hand may have been running then.
            var found = windows(
                after: count + 1,
                from: job.lastRetry - longest,
                to: job.lastRetry + longest,
                number: 2,
                in: reading,
                slack
            )
            if reading.lowerBound <= job.lastRetry + longest { found.insert(.retry(1)) }
            return reachable(found, from: marks, count, earlier, reading, slack).union(.leftEarly)
        }
        if job.lastRetry + least[count] - slack > reading.upperBound {
            job.lastRetry = reading.upperBound
            return [.leftEarly, .retry(1)]
        }
        let found = windows(after: count, from: job.lastRetry, to: job.lastRetry, number: 1, in: reading, slack)
        return reachable(found, from: marks, count, earlier, reading, slack)
    }

    /// How many retries of a job that is remembered can have begun before a moment, at least 1.
    func retries(of job: JobState, before moment: Int64) -> Int {
        let count = Int(job.retryCount)
        guard count >= 0, count < limit, Self.plausible.contains(job.lastRetry) else { return 1 }
        var (number, begin) = (1, job.lastRetry + least[count])
        while count + number < limit {
            begin += least[count + number]
            guard begin <= moment else { break }
            number += 1
        }
        return number
    }

    /// Whether the last retry of a job that is remembered can have begun before a moment.
    func mayHaveDied(_ job: JobState, _ marks: AwayMarks, before moment: Int64) -> Bool {
        var count = Int(job.retryCount)
        guard isBelieved, count >= 0, count < limit, Self.plausible.contains(job.lastRetry) else { return true }
        if marks.contains(.leftEarly) { count += 1 }
        return count >= limit || job.lastRetry + least[count...].reduce(0, +) <= moment
    }

    /// Those of `found` that can follow from what may have been running in an earlier reading.
    private func reachable(
        _ found: AwayMarks,
        from marks: AwayMarks,
        _ count: Int,
        _ earlier: Span?,
        _ reading: Span,
        _ slack: Int64
    ) -> AwayMarks {
        guard let earlier, !marks.running.isEmpty else { return found }
        var reached = AwayMarks()
        for number in 1...AwayMarks.most where marks.contains(.retry(number)) {
            if reading.lowerBound <= earlier.upperBound + longest { reached.insert(.retry(number)) }
            guard count + number < limit else { break }
            reached.formUnion(
                windows(
                    after: count + number,
                    from: earlier.lowerBound,
                    to: earlier.upperBound + longest,
                    number: number + 1,
                    in: reading,
                    slack
                )
            )
        }
        return found.intersection(reached)
    }

    /// The retries whose windows touch a reading, for a job that failed between two moments, which left its count at `count`.
    private func windows(
        after count: Int,
        from: Int64,
        to: Int64,
        number: Int,
        in reading: Span,
        _ slack: Int64
    ) -> AwayMarks {
        var found = AwayMarks()
        var (count, number, begin, end) = (count, number, from - slack, to)
        while count < limit, number <= AwayMarks.most {
            begin += least[count]
            end += most[count] + longest
            guard begin <= reading.upperBound else { break }
            // Having failed for the last time, it is on the list of dead jobs, which may have been read before.
            let late = count == limit - 1 ? Self.slack : 0
            if end + late >= reading.lowerBound { found.insert(.retry(number)) }
            (count, number) = (count + 1, number + 1)
        }
        return found
    }
}

extension Int64 {
    fileprivate func multipliedClamped(by factor: Int64) -> Int64 {
        let (product, overflow) = multipliedReportingOverflow(by: factor)
        return overflow ? .max : product
    }
}
