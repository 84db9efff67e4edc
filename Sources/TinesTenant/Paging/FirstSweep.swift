#if LiveTenant
internal import RetryJobs

/// The first sweep: the list once from its beginning to its end, some pages at a time.
extension ListReader {
    /// Pages in a row that bring nothing, or could not be read, after which the sweep is given up.
    private var mostDryPages: Int { 3 }
    /// Pages of known jobs, beyond four times those of new ones, after which the sweep is given up.
    private var mostRepeatedPages: Int { 200 }
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
                    // A tenant that counts more than it lists left some out.
                    if first.leastCount > place { doubts.isCountAbove = true }
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

    private mutating func fromZero() async throws -> FirstOutcome {
        ledger.note("The tenant counts its pages from 0.")
        plan.base = 0
        return try await firstSweep()
    }
}

/// Where the first sweep is.
struct Sweep {
    enum Step {
        case goOn
        case end
        case sizesIgnored
        case countsFromZero
        case stopped
    }

    let first: PageAnswer
    /// Windows overlap, so that each pair can be joined.
    let isChained: Bool
    /// Without a chain: jobs that a page really has.
    var pageSize = 0
    var last: PageAnswer
    var windows: [PageWindow]
    /// All pages of a sweep without a chain, for comparing with a second time.
    var prints: [(window: PageWindow, print: Int)] = []
    var hasMoved = false
    var hasFailed = false
    var failures = 0
    var dry = 0
    var known = 0
    /// Jobs on all pages together, and those of them that were on none before.
    var received = 0
    var new = 0
    var shortPage: PageAnswer?
    var lastCount: Int?
    var pagePrints: Set<Int> = []
    /// Without a chain: the jobs of this sweep in their order.
    var order: [JobMark] = []
    /// Without a chain: the same by their states.
    var jobs: Set<Int> = []
    /// Without a chain: a page before the last one has another number of jobs than the first.
    var isUneven = false

    init(_ first: PageAnswer, isChained: Bool) {
        self.first = first
        self.isChained = isChained
        last = first
        windows = [first.window]
        lastCount = first.sight?.count
        pagePrints = [first.print]
        prints = [(first.window, first.print)]
    }

    /// The window with this index, from 0.
    mutating func window(_ index: Int, _ plan: WindowPlan) -> PageWindow {
        while windows.count <= index {
            let before = windows[windows.count - 1]
            windows.append(isChained ? plan.forward(atMost: before.end - 1, beyond: before.end) : before.next)
        }
        return windows[index]
    }
}

extension PageAnswer {
    /// The same for pages with the same jobs in the same state and order, within one run.
    var print: Int { sight?.jobs.hashValue ?? 0 }
}

extension ListReader {
    /// Reads on from the first page to the end, asking for some windows ahead of need.
    private mutating func run(_ sweep: inout Sweep) async throws -> Sweep.Step {
        try await withThrowingTaskGroup(of: (index: Int, asked: Int, answer: PageAnswer).self) { group in
            var nextToAsk = 1
            var nextToTake = 1
            var underWay = 0
            var waiting: [Int: PageAnswer] = [:]
            var isEnding = false
            while true {
                while !isEnding, underWay < concurrency, nextToAsk < nextToTake + 2 * concurrency, asked < maxPages {
                    let window = sweep.window(nextToAsk, plan)
                    if nextToAsk > nextToTake, isBeyondHint(window, sweep) { break }
                    asked += 1
                    underWay += 1
                    group.addTask { [pages, nextToAsk, answers] in (nextToAsk, answers, try await pages.ask(window)) }
                    nextToAsk += 1
                }
                if !isEnding, let answer = waiting.removeValue(forKey: nextToTake) {
                    nextToTake += 1
                    switch try await step(answer, &sweep) {
                    case .goOn: continue
                    case .end: isEnding = true
                    case let step:
                        // What is under way would cost its connection when cancelled.
                        while try await group.next() != nil {}
                        return step
                    }
                }
                if underWay == 0 {
                    if isEnding {
                        // Jobs beyond an end prove that it was none.
                        let isRefuted = waiting.contains { $0.key >= nextToTake && bringsUnknown($0.value) }
                        if !isRefuted { return .end }
                        isEnding = false
                        sweep.hasMoved = true
                        if waiting[nextToTake] != nil { continue }
                    }
                    if asked >= maxPages {
                        ledger.problem("reading.limit", "Stopped at the limit of \(maxPages) pages; there are more.")
                        return .stopped
                    }
                    continue
                }
                if let next = try await group.next() {
                    underWay -= 1
                    waiting[next.index] = arrived(next.answer, asked: next.asked)
                }
            }
        }
    }

