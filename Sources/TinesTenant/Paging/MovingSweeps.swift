#if LiveTenant
internal import RetryJobs

/// Sweeps that follow the moves of the list: one window after the other, each asked for when the one before it is
/// there, and each sharing a job with those before it.
extension ListReader {
    /// Windows without progress, one after the other, after which a sweep is given up.
    private var mostMends: Int { 14 }
    /// Windows that a sweep may take: four times what a list of this length should need, and some.
    private func mostWindows(_ length: Int) -> Int { 4 * length / max(1, plan.largest) + 100 }

    /// From the beginning to the end, for a list in which moved jobs go toward the end.
    mutating func forwardSweep(to length: Int, overlap firstOverlap: Int) async throws -> SweepOutcome {
        ledger.swept()
        var chain = Chain()
        var overlap = firstOverlap
        var window = plan.first
        var end = 0
        var farthest = 0
        var back = overlap
        var attempts = Attempts()
        for _ in 0..<mostWindows(length) {
            guard let answer = try await ask(window) else { return .stopped }
            guard let sight = answer.sight else {
                guard attempts.failed(answer, ledger, mostMends) else { return .stopped }
                back *= 2
                window = plan.forward(atMost: max(0, end - back))
                continue
            }
            guard answer.received <= window.size else { return sizesIgnored() }
            try await take(sight)
            guard window.start == 0 || chain.shares(sight.jobs) else {
                attempts.mends += 1
                attempts.ends = 0
                if attempts.mends > mostMends { return apart(answer) }
                // Jobs left before it, so what stood here stands nearer to the beginning.
                back *= 2
                window = plan.forward(atMost: max(0, end - back))
                continue
            }
            let joint = chain.join(sight, at: window.start, forward: true)
            if joint.new > 0 || answer.end > farthest {
                attempts.mends = 0
                farthest = max(farthest, answer.end)
            } else {
                attempts.mends += 1
                if attempts.mends > mostMends { return apart(answer) }
            }
            if window.start > 0, joint.shared < overlap / 2 { overlap = min(2 * overlap, max(1, plan.largest / 3)) }
            back = overlap
            end = answer.end
            guard answer.received < window.size else {
                attempts.ends = 0
                attempts.contradictions = 0
                window = plan.forward(atMost: end - overlap, beyond: end)
                continue
            }
            switch try await believe(answer, new: joint.new, &attempts) {
            case .end:
                evidence.append(chain.evidence)
                return .joined(end: end, chain, isPhotograph: window.start == 0)
            case .stopped: return .stopped
            case .goOn: window = plan.around(end, sharing: overlap, other: window.size)
            }
        }
        return .apart
    }

    /// From the end to the beginning, for a list in which moved jobs go toward the beginning.
    mutating func backwardSweep(from place: Int, overlap firstOverlap: Int) async throws -> SweepOutcome {
        ledger.swept()
        var chain = Chain()
        var overlap = firstOverlap
        var attempts = Attempts()
        var end = place
        var search = EndSearch(around: place, largest: plan.largest)
        var window = plan.around(end, sharing: overlap, other: nil)
        var isEndKnown = false
        var front = Int.max
        var back = overlap
        for _ in 0..<mostWindows(place) {
            guard let answer = try await ask(window) else { return .stopped }
            guard let sight = answer.sight else {
                guard attempts.failed(answer, ledger, mostMends) else { return .stopped }
                back *= 2
                window =
                    isEndKnown
                    ? plan.backward(atLeast: front + back)
                    : plan.around(search.isEmpty(at: window.start), sharing: overlap, other: window.size)
                continue
            }
            guard answer.received <= window.size else { return sizesIgnored() }
            try await take(sight, .backward)
            if !isEndKnown {
                switch try await findEnd(answer, &search, &chain, &attempts) {
                case .stopped: return .stopped
                case .goOn(let next):
                    attempts.mends += 1
                    if attempts.mends > 3 * mostMends { return apart(answer) }
                    window = plan.around(next, sharing: overlap, other: window.size)
                    continue
                case .end:
                    isEndKnown = true
                    attempts.mends = 0
                    end = answer.end
                }
            } else {
                guard chain.shares(sight.jobs) else {
                    attempts.mends += 1
                    if attempts.mends > mostMends { return apart(answer) }
                    if answer.looksLikeEnd {
                        // The list became so much shorter that it ends here: its end is looked for anew.
                        isEndKnown = false
                        attempts.ends = 0
                        front = .max
                        back = overlap
                        let place = answer.received == 0 ? search.isEmpty(at: window.start) : answer.end
                        window = plan.around(place, sharing: overlap, other: window.size)
                        continue
                    }
                    // Jobs entered before it, so what stood here stands farther from the beginning.
                    back *= 2
                    window = plan.backward(atLeast: front + back)
                    continue
                }
                let joint = chain.join(sight, at: window.start, forward: false)
                if joint.new > 0 || window.start < front {
                    attempts.mends = 0
                } else {
                    attempts.mends += 1
                    if attempts.mends > mostMends { return apart(answer) }
                }
                if joint.shared < overlap / 2 { overlap = min(2 * overlap, max(1, plan.largest / 3)) }
            }
            if window.start == 0 {
                var shown = chain.evidence
                shown.reverse()
                evidence.append(shown)
                return .joined(end: end, chain, isPhotograph: end == answer.end)
            }
            front = window.start
            back = overlap
            window = plan.backward(atLeast: front + overlap, before: front)
        }
        return .apart
    }

