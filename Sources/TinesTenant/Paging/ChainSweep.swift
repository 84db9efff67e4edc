internal import RetryJobs

/// Reads a set that moves, in windows that overlap, and mends the places where they come apart.
struct ChainSweep {
    /// Windows spent on joining two others before the sweep goes on without.
    private static let mostMends = 10
    /// Windows without a job, one after the other, after which the set counts as ended.
    private static let mostEmptyWindows = 3

    /// How it went.
    enum Outcome: Equatable {
        /// All windows from the beginning to the end of the set join.
        case joined
        /// In so many places they don't.
        case apart(Int)
        /// The tenant does not keep to the page sizes it is asked for, so windows can't overlap.
        case sizesIgnored
    }

    private var plan: WindowPlan
    private var chain = Chain()
    private var gaps = 0
    private var isAtEnd = false
    private let mostJobs: Int
    private let fetcher: PageFetcher

    /// - Parameter jobs: how many were seen; a sweep that gets twice as far stops.
    init(largest: Int, overlap: Int, jobs: Int, fetcher: PageFetcher) {
        plan = WindowPlan(largest: largest, overlap: overlap)
        mostJobs = 2 * jobs + 10 * largest
        self.fetcher = fetcher
    }

    /// Jobs that windows shared in the end, at least; where to begin the next time.
    var overlap: Int { plan.overlap }

    mutating func run(
        ahead: inout ReadAhead,
        in group: inout ReadAhead.Group,
        handover: inout Handover,
        width: Int
    ) async throws -> Outcome {
        ahead.begin(at: 0, width: width)
        var index = 0
        var emptyWindows = 0
        var failures = 0
        while !isAtEnd {
            let outcome = try await ahead.outcome(at: index, in: &group) { plan.window($0) }
            let isFarBeyond = plan.window(index).start > mostJobs
            index += 1
            switch outcome {
            case .failed:
                // The window after it does not join and is mended with others, of other numbers.
                failures += 1
                if isFarBeyond || failures == FirstSweep.mostFailedPages { return .apart(gaps + 1) }
            case .page(let page):
                // What is no job may stand on a page besides those asked for.
                guard page.jobs.records.count <= page.window.size else { return .sizesIgnored }
                failures = 0
                _ = try await handover(page)
                try await join(page, handover: &handover)
                emptyWindows = page.received == 0 ? emptyWindows + 1 : 0
                if isFarBeyond || emptyWindows == Self.mostEmptyWindows { return .apart(gaps + 1) }
            }
        }
        return gaps == 0 ? .joined : .apart(gaps)
    }

    /// Adds a window to the chain, with others in between where it does not join by itself.
    private mutating func join(_ page: FetchedPage, handover: inout Handover) async throws {
        let shared = chain.join(page)
        defer { if page.isEnd, chain.reachedEnd { isAtEnd = true } }
        if shared > 0 {
            // Too close for comfort: the set moves about as fast as the windows overlap.
            if page.received > 0, shared < plan.overlap / 2 { plan.widen(to: 2 * plan.overlap) }
            return
        }
        plan.widen(to: 2 * plan.overlap)
        var back = plan.overlap
        for _ in 0..<Self.mostMends where !chain.isEmpty {
            let window = WindowPlan.window(atMost: chain.end - back, largest: plan.largest)
            guard case .page(let between) = try await fetcher.fetch(window) else { break }
            _ = try await handover(between)
            if chain.join(between) > 0 {
                if chain.join(page) > 0 { return }
                if between.isEnd {
                    isAtEnd = true
                    return
                }
                back = plan.overlap
            } else {
                // Jobs leave at the front, so what stood here stands before it now.
                back *= 2
            }
        }
        gaps += 1
        chain = Chain(restartingAt: page)
    }
}
