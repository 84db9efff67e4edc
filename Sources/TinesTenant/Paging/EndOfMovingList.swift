#if LiveTenant
internal import RetryJobs

/// The end of a list that moves.
extension ListReader {
    enum Belief {
        case end
        case goOn
        case stopped
    }

    /// A joined window that is short: is it the end?
    mutating func believe(
        _ answer: PageAnswer,
        new: Int,
        _ attempts: inout Attempts
    ) async throws -> Belief {
        attempts.short += 1
        if !answer.looksLikeEnd {
            attempts.ends = 0
            guard attempts.short > mostMends else { return .goOn }
            ledger.problem(
                "reading.no-end",
                "The last page names a next one, which brings no job, so jobs may be missing."
            )
            return .stopped
        }
        if isFarAbove(answer.leastCount, answer.end) {
            attempts.contradictions += 1
            guard attempts.contradictions == 3 else { return .goOn }
            ledger.problem(
                "reading.count",
                "The tenant counts \(NumberWords.counted(answer.leastCount, "job")), but its pages end after \(answer.end), so jobs are "
                    + "missing."
            )
            return .stopped
        }
        attempts.isCountAbove = (attempts.ends == 0 || attempts.isCountAbove) && answer.leastCount > answer.end
        attempts.ends += 1
        // What was asked for before was cut short, unless jobs go on entering at the end.
        if new > 0, attempts.short < mostMends { attempts.ends = 1 }
        if attempts.ends < 2 { return .goOn }
        if answer.countAgrees, answer.received > 0 { return .end }
        guard let beyond = try await ask(answer.window.next) else { return .stopped }
        if let sight = beyond.sight, try await !isShown(answer, by: beyond) {
            try await take(sight)
            attempts.ends = 0
            guard attempts.short > mostMends else { return .goOn }
            ledger.problem(
                "reading.no-end",
                "The page beyond the last one has other jobs each time, so jobs may be missing."
            )
            return .stopped
        }
        guard attempts.ends >= (answer.sight?.count ?? 0 > 0 ? 2 : 3) else { return .goOn }
        if attempts.isCountAbove { doubts.isCountAbove = true }
        return .end
    }

    enum EndFound {
        case end
        /// It may be at this place.
        case goOn(Int)
        case stopped
    }

    /// Looks for the end of the list, to begin there.
    mutating func findEnd(
        _ answer: PageAnswer,
        _ search: inout EndSearch,
        _ chain: inout Chain,
        _ attempts: inout Attempts
    ) async throws -> EndFound {
        guard let sight = answer.sight else { return .stopped }
        if answer.received == 0, answer.window.start > 0 {
            // The list became shorter, or the answer is a bad one.
            attempts.ends = 0
            return .goOn(search.isEmpty(at: answer.window.start))
        }
        if answer.received == answer.window.size {
            attempts.ends = 0
            return .goOn(search.isFull(to: answer.end))
        }
        if attempts.ends > 0, answer.window.start > 0, !chain.shares(sight.jobs) { attempts.ends = 0 }
        if attempts.ends == 0 { chain = Chain() }
        let joint = chain.join(sight, at: answer.window.start, forward: false)
        switch try await believe(answer, new: attempts.ends == 0 ? 0 : joint.new, &attempts) {
        case .end: return .end
        case .goOn: return .goOn(answer.end)
        case .stopped: return .stopped
        }
    }

    /// Reads the end of the list once more, some time after it was found: what was answered then may have been cut
    /// short. False when the reading is over.
    mutating func readsOn(from end: Int) async throws -> Bool {
        var place = end
        for attempt in 0..<10 {
            guard let answer = try await ask(plan.around(place, sharing: 1, other: nil)) else { return false }
            if let sight = answer.sight { try await take(sight, .backward) }
            if answer.received == 0 {
                place = max(0, place - 1 << attempt)
            } else if answer.received == answer.window.size {
                place = answer.end
            } else {
                return true
            }
        }
        return true
    }
}

/// Where the end of a list that moves may be: between a place that has jobs and one that has none, as seen last.
struct EndSearch {
    private let largest: Int
    private var full: Int?
    private var empty: Int?
    private var step: Int

    init(around place: Int, largest: Int) {
        self.largest = largest
        step = 0
    }

    /// There are no jobs from this place on; returns the place to look at next.
    mutating func isEmpty(at place: Int) -> Int {
        empty = place
        if let full, full < place { return place - full <= largest ? full : (full + place) / 2 }
        full = nil
        step = max(1, 2 * step)
        return max(0, place - step)
    }

    /// There are jobs up to this place; returns the place to look at next.
    mutating func isFull(to place: Int) -> Int {
        full = place
        if let empty, empty > place { return empty - place <= largest ? place : (place + empty) / 2 }
        empty = nil
        defer { step = max(largest, 2 * step) }
        return place + step
    }
}
#endif