    /// Nothing is to be expected there, as far as the tenant's count can be relied on.
    private func isBeyondHint(_ window: PageWindow, _ sweep: Sweep) -> Bool {
        guard let count = sweep.lastCount, count > 0, count >= sweep.last.end else { return false }
        return window.start >= count - (sweep.isChained ? 1 : 0)
            || sweep.windows.dropLast().last.map { $0.end > count } ?? false
    }

    /// Takes the next answer in order.
    private mutating func step(_ answer: PageAnswer, _ sweep: inout Sweep) async throws -> Sweep.Step {
        let window = answer.window
        if sweep.isChained { noteSize(answer) }
        switch answer.content {
        case .failed(let attempts, let fault):
            if fault.mayMeanNoSuchPage, sweep.last.received > 0, !isFarAbove(sweep.last.leastCount, sweep.last.end),
                sweep.last.sight?.next.isThere != true
            {
                // The end may be confirmed by the page that is refused, or by the last one where windows overlap.
                if sweep.isChained { sweep.hasMoved = true } else { sweep.last = answer }
                return .end
            }
            sweep.hasFailed = true
            sweep.failures += 1
            ledger.problem(
                "page.failed",
                "Page \(window.number) could not be read in \(attempts) \(attempts == 1 ? "attempt" : "attempts"): "
                    + "\(fault.sentence)."
            )
            guard sweep.failures == mostDryPages else { return .goOn }
            ledger.problem(
                "reading.given-up",
                "Gave up after \(sweep.failures) pages in a row that could not be read."
            )
            return .stopped
        case .page(let sight):
            let hadFailure = sweep.failures > 0
            sweep.failures = 0
            if sweep.isChained, answer.received > window.size { return .sizesIgnored }
            var new = try await take(sight)
            if !sweep.isChained {
                sweep.order += sight.jobs
                new = sight.jobs.count { $0.isReadable && sweep.jobs.insert($0.digest).inserted }
                if answer.received > 0, sweep.last.received != sweep.pageSize || answer.received > sweep.pageSize {
                    sweep.isUneven = true
                }
            }
            if let count = sight.count, count > 0 {
                if let last = sweep.lastCount, last > 0, last != count { sweep.hasMoved = true }
                sweep.lastCount = count
            }
            noteJump(sight, window)
            if !hadFailure { join(answer, new: new, &sweep) }
            if sweep.hasMoved, !knowsPageZero, try await hasPageZero(answer) { return .countsFromZero }
            if let short = sweep.shortPage, new > 0, sweep.isChained {
                // A short page was not the last one: cut short once, or the tenant does not keep to sizes.
                sweep.hasMoved = true
                sweep.shortPage = nil
                guard let again = try await ask(short.window) else { return .stopped }
                if again.received == short.received, again.received > 0, again.received < again.window.size {
                    return .sizesIgnored
                }
                if let sight = again.sight { try await take(sight) }
            }
            let isRepeated = answer.received > 0 && !sweep.pagePrints.insert(answer.print).inserted
            sweep.prints.append((window, answer.print))
            if answer.received < window.size, answer.received > 0, sweep.isChained { sweep.shortPage = answer }
            sweep.last = answer
            if isEnd(answer, sweep) { return .end }
            return isDry(new: new, isRepeated: isRepeated, answer, &sweep) ? .stopped : .goOn
        }
    }

    private func isEnd(_ answer: PageAnswer, _ sweep: Sweep) -> Bool {
        if sweep.isChained || answer.received == 0 { return answer.looksLikeEnd }
        return answer.received < sweep.pageSize && answer.looksLikeEnd
    }

    /// Notes that a page names another page than the next one; all pages are read.
    private mutating func noteJump(_ sight: PageAnswer.Sight, _ window: PageWindow) {
        switch sight.next {
        case .named(let number) where number <= window.number:
            if !isLooping {
                ledger.problem(
                    "reading.next-page",
                    "Page \(window.number) names page \(number) as the next one, which is not after it; pages may be missing."
                )
            }
            isLooping = true
        case .named(let number) where number != window.number + 1:
            ledger.noteOnce(
                "Page \(window.number) names page \(number) as the next one; the pages between were read too."
            )
        case .unreadable: ledger.noteOnce("The next page that page \(window.number) names is not a page number.")
        default: break
        }
    }

    /// Looks whether the list stood still between this window and the one before.
    private func join(_ answer: PageAnswer, new: Int, _ sweep: inout Sweep) {
        guard let sight = answer.sight, let last = sweep.last.sight else { return }
        let shared = sweep.isChained ? sweep.last.end - answer.window.start : 0
        guard shared >= (sweep.isChained ? 1 : 0), shared <= sight.jobs.count, shared <= last.jobs.count,
            last.jobs.suffix(shared) == sight.jobs.prefix(shared),
            sight.jobs.dropFirst(shared).count(where: \.isReadable) == new
        else {
            sweep.hasMoved = true
            return
        }
    }

