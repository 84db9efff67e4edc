internal import AsyncHTTPClient
internal import FoundationEssentials
internal import NIOCore
internal import NIOHTTP1

/// One request and its answer, no more.
struct PageExchange: Sendable {
    /// What any answer may hold in memory; for more it takes turns. 8 MiB for all workers together.
    let usualSize: Int

    private let client: HTTPClient
    private let configuration: TenantSource.Configuration
    private let allowance = BodyAllowance()
    private let meter: Meter

    init(client: HTTPClient, configuration: TenantSource.Configuration, meter: Meter) {
        self.client = client
        self.configuration = configuration
        self.meter = meter
        usualSize = (8 << 20) / max(16, configuration.concurrency)
    }

    /// The body of the answer to a request for `window`, with status 200.
    ///
    /// - Throws: ``Fault``, or `CancellationError` when the task was cancelled.
    func body(of window: PageWindow) async throws -> [UInt8] {
        do {
            return try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
                group.addTask { try await receive(window) }
                group.addTask {
                    try await Task.sleep(for: configuration.requestTimeout)
                    return nil
                }
                defer { group.cancelAll() }
                guard case .some(.some(let body)) = try await group.next() else { throw Fault.timedOut }
                return body
            }
        } catch {
            // Cancelling shows as one of several errors of the client; this is the one that counts.
            try Task.checkCancellation()
            throw Fault(transport: error, maxBodySize: configuration.maxBodySize)
        }
    }

    private func receive(_ window: PageWindow) async throws -> [UInt8] {
        var request = HTTPClientRequest(url: configuration.tenant.url(of: window))
        request.headers.add(name: "Authorization", value: "Bearer \(configuration.key.secret)")
        request.headers.add(name: "Accept", value: "application/json")
        request.headers.add(name: "Accept-Encoding", value: "gzip")
        request.headers.add(name: "User-Agent", value: configuration.userAgent)
        let limit = NIODeadline.now() + .nanoseconds(configuration.requestTimeout.nanoseconds)
        let response = try await client.execute(request, deadline: limit)
        switch response.status.code {
        case 200: return try await collect(response)
        case 429:
            throw Fault.tooManyRequests(retryAfter: Self.retryAfter(response.headers))
        case 300...399:
            let location = response.headers.first(name: "Location").flatMap { URLComponents(string: $0)?.host }
            throw Fault.redirect(host: location.map { Excerpt.clean(configuration.key.redacting($0), limit: 100) })
        case let code:
            let excerpt = Excerpt.clean(body: await beginning(of: response), key: configuration.key)
            throw code == 401 || code == 403
                ? Fault.keyRefused(Int(code), excerpt: excerpt) : Fault.status(Int(code), excerpt: excerpt)
        }
    }

    private func collect(_ response: HTTPClientResponse) async throws -> [UInt8] {
        let limit = configuration.maxBodySize
        if let length = response.headers.first(name: "Content-Length").flatMap({ Int($0) }), length > limit {
            throw Fault.tooLarge(limit)
        }
        var body: [UInt8] = []
        var isLarge = false
        do {
            for try await part in response.body {
                let size = body.count + part.readableBytes
                guard size <= limit else { throw Fault.tooLarge(limit) }
                if size > usualSize, !isLarge {
                    try await allowance.enter()
                    isLarge = true
                }
                body.append(contentsOf: part.readableBytesView)
                meter.received(bytes: part.readableBytes)
            }
        } catch {
            if isLarge { await allowance.leave() }
            throw error
        }
        if isLarge { await allowance.leave() }
        // A cancelled body ends as if it were whole.
        try Task.checkCancellation()
        return body
    }

    /// What fits an excerpt of an answer that is an error anyway; its own faults don't matter.
    private func beginning(of response: HTTPClientResponse) async -> [UInt8] {
        var body: [UInt8] = []
        do {
            for try await part in response.body {
                body.append(contentsOf: part.readableBytesView.prefix(16_384 - body.count))
                if body.count >= 16_384 { break }
            }
        } catch {}
        return body
    }

    private static func retryAfter(_ headers: HTTPHeaders) -> Duration? {
        let now = headers.first(name: "Date").flatMap(RetryAfter.date) ?? Int64(Date().timeIntervalSince1970)
        return headers.first(name: "Retry-After").flatMap { RetryAfter.delay($0, now: now) }
    }
}

extension Duration {
    /// Whole nanoseconds, up to what fits.
    var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? .max : scaled + attoseconds / 1_000_000_000
    }
}
