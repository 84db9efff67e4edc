#if LiveTenant
internal import RetryJobs

/// An end is believed when it was asked for twice and contradicts nothing that pages say.
extension ListReader {
    enum Confirmation {
        /// The list ends at this place; `isSame` when nothing moved there meanwhile.
        case end(isSame: Bool, place: Int)
        /// There are jobs beyond it.
        case more
        /// The tenant counts many more jobs; the ledger says so.
        case contradicted
        /// There is a page 0 with other jobs.
        case countsFromZero
    }

    private var mostContradictions: Int { 3 }
    /// Answers that are empty from the first on, and say nothing of a count, until a list is taken for empty.
    private var mostEmptyAnswers: Int { 7 }

    mutating func confirm(_ end: PageAnswer, isChained: Bool) async throws -> Confirmation {
        var end = end
        var isSame = true
        for attempt in 1..<mostEmptyAnswers {
            let window =
                isChained ? plan.around(end.end, sharing: 1, other: end.window.size) : end.window
            guard let again = try await ask(window) else { return .contradicted }
            guard let sight = again.sight else {
                if case .failed(_, let fault) = again.content, fault.mayMeanNoSuchPage {
                    if isChained { return .more }
                    if end.sight == nil { break }
                }
                if case .failed(let attempts, let fault) = again.content {
                    ledger.problem(
                        "page.failed",
                        "Page \(window.number), the last one, could not be read again in \(attempts) "
                            + "\(attempts == 1 ? "attempt" : "attempts"): \(fault.sentence)."
                    )
                }
                return .contradicted
            }
            // It shares a place with what was read, so it has a job where the list still ends here.
            if isChained, again.received == 0, again.window.start > 0 { return .more }
            let isBeyond = isChained && bringsUnknown(again)
            try await take(sight)
            if isBeyond { return .more }
            guard again.looksLikeEnd || (!isChained && again.print == end.print) else { return .more }
            if again.end != end.end || lastJob(again) != lastJob(end) { isSame = false }
            let count = max(again.leastCount, sight.hasMeta ? 0 : end.leastCount)
            let isOther = isChained && end.window.start == 0 && again.window.start == 0 && !agree(again, end)
            end = again
            if isOther, !again.countAgrees {
                // Two photographs of different lists: one of them was cut short.
                guard attempt < mostContradictions else { return .more }
                continue
            }
            if !isFarAbove(count, again.end) {
                if again.countAgrees, again.received > 0 || attempt > 1 {
                    // A count of 0 is what the documentation's own sample gives beside jobs.
                    if again.end == 0, try await hasPageZero(again) { return .countsFromZero }
                    return .end(isSame: isSame, place: end.end)
                }
                let isBare = again.received == 0 && sight.count == nil
                if again.received > 0 || again.window.start > 0 || (attempt > 1 && !isBare) { break }
                continue
            }
            if try await hasPageZero(again) { return .countsFromZero }
            if attempt >= mostContradictions {
                ledger.problem(
                    "reading.count",
                    "The tenant counts \(NumberWords.counted(count, "job")), but its pages end after \(again.end), so jobs are missing."
                )
                return .contradicted
            }
        }
        // No count that agrees: look behind the end and before the beginning.
        // Behind a single page from its last job on: a page that was cut short goes on there.
        let behind =
            isChained && end.window.start == 0 && end.end > 0 && end.end <= plan.largest
            ? PageWindow(number: plan.base + 1, size: end.end, base: plan.base) : end.window.next
        if let beyond = try await ask(behind), let sight = beyond.sight {
            if try await !isShown(end, by: beyond) {
                try await take(sight)
                return .more
            }
            if end.window.start == 0, !sight.jobs.isEmpty, try await isNumberIgnored(end) { return .contradicted }
        }
        return try await hasPageZero(end) ? .countsFromZero : .end(isSame: isSame, place: end.end)
    }

    /// Two pages have the same jobs, but for some that came, went or were retried between them.
    private func agree(_ one: PageAnswer, _ other: PageAnswer) -> Bool {
        let jobs = Set((one.sight?.jobs ?? []).map(\.id))
        let others = Set((other.sight?.jobs ?? []).map(\.id))
        return jobs.symmetricDifference(others).count <= max(3, max(jobs.count, others.count) / 20)
    }

    /// Nothing is behind the end: the page there is empty, or the first or the last page once more.
    func showsEnd(_ beyond: PageAnswer, of end: PageAnswer) -> Bool {
        guard let jobs = beyond.sight?.jobs.filter(\.isReadable), !jobs.isEmpty else { return beyond.received == 0 }
        let last = end.sight?.jobs.filter(\.isReadable) ?? []
        let near = max(3, jobs.count / 10)
        let isLast = !Set(last.suffix(near)).isDisjoint(with: jobs.suffix(near)) && share(jobs, last)
        let isFirst = !Set(front.prefix(near)).isDisjoint(with: jobs.prefix(near)) && share(jobs, front)
        return isLast || isFirst
    }

