#if LiveTenant
internal import RetryJobs

/// All that changes while the tenant runs.
struct TenantState: Sendable {
    /// A page as it was decided, before it is written.
    struct Page: Sendable {
        var rows: [Row] = []
        /// The page whose rows it has, from 1; a fault may serve another one than was asked for.
        var source = 1
        /// Rows on all pages.
        var count = 0
        var perPage = PageRequest.largestPageSize
        /// The status of a page that does not exist.
        var missing: Int?
        /// Seconds since the answer was made, as a cache says.
        var age: Int?
    }

    private(set) var lists: JobLists
    private var movement: Movement
    private var history: [(time: Int64, lists: JobLists)] = []
    private var happenings: [SampleTenant.Happening]
    private var paging: SampleTenant.Paging
    private let fixedPages: Int?
    private let rateLimits: [Int?]
    private let seed: UInt64

    var log: [SampleTenant.LogEntry] = []
    /// Answers that are not finished yet.
    var underWay = 0
    private var attempts: [[Int]: Int] = [:]
    private var requests = 0
    /// Pages of jobs that were served.
    private var answers = 0
    private var isAfterRateLimit = false
    /// When the requests of the last minute were accepted, oldest first: those for actions separately.
    private var recent: [[ContinuousClock.Instant]] = [[], []]

    init(_ configuration: SampleTenant.Configuration) {
        let now = configuration.now.map { Int64($0 * 1_000_000) } ?? Timestamp.now().microseconds
        lists = JobLists(
            jobs: configuration.fixedPages == nil ? max(0, configuration.jobs) : 0,
            deadJobs: configuration.fixedPages == nil ? max(0, configuration.deadJobs) : 0,
            seed: configuration.seed,
            oddShapes: configuration.oddShapes,
            now: now
        )
        lists.log.isKept = configuration.keepsJobLog
        movement = Movement(configuration, start: now)
        happenings = configuration.happenings
        paging = configuration.paging
        fixedPages = configuration.fixedPages?.count
        rateLimits = [configuration.rateLimit, configuration.actionsRateLimit]
        seed = configuration.seed
    }

    /// Whether the rate limit lets one more request through now; it counts if so.
    mutating func admits(_ endpoint: SampleTenant.Endpoint, now: ContinuousClock.Instant) -> Bool {
        let kind = endpoint.isOfActions && rateLimits[1] != nil ? 1 : 0
        guard let limit = rateLimits[kind] else { return true }
        // Looked at only when the limit seems reached, so that most requests don't move the list.
        if recent[kind].count >= limit { recent[kind].removeAll { now - $0 >= .seconds(60) } }
        guard recent[kind].count < limit else {
            isAfterRateLimit = true
            return false
        }
        recent[kind].append(now)
        return true
    }

    /// Counts a request for a page and says which faults it meets, in the order of the rules.
    mutating func faults(
        of rules: [SampleTenant.FaultRule],
        endpoint: SampleTenant.Endpoint,
        page: Int
    ) -> [SampleTenant.Fault] {
        requests += 1
        let attempt = attempts[[endpoint.number, page], default: 0] + 1
        attempts[[endpoint.number, page]] = attempt
        let faults = rules.compactMap { $0.fault(endpoint: endpoint, page: page, attempt: attempt, request: requests) }
        if faults.contains(where: \.isRateLimit) { isAfterRateLimit = true }
        return faults
    }

    /// The page of a list of jobs as the set is at this moment. The first page starts the clock.
    ///
    /// `isFresh` says whether the request asks a cache for an answer of the tenant's own.
    mutating func jobs(
        of request: PageRequest,
        endpoint: SampleTenant.Endpoint,
        bends: [SampleTenant.Fault],
        isFresh: Bool,
        now: ContinuousClock.Instant
    ) -> Page {
        answers += 1
        var random = SplitMix64(seed: seed, place: 7, UInt64(answers))
        if answers == 1 { warmUp(now: now) }
        happen(request)
        movement.advance(&lists, now: now)
        remember()

        var page = Page()
        let draw = random.next()
        page.perPage = paging.sizes.size(asked: request.perPage, draw: draw)
        let (shown, age) = shown(request, isFresh: isFresh, random: &random)
        page.age = age
        page.count = shown.list(endpoint).count
        let pages = fixedPages ?? (page.count + page.perPage - 1) / page.perPage
        var index = request.page - paging.firstPage
        if index >= pages, index > 0, fixedPages == nil {
            switch paging.beyondTheEnd {
            case .empty: break
            case .status(let code): page.missing = code
            case .lastPage: index = max(0, pages - 1)
            case .firstPage: index = 0
            }
        }
        page.source = bends.reduce(index + 1) { $1.source(of: $0, pages: pages) }
        let start = (page.source - 1) * (page.perPage + paging.skipped)
        let limit = bends.reduce(page.perPage) { $1.limit(of: $0) }
        var jobs = torn(shown, endpoint, from: start, limit: limit)
        if paging.sortsPages { jobs.sort { $0.id < $1.id } }
        page.rows = jobs.map { .job($0) }
        return page
    }

