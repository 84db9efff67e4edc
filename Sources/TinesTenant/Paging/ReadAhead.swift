/// Asks for pages before they are needed and gives them out in order.
///
/// At most `concurrency` requests are under way and at most twice as many pages wait to be taken, so memory does not
/// grow with the set. The end of the set is seen as soon as a page that shows it arrives, in whatever order: at most
/// `concurrency` requests are spent beyond it.
struct ReadAhead {
    typealias Group = ThrowingTaskGroup<Arrival, any Error>

    struct Arrival: Sendable {
        let ticket: Int
        let outcome: FetchOutcome
    }

    private let fetcher: PageFetcher
    private let concurrency: Int
    /// Requests under way for the present plan, at most.
    private var width: Int
    private var lastTicket = 0
    private var underWay = 0
    /// The place in the plan that each request under way is for; one that is missing here is for a plan that is over.
    private var places: [Int: Int] = [:]
    private var arrived: [Int: FetchOutcome] = [:]
    private var nextPlace = 0
    /// Where nothing more is to be expected, as far as is known.
    private var limit = Int.max

    init(fetcher: PageFetcher, concurrency: Int) {
        self.fetcher = fetcher
        self.concurrency = concurrency
        width = concurrency
    }

    /// Begins another plan. What is still under way for the one before is not cancelled, which would cost its
    /// connections, but ignored.
    ///
    /// - Parameters:
    ///   - place: the first place of the plan.
    ///   - limit: the place after the last one worth asking for ahead of need.
    ///   - width: how many requests may be under way, if fewer than usual.
    mutating func begin(at place: Int, limit: Int = .max, width: Int = .max) {
        places = [:]
        arrived = [:]
        nextPlace = place
        self.limit = limit
        self.width = max(1, min(width, concurrency))
    }

    /// What became of the page at `place`. Places must be asked for in order.
    mutating func outcome(
        at place: Int,
        in group: inout Group,
        window: (Int) -> PageWindow?
    ) async throws -> FetchOutcome {
        while true {
            while underWay < width, nextPlace < place + 2 * width, nextPlace < max(limit, place + 1),
                let window = window(nextPlace)
            {
                request(window, place: nextPlace, in: &group)
                nextPlace += 1
            }
            if let outcome = arrived.removeValue(forKey: place) { return outcome }
            guard let arrival = try await group.next() else { throw CancellationError() }
            underWay -= 1
            guard let place = places.removeValue(forKey: arrival.ticket) else { continue }
            arrived[place] = arrival.outcome
            if case .page(let page) = arrival.outcome, page.isEnd { limit = min(limit, place + 1) }
        }
    }

    private mutating func request(_ window: PageWindow, place: Int, in group: inout Group) {
        lastTicket += 1
        underWay += 1
        places[lastTicket] = place
        group.addTask { [fetcher, ticket = lastTicket] in
            Arrival(ticket: ticket, outcome: try await fetcher.fetch(window))
        }
    }
}
