internal import NIOHTTP1
internal import Synchronization

/// The tenant without its network: what answers a request, and what it remembers.
final class Tenant: Sendable {
    private let configuration: SampleTenant.Configuration
    private let writer = PageWriter()
    private let state: Mutex<TenantState>
    private let start = ContinuousClock.now

    init(_ configuration: SampleTenant.Configuration) {
        self.configuration = configuration
        state = Mutex(TenantState(configuration))
    }

    var log: [SampleTenant.LogEntry] {
        state.withLock { $0.log }
    }

    func idsPresentThroughout() -> Set<String> {
        // The copy shares its storage: the lock is not held while names are made.
        let set = state.withLock { $0.set }
        var ids: Set<String> = []
        set.forEach { if $0.presentSinceStart { ids.insert(JobJSON.identifier(of: $0)) } }
        return ids
    }

    /// Answers one request and notes it in the log. Each call must be followed by one of ``finished()``.
    ///
    /// - Parameter origin: the origin under which this server was reached, for links.
    func reply(to head: HTTPRequestHead, origin: String) -> Reply {
        let request = PageRequest(uri: head.uri)
        let now = ContinuousClock.now
        let (answer, faults) = decide(head, request, now: now)
        var reply = answer(origin)
        reply.delay = configuration.latency
        let resets = if case .reset = reply.body { true } else { false }
        let status = resets ? nil : Int(reply.status.code)
        state.withLock { state in
            state.log.append(
                SampleTenant.LogEntry(
                    number: state.log.count + 1,
                    time: now - start,
                    method: head.method.rawValue,
                    uri: head.uri,
                    page: request.page,
                    perPage: request.perPage,
                    headers: Self.fields(head.headers),
                    status: status,
                    faults: faults,
                    concurrency: state.underWay
                )
            )
        }
        return reply
    }

    /// Says that an answer was sent, or can't be any more.
    func finished() {
        state.withLock { $0.underWay -= 1 }
    }

    /// What to answer, decided in one step so that the log, the faults and the set agree; the
    /// body is made later, outside the lock.
    private func decide(
        _ head: HTTPRequestHead,
        _ request: PageRequest,
        now: ContinuousClock.Instant
    ) -> (answer: (_ origin: String) -> Reply, faults: [SampleTenant.Fault]) {
        state.withLock { state in
            state.underWay += 1
            if let refusal = refusal(of: head, request) { return ({ _ in refusal }, []) }
            guard state.admits(now: now) else {
                let fault = SampleTenant.Fault.tooManyRequests(.absent)
                return ({ _ in fault.reply(uri: head.uri, page: { [] }) }, [])
            }
            let met = state.faults(of: configuration.faults, page: request.page)
            let bends = met.filter(\.bendsPage)
            let breaks = met.first { !$0.bendsPage }
            let page = jobs(of: request, bends: bends, state: &state, now: now, needed: breaks?.needsPage ?? true)
            return (
                { [self] origin in
                    guard let breaks else { return .json(body(page, request, bends: bends, origin: origin)) }
                    return breaks.reply(uri: head.uri) { body(page, request, bends: bends, origin: origin) }
                }, (breaks.map { [$0] } ?? []) + bends
            )
        }
    }

    private func refusal(of head: HTTPRequestHead, _ request: PageRequest) -> Reply? {
        guard head.headers["Authorization"] == ["Bearer \(configuration.key)"] else {
            return .error(status: .unauthorized, message: "Unauthorized", details: "A valid API key is required")
        }
        guard request.path == PageRequest.path else {
            return .error(status: .notFound, message: "Not found", details: "There is no such endpoint")
        }
        guard head.method == .GET else {
            return .error(status: .methodNotAllowed, message: "Method not allowed", details: "Only GET is served")
        }
        return nil
    }

    /// The jobs of a page as the set is now, with what its meta needs.
    private struct Page {
        var jobs: [JobRecord] = []
        var source = 1
        var count = 0
    }

    private func jobs(
        of request: PageRequest,
        bends: [SampleTenant.Fault],
        state: inout TenantState,
        now: ContinuousClock.Instant,
        needed: Bool
    ) -> Page {
        guard needed else { return Page() }
        state.advance(now: now)
        let pages = configuration.fixedPages?.count ?? (state.set.count + request.perPage - 1) / request.perPage
        let source = bends.reduce(request.page) { $1.source(of: $0, pages: pages) }
        let jobs = state.set.jobs(from: (source - 1) * request.perPage, limit: request.perPage)
        return Page(jobs: jobs, source: source, count: state.set.count)
    }

    private func body(
        _ page: Page,
        _ request: PageRequest,
        bends: [SampleTenant.Fault],
        origin: String
    ) -> [UInt8] {
        if let fixed = configuration.fixedPages, page.source <= fixed.count { return fixed[page.source - 1] }
        var envelope = Envelope(origin: origin, page: request.page, perPage: request.perPage, count: page.count)
        if let fixed = configuration.fixedPages { envelope.pages = fixed.count }
        for bend in bends { bend.bend(&envelope, source: page.source) }
        return writer.page(page.jobs, envelope: envelope, extra: bends.lazy.compactMap(\.extraElement).first)
    }

    private static func fields(_ headers: HTTPHeaders) -> [String: String] {
        var fields: [String: String] = [:]
        for (name, value) in headers {
            let name = name.lowercased()
            fields[name] = fields[name].map { "\($0), \(value)" } ?? value
        }
        return fields
    }
}
