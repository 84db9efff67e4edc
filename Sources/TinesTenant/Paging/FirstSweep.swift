internal import RetryJobs
internal import TinesRetryJobs

/// Reads the set once from its beginning to its end, page by page, and notes what shows that it moved meanwhile.
struct FirstSweep {
    /// Pages in a row without anything new after which a set counts as one that never ends.
    static let mostDryPages = 3
    /// Pages in a row that could not be read after which the tenant counts as gone.
    static let mostFailedPages = 3

    /// What is remembered of a page: enough to see whether it is still the same.
    struct Seen {
        let window: PageWindow
        let fingerprint: Int
        let received: Int
    }

    private(set) var seen: [Seen] = []
    /// The end was reached and no page is missing.
    private(set) var isWhole = false
    /// The pages themselves show that the set moved.
    private(set) var hasMoved = false
    /// Why the sweep is not whole, or can't be vouched for.
    private(set) var problems: [String] = []
    /// The fault of the first page, when nothing could be read at all.
    private(set) var refusal: Fault?

    private var fingerprints: Set<Int> = []
    private var dryPages = 0
    private var failedPages = 0
    private var hasFailures = false
    private var lastCount: Int?
    private let maxPages: Int

    /// What to do after a page.
    enum Step: Equatable {
        case goOn(to: Int)
        case stop
    }

    init(maxPages: Int) {
        self.maxPages = maxPages
    }

    /// The whole set stood on one page, which is as good as a photograph: it can't have moved while it was read.
    var isOnePage: Bool { isWhole && seen.count == 1 && (seen.first.map { $0.received < $0.window.size } ?? false) }

    /// The most jobs that a page ever held: what the tenant really gives when it is asked for more.
    var largestPage: Int { seen.map(\.received).max() ?? 0 }

    /// Takes a page in; `new` is how many of its jobs were on none before.
    mutating func took(_ page: FetchedPage, new: Int) -> Step {
        let number = page.window.number
        let isRepeated = page.received > 0 && !fingerprints.insert(page.fingerprint).inserted
        failedPages = 0
        note(page, new: new)
        seen.append(Seen(window: page.window, fingerprint: page.fingerprint, received: page.received))

        if page.isEnd { return end() }
        if !page.envelope.hasMeta, isRepeated {
            problems.append(
                "Page \(number) repeats a page before it, so the tenant may not know pages: there may be more jobs."
            )
            return stop()
        }
        dryPages = new == 0 || isRepeated ? dryPages + 1 : 0
        if dryPages == Self.mostDryPages {
            problems.append(
                "The last \(dryPages) pages brought no new job and were not the last either; gave up after page \(number)."
            )
            return stop()
        }
        let next = page.envelope.nextPageNumber ?? number + 1
        guard next > number else {
            problems.append("Page \(number) names page \(next) as the next one, which lies behind it; gave up there.")
            return stop()
        }
        return goOn(to: next)
    }

    /// Notes that a page could not be read.
    mutating func failed(_ window: PageWindow, attempts: Int, _ fault: Fault) -> Step {
        hasFailures = true
        if seen.isEmpty {
            refusal = fault
            return .stop
        }
        problems.append(
            "Page \(window.number) could not be read in \(attempts) \(attempts == 1 ? "attempt" : "attempts"): "
                + "\(fault.sentence)."
        )
        failedPages += 1
        guard failedPages < Self.mostFailedPages else {
            problems.append("Gave up after \(failedPages) pages in a row that could not be read.")
            return stop()
        }
        return goOn(to: window.number + 1)
    }

    private mutating func note(_ page: FetchedPage, new: Int) {
        // A page that repeats jobs of another: the set was pushed back between the two.
        if new < page.jobs.records.count { hasMoved = true }
        // A count may be wrong, and 0 is known to be; but one that changes tells of a change.
        if let count = page.envelope.count, count > 0 {
            if let lastCount, lastCount != count { hasMoved = true }
            lastCount = count
        }
    }

    private mutating func goOn(to next: Int) -> Step {
        guard seen.count < maxPages, next <= maxPages else {
            problems.append("Stopped at the limit of \(maxPages) pages; there are more.")
            return stop()
        }
        return .goOn(to: next)
    }

    private mutating func end() -> Step {
        isWhole = !hasFailures
        return .stop
    }

    private mutating func stop() -> Step {
        isWhole = false
        return .stop
    }
}
