import RetryReport

/// When a group counts as new, returned, growing, steady, shrinking or gone.
///
/// A group's jobs are compared with its *usual* number: the median of what was counted at this time of day on the seven
/// days before, where at least three of them have a complete report within half an hour of it; else the median of the
/// last three complete reports; else its number in the last one. A median of 0 says that the group is not usually there,
/// and nothing of how large it usually is, so that the next of these decides. A difference counts when it is at least 5 jobs, a fifth of the usual number, and twice its
/// square root, which is what chance alone makes of counts. So 2 → 4 is not growth, nor is 400 → 430.
enum GroupStates {
    static let daysBefore = 7
    static let enoughDays = 3
    static let lastReports = 3
    /// How far from the same time of day a report may be, in microseconds.
    static let sameTime: Int64 = 1_800_000_000

    /// The state of a group.
    ///
    /// - Parameters:
    ///   - now: its jobs.
    ///   - before: its jobs in the last complete report.
    ///   - isKnown: a report that is kept had it.
    ///   - usual: its usual number of jobs.
    ///   - isComplete: `now` is all of its jobs; otherwise there may be more.
    /// - Returns: nil when an incomplete reading can't say.
    static func state(now: Int, before: Int, isKnown: Bool, usual: Double, isComplete: Bool) -> GroupState? {
        if now == 0 { return isComplete && before > 0 ? .gone : nil }
        if !isKnown { return .new }
        if before == 0 { return .returned }
        let least = max(5, usual / 5, 2 * usual.squareRoot())
        if Double(now) - usual >= least { return .growing }
        // More jobs may be there than were read: neither "steady" nor "shrinking" is known then.
        guard isComplete else { return nil }
        return usual - Double(now) >= least ? .shrinking : .steady
    }

    /// The number in the middle, or the mean of the two; 0 of none.
    static func median(_ numbers: [Int]) -> Double {
        guard !numbers.isEmpty else { return 0 }
        let sorted = numbers.sorted()
        return (Double(sorted[(sorted.count - 1) / 2]) + Double(sorted[sorted.count / 2])) / 2
    }

    /// How many reports seem to be missing in a gap, by the usual distance between the reports before it; 0 when fewer
    /// than three distances are known.
    static func missing(in gap: Int64, usual distances: [Int64]) -> Int {
        guard distances.count >= 3 else { return 0 }
        let usual = median(distances.map { Int($0) })
        guard usual > 0 else { return 0 }
        return max(0, (Int(exactly: (Double(gap) / usual).rounded(.down)) ?? 0) - 1)
    }
}
