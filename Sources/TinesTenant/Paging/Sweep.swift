#if LiveTenant
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
    /// The tenant gives a count that may be right.
    var hasCount: Bool { lastCount.map { $0 > 0 && $0 >= last.end } ?? false }
    var pagePrints: Set<Int> = []
    /// Without a chain: the jobs of this sweep in their order.
    var order: [JobMark] = []
    /// Without a chain: the same by their states.
    var jobs: Set<Int> = []
    /// Without a chain: a page before the last one has another number of jobs than the first, or repeats another page.
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

/// The first sweep: the list once from its beginning to its end, some pages at a time.
extension ListReader {
    /// Pages of known jobs, beyond four times those of new ones, after which the sweep is given up.
    private var mostRepeatedPages: Int { 200 }

    /// Reads on from the first page to the end, asking for some windows ahead of need.
    mutating func run(_ sweep: inout Sweep) async throws -> Sweep.Step {
        try await withThrowingTaskGroup(of: (index: Int, asked: Int, answer: PageAnswer).self) { group in
            var nextToAsk = 1
            var nextToTake = 1
            var underWay = 0
            var waiting: [Int: PageAnswer] = [:]
            var isEnding = false
            /// An answer that is not taken yet and has no jobs that are new.
            var endInSight: Int?
            while true {
                if let end = endInSight, end < nextToTake { endInSight = nil }
                // Without a count, no more windows are asked for beyond the end than were read before it.
                let ahead = min(2 * concurrency, sweep.hasCount ? .max : nextToTake)
                while !isEnding, underWay < concurrency, nextToAsk < nextToTake + ahead, asked < maxPages {
                    let window = sweep.window(nextToAsk, plan)
                    if nextToAsk > nextToTake, endInSight != nil || isBeyondHint(window, sweep) { break }
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
                    let answer = arrived(next.answer, asked: next.asked)
                    waiting[next.index] = answer
                    if answer.looksLikeEnd || !bringsUnknown(answer) {
                        endInSight = min(next.index, endInSight ?? next.index)
                    }
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
            if isRepeated { sweep.isUneven = true }
            sweep.prints.append((window, answer.print))
            if answer.received < window.size, answer.received > 0, sweep.isChained { sweep.shortPage = answer }
            sweep.last = answer
            if isEnd(answer, sweep) { return .end }
            guard let dryness = dryness(new: new, isRepeated: isRepeated, answer, &sweep) else { return .goOn }
            if try await countsFromZero(sweep.first.received) { return .countsFromZero }
            ledger.problem("reading.no-end", dryness)
            return .stopped
        }
    }

    private func isEnd(_ answer: PageAnswer, _ sweep: Sweep) -> Bool {
        if sweep.isChained || answer.received == 0 { return answer.looksLikeEnd }
        return answer.received < sweep.pageSize && answer.looksLikeEnd
    }

    /// Notes that a page names another page than the next one; all pages are read.
    mutating func noteJump(_ sight: PageAnswer.Sight, _ window: PageWindow) {
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

    /// The list seems not to end: pages that bring nothing, one after the other. Nil while it goes on.
    private func dryness(new: Int, isRepeated: Bool, _ answer: PageAnswer, _ sweep: inout Sweep) -> String? {
        sweep.dry = answer.received == 0 || isRepeated ? sweep.dry + 1 : 0
        sweep.known = new == 0 ? sweep.known + 1 : 0
        sweep.received += answer.received
        sweep.new += new
        if sweep.received > 4 * sweep.new + mostRepeatedPages * plan.largest {
            return "The list is pushed back as fast as it is read, so its end was not reached; gave up after page "
                + "\(answer.window.number)."
        }
        // A list that was pushed back repeats at most what was read.
        guard sweep.dry == mostDryPages || sweep.known > sweep.prints.count / 2 + mostDryPages else { return nil }
        return "The last \(max(sweep.dry, sweep.known)) pages brought no new job and were not the last either; gave up "
            + "after page \(answer.window.number)."
    }
}
#endif