    /// The page of another list, or the one object of an answer.
    ///
    /// `id` is the number in the path, if there is one.
    func directory(
        of request: PageRequest,
        endpoint: SampleTenant.Endpoint,
        id: Int?,
        bends: [SampleTenant.Fault]
    ) -> Page {
        var page = Page()
        let pages = DirectoryPages(request: request, id: id, waiting: lists.waiting.count)
        guard let rows = pages.rows(of: endpoint) else {
            page.missing = 404
            return page
        }
        page.perPage = request.perPage
        page.count = rows.count
        let index = max(0, request.page - paging.firstPage)
        page.source = bends.reduce(index + 1) {
            $1.source(of: $0, pages: (rows.count + request.perPage - 1) / request.perPage)
        }
        let limit = bends.reduce(page.perPage) { $1.limit(of: $0) }
        page.rows = Array(rows.dropFirst((page.source - 1) * page.perPage).prefix(limit))
        return page
    }

    /// The time of the set, in microseconds since 1970.
    var now: Int64 { movement.now }

    /// Lets time pass in which no page is served.
    mutating func pass(seconds: Double) {
        movement.pass(milliseconds: Int(seconds * 1_000), &lists, serves: false)
    }

    /// Lets something happen to the set at once.
    mutating func happen(_ event: SampleTenant.Happening.Event) {
        event.happen(to: &lists, order: paging.order, now: movement.now)
    }

    /// Reads a page in pieces, if that is what the tenant does.
    private mutating func torn(
        _ shown: JobLists,
        _ endpoint: SampleTenant.Endpoint,
        from start: Int,
        limit: Int
    ) -> [TenantJob] {
        guard let torn = paging.torn, torn.pieces > 1, limit > 1 else {
            return paging.order.jobs(of: shown.list(endpoint), from: start, limit: limit, answer: answers)
        }
        let size = (limit + torn.pieces - 1) / torn.pieces
        var found: [TenantJob] = []
        for offset in stride(from: 0, to: limit, by: size) {
            if offset > 0 { movement.pass(milliseconds: torn.milliseconds, &lists) }
            let piece = min(size, limit - offset)
            found += paging.order.jobs(of: lists.list(endpoint), from: start + offset, limit: piece, answer: answers)
        }
        return found
    }

    private mutating func happen(_ request: PageRequest) {
        guard !happenings.isEmpty else { return }
        defer { isAfterRateLimit = false }
        for happening in happenings {
            let isNow =
                switch happening.moment {
                case .answer(let number): number == answers
                case .page(let number): number == request.page
                case .each: true
                case .afterRateLimit: isAfterRateLimit
                }
            guard isNow else { continue }
            switch happening.event {
            case .clock(let seconds): movement.jump(seconds: seconds)
            case .order(let order): paging.order = order
            default: happening.event.happen(to: &lists, order: paging.order, now: movement.now)
            }
            if happening.moment != .each { happenings.removeAll { $0 == happening } }
        }
    }

    /// Lets the set move for as long as an answer may be old, so that the first one can be.
    private mutating func warmUp(now: ContinuousClock.Instant) {
        movement.begin(now: now)
        guard let stale = paging.stale else { return }
        let steps = 10
        for _ in 0..<steps {
            remember()
            movement.pass(milliseconds: stale.seconds * 1_000 / steps, &lists, serves: false)
        }
    }

    private mutating func remember() {
        if paging.stale != nil { history.append((movement.now, lists)) }
    }

    /// The set as an answer shows it: as it is, or as it was.
    private func shown(_ request: PageRequest, isFresh: Bool, random: inout SplitMix64) -> (JobLists, age: Int?) {
        let now = movement.now
        let time: Int64
        var saysAge = false
        switch paging.stale {
        case nil: return (lists, nil)
        case .replica(let seconds, let share):
            guard random.fraction() < share else { return (lists, nil) }
            time = now - Int64(seconds) * 1_000_000
        case .cache(let seconds, let sendsAge, let heedsNoCache):
            guard !(heedsNoCache && isFresh), seconds > 0 else { return (lists, nil) }
            // Each page was put into the cache at a moment of its own, and again each time it was too old.
            let life = Int64(seconds) * 1_000_000
            let phase = Int64(SplitMix64.hash(UInt64(request.page), UInt64(request.perPage)) % UInt64(life))
            time = (now - phase) / life * life + phase
            saysAge = sendsAge
        }
        let then = history.last { $0.time <= time } ?? history[0]
        return (then.lists, saysAge ? Int((now - then.time) / 1_000_000) : nil)
    }
}
#endif
