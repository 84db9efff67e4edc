#if LiveTenant
/// Answers what is asked for: a tenant, or a model of one.
protocol PageAsking: Sendable {
    /// Asks for a window until it is there or must be given up.
    func ask(_ window: PageWindow) async throws -> PageAnswer
}

/// Takes pages in the order in which they are delivered.
protocol PageDelivering: Sendable {
    /// Delivers a page.
    ///
    /// `known`: the places of the page that were read before. Jobs there that can't be read were counted.
    /// - Returns: how many of its jobs were on no page before.
    mutating func deliver(_ sight: PageAnswer.Sight, known: Range<Int>) async throws -> Int
}

/// One reading of a list: a first sweep, and, when the list moved meanwhile, sweeps that follow the moves.
///
/// The article Paging has the method and its proof. Nothing here knows of HTTP: a model of a tenant can be read in the
/// same way, which is how the method is tested.
struct ListReader<Pages: PageAsking, Delivery: PageDelivering> {
    /// Sweeps of a list that moves, after the first one.
    private static var mostSweeps: Int { 6 }
    /// Moves of retried jobs that show by themselves where moved jobs go.
    private static var leastMoves: Int { 24 }
    /// The same where the list was read in both directions.
    private static var leastMovesBothWays: Int { 8 }

    let pages: Pages
    var delivery: Delivery
    let ledger: Ledger
    let perPage: Int
    let concurrency: Int
    let maxPages: Int

    var plan: WindowPlan
    /// Pages that were asked for.
    var asked = 0
    /// The sizes of short pages that say nothing about a next one, so that only their length shows the end; true for
    /// one that was found to be kept.
    var shortSizes: [Int: Bool] = [:]
    /// Every job in every state that was on a page.
    var seen: Set<Int> = []
    /// What the pages gave as the count of the list; 0 for nothing.
    var counts: Set<Int> = []
    /// The first sweep is over, so that a job in a new state came or moved while the list was read.
    var isFollowing = false
    /// The pages so far, and what they show when they are compared.
    var history = PageHistory()
    /// Answers that arrived.
    var answers = 0
    /// The jobs of the page at the beginning of the list, when it was read last.
    var front: [JobMark] = []
    /// How often it was read.
    var fronts = 0
    /// A page named one before it as the next.
    var isLooping = false
    /// Page 0 was asked for.
    var knowsPageZero = false
    /// What each page by itself shows about the order, and what each joined sweep shows.
    var evidence: [OrderEvidence] = [OrderEvidence()]
    /// What keeps the reading from being verified, whatever else holds.
    var doubts = Doubts()

    init(pages: Pages, delivery: Delivery, ledger: Ledger, perPage: Int, concurrency: Int, maxPages: Int) {
        self.pages = pages
        self.delivery = delivery
        self.ledger = ledger
        self.perPage = perPage
        self.concurrency = concurrency
        self.maxPages = maxPages
        plan = WindowPlan(largest: perPage)
    }

    /// Reads everything and writes down in the ledger how it went.
    ///
    /// - Throws: the fault of the first page as a ``FirstPageFailed``, and what asking and delivering throw.
    mutating func run() async throws {
        switch try await firstSweep() {
        case .stopped: break
        case .still:
            ledger.isComplete()
            if doubts.report(to: ledger, history) { ledger.isVerified() }
        case .moved(let end):
            try await followMoves(end)
        }
        // Wherever reading stopped: a page that is old or torn can be the reason for it.
        _ = doubts.report(to: ledger, history)
    }

    private mutating func followMoves(_ end: Int) async throws {
        history.follow(isByID: evidence[0].isShown(.idAscending) || evidence[0].isShown(.idDescending))
        isFollowing = true
        let firstCount = seen.count
        var done: Set<ReadingDirection> = []
        var isSettled = false
        var end = end
        var overlap = max(1, plan.largest / 16)
        for _ in 0..<Self.mostSweeps {
            // Once more where the last sweep found jobs that those before it should have found.
            let open = directions.subtracting(done)
            guard let direction = open.first(of: [.forward, .backward]) ?? (isSettled ? nil : directions.first) else {
                break
            }
            history.beginSweep(direction)
            let outcome: SweepOutcome
            switch direction {
            case .forward: outcome = try await forwardSweep(to: end, overlap: overlap)
            case .backward: outcome = try await backwardSweep(from: end, overlap: overlap)
            }
            history.endSweep()
            switch outcome {
            case .joined(let foundEnd, let chain, let isPhotograph):
                end = foundEnd
                ledger.joined()
                done.insert(direction)
                isSettled = history.late == 0
                if isPhotograph {
                    if isSettled { return concludePhotograph(firstCount, end) }
                    ledger.isComplete()
                    continue
                }
                ledger.isComplete()
                try await lookForLostJobs(chain)
                if direction == .backward, try await !readsOn(from: end) { return }
                isSettled = history.late == 0
            case .apart: overlap = min(2 * overlap, max(1, plan.largest / 3))
            case .stopped: return
            }
        }
        let gap = whatIsMissing(done, isSettled: isSettled)
        if let gap { ledger.problem(gap.code, gap.sentence) }
        if doubts.report(to: ledger, history), gap == nil { ledger.isVerified() }
    }

    /// Why the joined sweeps are not enough to verify the reading; nil when they are.
    private func whatIsMissing(
        _ done: Set<ReadingDirection>,
        isSettled: Bool
    ) -> (code: String, sentence: String)? {
        if !directions.isSubset(of: done) {
            return (
                "reading.apart",
                "The list changed faster than it could be read: pages could not be joined without a gap, so jobs may "
                    + "be missing."
            )
        }
        if !isOrderKnown(done) {
            return (
                "reading.order",
                "The list changed while it was read and is in none of the orders that are known, so jobs that moved "
                    + "may be missing."
            )
        }
        guard !isSettled else { return nil }
        return (
            "reading.left-out",
            "Each time the list was read, there were jobs that had been left out before, so more may be missing."
        )
    }

