#if LiveTenant
internal import AsyncHTTPClient
internal import FoundationEssentials
internal import NIOCore
internal import NIOHTTP1
internal import RetryJobs

/// One request and its answer.
struct HTTPExchange: Sendable {
    /// The memory that any answer may use; for more it waits for its turn. 8 MiB for all workers together.
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

    /// A body with status 200 and what its header says about its age.
    struct Answer: Sendable {
        var body: [UInt8]
        /// `Date`, in seconds since 1970 by the server's clock.
        var date: Int64?
        /// `Age`: seconds since a cache got the answer from the server; more than 0 only for one that a cache kept.
        var age: Int?
    }

    /// The answer to a request for `url` with status 200.
    ///
    /// - Throws: ``Fault``, or `CancellationError` when the task was cancelled.
    func answer(_ url: String) async throws -> Answer {
        do {
            guard let answer = try await withTimeLimit(configuration.requestTimeout, { try await receive(url) }) else {
                throw Fault.timedOut
            }
            return answer
        } catch {
            // Cancelling shows as one of several errors of the client; this is the one that counts.
            try Task.checkCancellation()
            throw Fault(
                transport: error,
                maxBodySize: configuration.maxBodySize,
                proxy: configuration.proxy
            )
        }
    }

    private func receive(_ url: String) async throws -> Answer {
        var request = HTTPClientRequest(url: url)
        request.headers.add(name: "Authorization", value: "Bearer \(configuration.key.secret)")
        request.headers.add(name: "Accept", value: "application/json")
        request.headers.add(name: "Accept-Encoding", value: "gzip")
        // A page from a cache is not the list as it is now.
        request.headers.add(name: "Cache-Control", value: "no-cache")
        request.headers.add(name: "User-Agent", value: configuration.userAgent)
        let limit = NIODeadline.now() + .nanoseconds(configuration.requestTimeout.nanoseconds)
        let response = try await client.execute(request, deadline: limit)
        switch response.status.code {
        case 200:
            let age = response.headers.first(name: "Age").flatMap { Int($0) }
            return Answer(body: try await collect(response), date: Self.date(response.headers), age: age)
        case 429:
            throw Fault.tooManyRequests(retryAfter: Self.retryAfter(response.headers))
        case 304: throw Fault.status(304, excerpt: "")
        case 300...399:
            let location = response.headers.first(name: "Location") ?? ""
            throw Fault.redirect(Redirect(location, from: configuration.tenant, key: configuration.key))
        case let code:
            let retryAfter = code == 503 ? Self.retryAfter(response.headers) : nil
            let excerpt = Excerpt.clean(body: await beginning(of: response), key: configuration.key)
            if code == 401 || code == 403 { throw Fault.keyRefused(Int(code), excerpt: excerpt) }
            if let retryAfter { throw Fault.unavailable(retryAfter: retryAfter, excerpt: excerpt) }
            throw Fault.status(Int(code), excerpt: excerpt)
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
        // A cancelled body ends as if it were complete.
        try Task.checkCancellation()
        return body
    }

    /// The beginning of an answer that is an error, for an excerpt; faults while reading it don't matter.
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

    private static func date(_ headers: HTTPHeaders) -> Int64? {
        headers.first(name: "Date").flatMap(RetryAfter.date)
    }

    private static func retryAfter(_ headers: HTTPHeaders) -> Duration? {
        let now = date(headers) ?? Int64(Date().timeIntervalSince1970)
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
#endif
