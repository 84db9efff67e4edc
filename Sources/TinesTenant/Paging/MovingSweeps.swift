#if LiveTenant
/// Sweeps that follow the moves of the list: one window after the other, each asked for when the one before it is
/// there, and each sharing a job with those before it.
extension ListReader {
    /// Windows without progress, one after the other, after which a sweep is given up.
    var mostMends: Int { 14 }
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
            if attempts.isUnfinished(answer) { continue }
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
            if answer.received < window.size, sight.next.isThere { doubts.isUnfinished = true }
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
                if attempts.isUnfinished(answer) { continue }
                if answer.received < window.size, sight.next.isThere { doubts.isUnfinished = true }
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
    private var unfinished = 0

    /// The window is short and names a next page, so that it has not all of its jobs: it is asked for again, three times
    /// at most.
    mutating func isUnfinished(_ answer: PageAnswer) -> Bool {
        guard answer.received < answer.window.size, answer.sight?.next.isThere == true, unfinished < 3 else {
            unfinished = 0
            return false
        }
        unfinished += 1
        return true
    }

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
