#if LiveTenant
/// Whether the list stood still during the first sweep.
extension ListReader {
    /// Confirms the end and finds out whether the list stood still.
    mutating func conclude(_ sweep: Sweep, _ step: Sweep.Step) async throws -> FirstOutcome {
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
        // Where pages have another size than asked for, only the number of jobs can be compared with the count.
        if !sweep.isChained, let count = sweep.lastCount, count > sweep.order.count { doubts.isCountAbove = true }
        if try await isStill(sweep, end) {
            return .still
        }
        if sweep.isChained { return .moved(end: end) }
        if !sweep.isUneven, try await bringsNothingLate(sweep) { ledger.isComplete() }
        ledger.problem(
            "reading.sizes",
            "The list changed while it was read and the tenant does not keep to the page sizes asked for, so jobs may "
                + "be missing."
        )
        return .stopped
    }

    /// No job moved, or none can have moved from where the sweep had not been yet to where it had been: a steady count or
    /// the order of the list says so, or each window is the same once more.
    private mutating func isStill(_ sweep: Sweep, _ end: Int) async throws -> Bool {
        guard sweep.isChained else { return try await isAllSame(sweep) }
        guard try await isFrontSame(sweep) else { return false }
        if counts == [end] { return true }
        if let directions = shownByKeys, !directions.contains(.backward) { return true }
        return try await isAllSame(sweep)
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
        guard !sweep.hasMoved, try await areSame(sweep.prints) else { return false }
        return sweep.isChained ? true : try await nothingIsBetweenPages(sweep)
    }

    /// Asks for the windows once more, some at a time, until one has changed.
    private mutating func areSame(_ prints: [(window: PageWindow, print: Int)]) async throws -> Bool {
        try await withThrowingTaskGroup(of: (index: Int, asked: Int, answer: PageAnswer).self) { group in
            var isSame = true
            var underWay = 0
            var next = 0
            while true {
                while isSame, next < prints.count, underWay < concurrency {
                    guard asked < maxPages else { return false }
                    asked += 1
                    underWay += 1
                    group.addTask { [pages, next, answers] in
                        (next, answers, try await pages.ask(prints[next].window))
                    }
                    next += 1
                }
                guard let done = try await group.next() else { return isSame }
                underWay -= 1
                let answer = arrived(done.answer, asked: done.asked)
                if let sight = answer.sight { try await take(sight) }
                if answer.print != prints[done.index].print { isSame = false }
            }
        }
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