    /// The list seems not to end: pages that bring nothing, one after the other.
    private func isDry(new: Int, isRepeated: Bool, _ answer: PageAnswer, _ sweep: inout Sweep) -> Bool {
        sweep.dry = answer.received == 0 || isRepeated ? sweep.dry + 1 : 0
        sweep.known = new == 0 ? sweep.known + 1 : 0
        sweep.received += answer.received
        sweep.new += new
        if sweep.received > 4 * sweep.new + mostRepeatedPages * plan.largest {
            ledger.problem(
                "reading.no-end",
                "The list is pushed back as fast as it is read, so its end was not reached; gave up after page "
                    + "\(answer.window.number)."
            )
            return true
        }
        // A list that was pushed back repeats at most what was read.
        guard sweep.dry == mostDryPages || sweep.known > sweep.prints.count / 2 + mostDryPages else { return false }
        ledger.problem(
            "reading.no-end",
            "The last \(max(sweep.dry, sweep.known)) pages brought no new job and were not the last either; gave up "
                + "after page \(answer.window.number)."
        )
        return true
    }

    private mutating func conclude(_ sweep: Sweep, _ step: Sweep.Step) async throws -> FirstOutcome {
        guard case .end = step else { return .stopped }
        var sweep = sweep
        var end = sweep.last.end
        switch try await confirm(sweep.last, isChained: sweep.isChained) {
        case .end(let isSame, let place):
            end = place
            if !isSame { sweep.hasMoved = true }
        case .contradicted: return .stopped
        case .countsFromZero: return try await fromZero()
        case .more where sweep.isChained: sweep.hasMoved = true
        case .more:
            ledger.problem("reading.no-end", "The end of the list could not be confirmed, so jobs may be missing.")
            return .stopped
        }
        if sweep.hasFailed || isLooping { return .stopped }
        let isStill = sweep.isChained ? try await isFrontSame(sweep) : try await isAllSame(sweep)
        if isStill {
            if let count = sweep.lastCount, count > end { doubts.isCountAbove = true }
            return .still
        }
        if sweep.isChained { return .moved(end: end) }
        if !sweep.isUneven, try await bringsNothingLate(sweep) { ledger.isComplete() }
        ledger.problem(
            "reading.sizes",
            "The list changed while it was read and the tenant does not keep to the page sizes asked for, so jobs may "
                + "be missing."
        )
        _ = doubts.report(to: ledger, history)
        return .stopped
    }

    /// Asks for the first page once more, in another size.
    private mutating func isFrontSame(_ sweep: Sweep) async throws -> Bool {
        guard !sweep.hasMoved, let first = sweep.first.sight else { return false }
        let window = PageWindow(number: plan.base, size: plan.secondLargest, base: plan.base)
        guard let sight = try await ask(window)?.sight else { return false }
        try await take(sight)
        return sight.jobs.count == min(window.size, first.jobs.count)
            && sight.jobs[...] == first.jobs.prefix(sight.jobs.count)
    }

    /// Asks for every page once more: is there no job that should have been found before?
    private mutating func bringsNothingLate(_ sweep: Sweep) async throws -> Bool {
        history.follow(isByID: false)
        isFollowing = true
        for (window, _) in sweep.prints {
            guard let answer = try await ask(window), let sight = answer.sight else { return false }
            try await take(sight)
        }
        return history.late == 0
    }

    /// Asks for every page once more.
    private mutating func isAllSame(_ sweep: Sweep) async throws -> Bool {
        guard !sweep.hasMoved else { return false }
        for (window, print) in sweep.prints {
            guard let answer = try await ask(window), let sight = answer.sight else { return false }
            try await take(sight)
            if answer.print != print { return false }
        }
        return try await nothingIsBetweenPages(sweep)
    }

    /// Asks for a page of another size that begins before the border of two pages and ends behind it: is it what those
    /// two have there? True also where the tenant serves no such page.
    private mutating func nothingIsBetweenPages(_ sweep: Sweep) async throws -> Bool {
        let border = sweep.pageSize
        guard sweep.order.count > border else { return true }
        for part in [2, 3, 5, 8] {
            let size = max(1, border * (part - 1) / part - border / 3)
            guard let second = try await ask(PageWindow(number: plan.base + 1, size: size, base: plan.base)) else {
                return false
            }
            let real = second.received
            guard let sight = second.sight, real > 0, real < border, !border.isMultiple(of: real) else { continue }
            try await take(sight)
            let index = border / real
            let window = PageWindow(number: plan.base + index, size: size, base: plan.base)
            guard let across = try await ask(window), let sight = across.sight else { return false }
            try await take(sight)
            let known = sweep.order.dropFirst(index * real).prefix(sight.jobs.count)
            // A job that can't be identified can't be compared; no reading with one is verified.
            return known.count == sight.jobs.count
                && zip(known, sight.jobs).allSatisfy { $0 == $1 || !$0.isReadable || !$1.isReadable }
        }
        return true
    }
}
#endif
