#if LiveTenant
internal import RetryJobs

/// The first page, and what it shows of the tenant: sizes, the number of the first page, a list of a single page.
extension ListReader {
    /// Pages in a row that bring nothing, or could not be read, after which the sweep is given up.
    var mostDryPages: Int { 3 }
    /// The smallest largest page at which windows can overlap without costing much.
    private var leastChainedPage: Int { 10 }

    enum FirstOutcome {
        /// The list stood still, and every job that did is on a page.
        case still
        /// It moved, or that can't be ruled out; it ended about here.
        case moved(end: Int)
        /// The reading is over; the ledger has the reason.
        case stopped
    }

    mutating func firstSweep() async throws -> FirstOutcome {
        ledger.swept()
        plan = WindowPlan(largest: perPage, base: plan.base)
        var first: PageAnswer
        switch try await firstPage() {
        case .page(let answer): first = answer
        case .countsFromZero: return try await fromZero()
        case .stopped: return .stopped
        }
        var areSizesKept = true
        for _ in 1...mostDryPages {
            guard first.received <= perPage, first.looksLikeEnd, !isFarAbove(first.leastCount, first.end) else { break }
            switch try await confirm(first, isChained: true) {
            // Only what fits on one page is a photograph.
            case .end(_, let place) where place <= perPage:
                if try await keepsShortSizes() {
                    // What confirmed the end may have been its last job alone.
                    if fronts == 1 {
                        guard let again = try await ask(plan.first.of(size: plan.secondLargest)) else {
                            return .stopped
                        }
                        if let sight = again.sight { try await take(sight) }
                    }
                    let isSame = first.sight?.jobs.prefix(front.count) == front[...]
                    return isSame ? .still : .moved(end: place)
                }
                areSizesKept = false
            case .end: break
            case .contradicted: return .stopped
            case .countsFromZero: return try await fromZero()
            case .more:
                guard case .page(let again) = try await firstPage() else { return .stopped }
                if again.received == first.received { break }
                first = again
                continue
            }
            break
        }
        guard first.received > 0 else {
            if try await countsFromZero(perPage) { return try await fromZero() }
            ledger.problem("reading.no-end", "The first page is empty, but others are not, so jobs may be missing.")
            return .stopped
        }
        if let sight = first.sight { noteJump(sight, first.window) }
        let isCapped = first.received < perPage
        let largest = isCapped ? first.received : perPage
        plan = WindowPlan(largest: max(1, largest), base: plan.base)
        let start = PageAnswer(window: plan.first, content: first.content)
        if areSizesKept, largest >= leastChainedPage, first.received <= perPage {
            repeat {
                var sweep = Sweep(start, isChained: true)
                switch try await run(&sweep) {
                case .sizesIgnored: break
                case .countsFromZero: return try await fromZero()
                case let step:
                    let outcome = try await conclude(sweep, step)
                    if case .stopped = outcome { return outcome }
                    if try await keepsShortSizes() { return outcome }
                }
            } while try await findsKeptSizes()
        }
        // Windows can't overlap: pages of one size, and all of them twice.
        let plain = PageAnswer(
            window: PageWindow(number: plan.base, size: perPage, base: plan.base),
            content: first.content
        )
        var sweep = Sweep(plain, isChained: false)
        sweep.pageSize = max(1, first.received)
        sweep.order = first.sight?.jobs ?? []
        sweep.jobs = Set(sweep.order.map(\.digest))
        let outcome = try await run(&sweep)
        if case .countsFromZero = outcome { return try await fromZero() }
        return try await conclude(sweep, outcome)
    }

    private enum FirstPage {
        case page(PageAnswer)
        case countsFromZero
        case stopped
    }

    /// The first page, asked for again while it is empty against what it says itself.
    private mutating func firstPage() async throws -> FirstPage {
        var size = perPage
        for attempt in 1...3 {
            let window = PageWindow(number: plan.base, size: size, base: plan.base)
            guard let answer = try await ask(window) else { return .stopped }
            switch answer.content {
            case .failed(let attempts, let fault):
                if fault.mayMeanNoSuchPage, try await hasPageZero(answer) { return .countsFromZero }
                throw FirstPageFailed(fault: fault, attempts: attempts)
            case .page(let sight):
                let isContradicted = answer.received == 0 && (sight.next.isThere || answer.leastCount > 0)
                guard isContradicted else {
                    try await take(sight)
                    return .page(answer)
                }
                guard attempt == 3 else { break }
                try await take(sight)
                if try await hasPageZero(answer) { return .countsFromZero }
                ledger.problem(
                    "reading.empty",
                    sight.next.isThere
                        ? "The first page is empty and names a next page, so jobs may be missing."
                        : "The first page is empty, but the tenant counts \(NumberWords.counted(answer.leastCount, "job"))."
                )
            }
            size = max(1, size - 1)
        }
        return .stopped
    }

    /// Looks for sizes that the tenant keeps to, when it does not keep to all: true when windows of these overlap.
    private mutating func findsKeptSizes() async throws -> Bool {
        guard plan.sizes == nil else { return false }
        var kept: Set<Int> = [plan.largest]
        let unit = plan.largest.isMultiple(of: 10) ? plan.largest / 10 : max(1, plan.largest / 8)
        for size in stride(from: plan.largest - unit, to: plan.largest / 3, by: -unit) {
            guard let answer = try await ask(PageWindow(number: plan.base, size: size, base: plan.base)) else {
                return false
            }
            guard let sight = answer.sight else { continue }
            try await take(sight)
            if answer.received == size { kept.insert(size) }
        }
        plan.sizes = kept
        if plan.overlaps(upTo: max(seen.count, 20 * plan.largest)) { return true }
        plan.sizes = nil
        return false
    }

    mutating func fromZero() async throws -> FirstOutcome {
        ledger.note("The tenant counts its pages from 0.")
        plan.base = 0
        return try await firstSweep()
    }
}
#endif