    /// One window has the complete list.
    private mutating func concludePhotograph(_ firstCount: Int, _ end: Int) {
        guard firstCount - end < plan.largest else {
            ledger.problem(
                "reading.shrunk",
                "The list became shorter by most of its jobs while it was read, or pages came without their jobs, so "
                    + "jobs may be missing."
            )
            return
        }
        ledger.isComplete()
        if doubts.report(to: ledger, history) { ledger.isVerified() }
    }

    /// What must be read so that no moved job can be missed; both where nothing is known of the order.
    private var directions: Set<ReadingDirection> {
        if let shown = shownByKeys { return shown.isEmpty ? [.forward] : shown }
        return shownByMoves ?? [.forward, .backward]
    }

    /// The directions for all orders that the jobs allow, when one of these is shown; nil when none is, or when retried
    /// jobs moved against them.
    var shownByKeys: Set<ReadingDirection>? {
        let possible = ListOrder.allCases.filter { order in !evidence.contains { $0.isRuledOut(order) } }
        guard possible.contains(where: { order in evidence.contains { $0.isShown(order) } }) else { return nil }
        let directions = Set(possible.compactMap(\.movesToward))
        let moves = history.moves
        let against =
            (directions.contains(.forward) ? 0 : moves.forward) + (directions.contains(.backward) ? 0 : moves.backward)
        return against * 50 > moves.count ? nil : directions
    }

    /// The one direction in which retried jobs were seen to move, when they are many.
    private var shownByMoves: Set<ReadingDirection>? { shownByMoves(atLeast: Self.leastMoves) }

    private func shownByMoves(atLeast least: Int) -> Set<ReadingDirection>? {
        let moves = history.moves
        guard moves.count >= least, moves.unknown == 0 else { return nil }
        if moves.backward == 0 { return [.forward] }
        return moves.forward == 0 ? [.backward] : nil
    }

    /// In the directions that are done, no job can be missed: by the order of the list, or because a job that was
    /// retried once at most can't be missed by two sweeps in opposite directions.
    private func isOrderKnown(_ done: Set<ReadingDirection>) -> Bool {
        if shownByKeys != nil || shownByMoves != nil { return true }
        guard done.count == 2, history.moves.unknown == 0 else { return false }
        return history.moves.twice == 0 || shownByMoves(atLeast: Self.leastMovesBothWays) != nil
    }
}

extension Set<ReadingDirection> {
    fileprivate func first(of order: [ReadingDirection]) -> ReadingDirection? { order.first(where: contains) }
}

/// How a sweep that follows the moves of the list ended.
enum SweepOutcome {
    /// All windows from one end of the list to the other join; the list ended at this place. A photograph is one
    /// window with the complete list.
    case joined(end: Int, Chain, isPhotograph: Bool)
    /// They don't.
    case apart
    /// The reading is over; the ledger has the reason.
    case stopped
}

/// The first page could not be had, so there is nothing to report.
struct FirstPageFailed: Error {
    let fault: Fault
    let attempts: Int
}

extension ListReader {
    /// Takes a page: delivers it and notes what it shows. Returns how many of its jobs are new.
    @discardableResult
    mutating func take(_ sight: PageAnswer.Sight, _ direction: ReadingDirection = .forward) async throws -> Int {
        doubts.note(sight)
        counts.insert(sight.count ?? 0)
        evidence[0].begin()
        history.add(sight)
        var firstKnown: Int?
        var lastKnown = 0
        for (place, job) in sight.jobs.enumerated() where job.isReadable {
            let isNew = seen.insert(job.digest).inserted
            evidence[0].take(job, time: sight.time, isFresh: isNew && isFollowing)
            if !isNew {
                firstKnown = firstKnown ?? place
                lastKnown = place
            }
        }
        let known = direction == .forward ? 0..<lastKnown : (firstKnown ?? sight.jobs.count)..<sight.jobs.count
        return try await delivery.deliver(sight, known: known)
    }

    /// Asks for a window, within the limit of pages; nil beyond it, which ends the reading.
    mutating func ask(_ window: PageWindow) async throws -> PageAnswer? {
        guard asked < maxPages else {
            ledger.problem("reading.limit", "Stopped at the limit of \(maxPages) pages; there are more.")
            return nil
        }
        asked += 1
        let before = answers
        let answer = arrived(try await pages.ask(window), asked: before)
        noteSize(answer)
        return answer
    }

    /// Notes that an answer arrived; `asked` answers had arrived when it was asked for.
    mutating func arrived(_ answer: PageAnswer, asked: Int) -> PageAnswer {
        answers += 1
        if answer.window.start == 0, let sight = answer.sight {
            front = sight.jobs
            fronts += 1
        }
        doubts.noteEnd(answer)
        return answer.at(PageAnswer.Moment(asked: asked, arrived: answers))
    }

    /// Most jobs of the page were on none before, in this state: it is a part of the list that was not read yet. Some
    /// are on any page of a list that moves.
    func bringsUnknown(_ answer: PageAnswer) -> Bool {
        guard let jobs = answer.sight?.jobs else { return false }
        return jobs.count { $0.isReadable && !seen.contains($0.digest) } * 2 > jobs.count
    }

    /// A count this far above what came is a contradiction; less may be a list and its count of two moments.
    func isFarAbove(_ count: Int, _ place: Int) -> Bool {
        count > place && count - place > min(max(10, place / 100), max(1, plan.largest - 1))
    }
}
#endif