    /// The same; where the page has jobs, the first page may have changed since it was read last and is asked for again.
    mutating func isShown(_ end: PageAnswer, by beyond: PageAnswer) async throws -> Bool {
        if showsEnd(beyond, of: end) { return true }
        guard let first = try await ask(plan.first.of(size: min(beyond.window.size, plan.largest))),
            let sight = first.sight
        else { return false }
        try await take(sight)
        return showsEnd(beyond, of: end)
    }

    /// Most of the jobs are among the others.
    private func share(_ jobs: [JobMark], _ others: [JobMark]) -> Bool {
        let others = Set(others)
        return jobs.count(where: others.contains) * 2 > jobs.count
    }

    /// The page beyond a single one has jobs as well: is the number, or the size, of a page of no effect? Then there may
    /// be more jobs than the one page shows.
    private mutating func isNumberIgnored(_ answer: PageAnswer) async throws -> Bool {
        guard let jobs = answer.sight?.jobs, !jobs.isEmpty else { return false }
        let half = max(1, jobs.count / 2)
        guard
            let second = try await ask(
                PageWindow(number: plan.base + (jobs.count > 1 ? 1 : 0), size: half, base: plan.base)
            )
        else { return true }
        if let sight = second.sight {
            try await take(sight)
            // In a list that moves, a job or two of the first half may be there.
            let first = Set(jobs.prefix(half).map(\.digest))
            let known = sight.jobs.count { first.contains($0.digest) }
            if sight.jobs.count <= half, jobs.count == 1 || known * 2 <= sight.jobs.count { return false }
        }
        ledger.problem(
            "reading.sizes",
            "The tenant does not keep to the page number or the page size asked for, so jobs may be missing."
        )
        return true
    }

    /// Page 0 has jobs that no page has: the tenant counts its pages from 0.
    mutating func hasPageZero(_ answer: PageAnswer) async throws -> Bool {
        guard plan.base == 1, !knowsPageZero else { return false }
        knowsPageZero = true
        let window = PageWindow(number: 0, size: max(1, plan.largest), base: 0)
        guard let zero = try await ask(window), let sight = zero.sight else { return false }
        guard sight.jobs.contains(where: { $0.isReadable && !seen.contains($0.digest) }) else { return false }
        let hadJobs = !seen.isEmpty
        try await take(sight)
        // A tenant that takes 0 for 1 has the same jobs on both, at nearly the same moment.
        guard let one = try await ask(PageWindow(number: 1, size: window.size)) else { return false }
        guard let again = one.sight, !again.jobs.isEmpty else { return !hadJobs }
        try await take(again)
        return !share(sight.jobs, again.jobs)
    }

    /// Pages 0 and 1 of half the size have jobs, and not the same ones: the tenant counts its pages from 0, though page 0
    /// has no job that is on no other page, as where the first page is repeated beyond the end.
    mutating func countsFromZero(_ jobs: Int) async throws -> Bool {
        guard plan.base == 1 else { return false }
        let size = max(1, jobs / 2)
        guard let zero = try await ask(PageWindow(number: 0, size: size, base: 0)), let first = zero.sight,
            let one = try await ask(PageWindow(number: 1, size: size, base: 0)), let second = one.sight
        else { return false }
        try await take(first)
        try await take(second)
        return !first.jobs.isEmpty && !second.jobs.isEmpty && !share(first.jobs, second.jobs)
    }

    /// Notes the size of a page that only its length shows to be the last one.
    mutating func noteSize(_ answer: PageAnswer) {
        guard let sight = answer.sight, sight.next == .unsaid, answer.received > 0,
            answer.received < answer.window.size, shortSizes[answer.window.size] == nil
        else { return }
        shortSizes[answer.window.size] = false
    }

    /// A page that is shorter than asked for is the last one only where sizes are kept: the first page of the same
    /// size must be full. False when one is not, so that places are not where they were computed to be.
    mutating func keepsShortSizes() async throws -> Bool {
        let jobs = seen.count
        // Jobs may have left a list that hardly fills the page.
        let remaining = jobs - max(3, jobs / 50)
        for size in shortSizes.keys.sorted() where shortSizes[size] == false && size <= min(jobs, plan.largest) {
            let window = PageWindow(number: plan.base, size: size, base: plan.base)
            guard let answer = try await ask(window), let sight = answer.sight else { return false }
            try await take(sight)
            guard answer.received <= size, answer.received >= min(size, remaining) else { return false }
            shortSizes[size] = true
        }
        return true
    }

    func reportSizes() {
        ledger.problem(
            "reading.sizes",
            "The tenant does not keep to the page sizes asked for and names no next page, so jobs may be missing."
        )
    }

    private func lastJob(_ answer: PageAnswer) -> JobMark? { answer.sight?.jobs.last }
}
#endif
