#if LiveTenant
internal import NIOHTTP1
internal import Synchronization

/// The tenant without its network: what answers a request, and what it remembers.
final class Tenant: Sendable {
    private let configuration: SampleTenant.Configuration
    private let state: Mutex<TenantState>
    private let start = ContinuousClock.now

    init(_ configuration: SampleTenant.Configuration) {
        self.configuration = configuration
        state = Mutex(TenantState(configuration))
    }

    var log: [SampleTenant.LogEntry] {
        state.withLock { $0.log }
    }

    var jobLog: [SampleTenant.JobEvent] {
        state.withLock { $0.lists.log.events }
    }

    var time: Int64 {
        state.withLock { $0.now }
    }

    func pass(seconds: Double) {
        state.withLock { $0.pass(seconds: seconds) }
    }

    func happen(_ event: SampleTenant.Happening.Event) {
        state.withLock { $0.happen(event) }
    }

    func idsPresentThroughout() -> Set<String> {
        // The copy shares its storage: the lock is not held while names are made.
        let waiting = state.withLock { $0.lists.waiting }
        var ids: Set<String> = []
        waiting.forEach { job in
            if job.presentSinceStart { ids.insert(JobJSON.identifier(of: job, ids: configuration.paging.ids)) }
        }
        return ids
    }

    func countPresentThroughout() -> Int {
        let waiting = state.withLock { $0.lists.waiting }
        var count = 0
        waiting.forEach { if $0.presentSinceStart { count += 1 } }
        return count
    }

    /// Answers one request and notes it in the log. Each call must be followed by one of ``finished()``.
    ///
    /// `origin` is the origin under which this server was reached, for links.
    func reply(to head: HTTPRequestHead, origin: String) -> Reply {
        let request = PageRequest(uri: head.uri, firstPage: configuration.paging.firstPage)
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
                    endpoint: SampleTenant.Endpoint.find(path: request.path)?.endpoint,
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
            if let refusal = refusal(of: head) { return ({ _ in refusal }, []) }
            guard let (endpoint, id) = SampleTenant.Endpoint.find(path: request.path),
                configuration.isDedicated || !endpoint.hasJobs
            else {
                let details = "There is no such endpoint"
                return ({ _ in .error(status: .notFound, message: "Not found", details: details) }, [])
            }
            guard state.admits(endpoint, now: now) else {
                let fault = SampleTenant.Fault.tooManyRequests(.absent)
                return ({ _ in fault.reply(uri: head.uri, page: { [] }) }, [])
            }
            let met = state.faults(of: configuration.faults, endpoint: endpoint, page: request.page)
            let bends = met.filter(\.bendsPage)
            let breaks = met.first { !$0.bendsPage }
            let faults = (breaks.map { [$0] } ?? []) + bends
            if let breaks, !breaks.needsPage { return ({ _ in breaks.reply(uri: head.uri) { [] } }, faults) }
            let page =
                endpoint.hasJobs
                ? state.jobs(
                    of: request,
                    endpoint: endpoint,
                    bends: bends,
                    isFresh: head.headers[canonicalForm: "Cache-Control"].contains("no-cache"),
                    now: now
                ) : state.directory(of: request, endpoint: endpoint, id: id, bends: bends)
            let time = state.now
            if let missing = page.missing {
                let status = HTTPResponseStatus(statusCode: missing)
                return ({ _ in .error(status: status, message: "Not found", details: "There is no such page") }, faults)
            }
            return (
                { [self] origin in
                    let body = {
                        self.body(page, request, endpoint, bends: bends, origin: origin, time: time)
                    }
                    var reply = breaks?.reply(uri: head.uri, page: body) ?? .json(body())
                    if let age = page.age { reply.headers.add(name: "Age", value: String(age)) }
                    return reply
                }, faults
            )
        }
    }

    private func refusal(of head: HTTPRequestHead) -> Reply? {
        guard head.headers["Authorization"] == ["Bearer \(configuration.key)"] else {
            return .error(status: .unauthorized, message: "Unauthorized", details: "A valid API key is required")
        }
        guard head.method == .GET else {
            return .error(status: .methodNotAllowed, message: "Method not allowed", details: "Only GET is served")
        }
        return nil
    }

    private func body(
        _ page: TenantState.Page,
        _ request: PageRequest,
        _ endpoint: SampleTenant.Endpoint,
        bends: [SampleTenant.Fault],
        origin: String,
        time: Int64
    ) -> [UInt8] {
        let fixed = endpoint == .retryJobs ? configuration.fixedPages : nil
        if let fixed, page.source <= fixed.count { return fixed[page.source - 1] }
        let writer = PageWriter(
            directory: DirectoryJSON(
                now: time,
                isDedicated: configuration.isDedicated,
                names: configuration.directoryNames
            ),
            paging: configuration.paging,
            hasBareRows: bends.contains(.bareRows)
        )
        if endpoint.rootKey == nil, let row = page.rows.first {
            var json: [UInt8] = []
            writer.append(row, to: &json)
            return json
        }
        var envelope = Envelope(
            endpoint: endpoint,
            path: request.path,
            origin: origin,
            page: request.page,
            firstPage: configuration.paging.firstPage,
            perPage: page.perPage,
            count: page.count
        )
        if endpoint.hasJobs { envelope.meta = configuration.paging.meta }
        if let fixed { envelope.pages = fixed.count }
        for bend in bends { bend.bend(&envelope, source: page.source) }
        return writer.page(
            page.rows,
            envelope: envelope,
            extra: bends.lazy.compactMap(\.extraElement).first
        )
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
#endif