    private func sizesIgnored() -> SweepOutcome {
        ledger.problem(
            "reading.sizes",
            "The list changed while it was read and the tenant does not keep to the page sizes asked for, so jobs may "
                + "be missing."
        )
        return .stopped
    }

    /// Windows don't join; that an empty one stays empty against what other pages say is another matter.
    private func apart(_ answer: PageAnswer) -> SweepOutcome {
        if answer.received > 0 { return .apart }
        ledger.problem(
            "reading.no-end",
            "Page \(answer.window.number) of \(answer.window.size) jobs stays empty, though the pages before it go on; "
                + "jobs may be missing."
        )
        return .stopped
    }

    enum Belief {
        case end
        case goOn
        case stopped
    }

    /// A joined window that is short: is it the end?
    private mutating func believe(
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
        if let sight = beyond.sight, !showsEnd(beyond, of: answer) {
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
    private mutating func findEnd(
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

extension ListReader {
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

    /// Windows asked for again to look for jobs that pages left out.
    private var mostLooks: Int { 5 }

    /// Looks for jobs that were there before a joined sweep and are there after it, in the same state, but were not on
    /// the page of the sweep that they belong on: such a page was not one moment of the list.
    mutating func lookForLostJobs(_ chain: Chain) async throws {
        let firstOrder = history.firstOrder
        var candidates: [(job: JobMark, place: Int)] = []
        for index in firstOrder.indices.dropFirst().dropLast() {
            let job = firstOrder[index]
            guard job.isReadable, job.lastRetry > 0, chain.place(of: job) == nil,
                let before = chain.place(of: firstOrder[index - 1]), let after = chain.place(of: firstOrder[index + 1]),
                abs(after - before) < plan.largest / 2
            else { continue }
            candidates.append((job, before))
        }
        guard !candidates.isEmpty else { return }
        // Those whose retry is farthest away are the ones that had no reason to leave.
        let time = firstOrder.reduce(0) { max($0, $1.lastRetry) }
        let early = candidates.filter { OrderEvidence.nextRetry(of: $0.job, time: time)?.0 ?? 0 > time + 3_600_000_000 }
        if early.isEmpty {
            func retry(_ job: JobMark) -> Int64 { OrderEvidence.nextRetry(of: job, time: time)?.0 ?? 0 }
            candidates.sort { retry($0.job) > retry($1.job) }
            candidates = Array(candidates.prefix(mostLooks))
        } else {
            candidates = early
        }
        for look in 0..<min(mostLooks, candidates.count) where !history.isTorn {
            let place = candidates[look * candidates.count / min(mostLooks, candidates.count)].place
            let window = plan.forward(atMost: max(0, place - plan.largest / 2))
            // The job is noticed when it is on this page in the same state.
            guard let sight = try await ask(window)?.sight else { return }
            try await take(sight)
        }
    }
}

/// How often a sweep tried in vain.
struct Attempts {
    /// Windows that did not join or brought no progress, one after the other.
    var mends = 0
    /// Windows that look like the end, one after the other.
    var ends = 0
    /// Windows shorter than asked for.
    var short = 0
    /// Windows that look like the end against the tenant's count.
    var contradictions = 0
    /// All of those give a count above what is there.
    var isCountAbove = false
    private var failures = 0

    /// Notes a window that could not be read; false when it is time to give up.
    /// A page beyond the end may be refused in place of being empty, so that has more patience.
    mutating func failed(_ answer: PageAnswer, _ ledger: Ledger, _ mostMends: Int) -> Bool {
        guard case .failed(let attempts, let fault) = answer.content else { return true }
        failures += fault.mayMeanNoSuchPage ? 0 : 1
        mends += 1
        ends = 0
        guard failures == 3 || mends > mostMends else { return true }
        ledger.problem(
            "page.failed",
            "Page \(answer.window.number) could not be read in \(attempts) "
                + "\(attempts == 1 ? "attempt" : "attempts"): \(fault.sentence)."
        )
        return false
    }
}
#endif
