#if LiveTenant
internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import RetryJobs

/// Posts to addresses that are no tenant's, with TLS and proxy as for a tenant; never with its key.
package struct Poster: Sendable {
    /// A PEM file of authorities to trust besides the system's.
    package var caFile: String?
    /// Folders of such files.
    package var caFolders: [String] = []
    /// A proxy to go through.
    package var proxy: ProxyServer?
    /// The value of `User-Agent`.
    package var userAgent = "retry-report"
    /// How often it is tried.
    package var attempts = 5
    /// How long one attempt may take.
    package var timeout = Duration.seconds(15)
    /// The longest wait between two attempts; the first is a sixteenth of it.
    package var longestPause = Duration.seconds(16)

    package init() {}

    /// Why a post failed. The description has no part of the address and nothing of the answer.
    package struct Failure: Error, Sendable, CustomStringConvertible {
        package let description: String
    }

    /// Posts until an answer says that it was taken: a status from 200 to 299. Tries again after faults of the network and
    /// after the statuses 408, 429 and 500 to 599.
    ///
    /// - Throws: ``Failure``, and `CancellationError`.
    package func post(_ body: [UInt8], type: String, to address: SecretURL) async throws {
        let configuration: HTTPClient.Configuration
        do {
            configuration = try HTTPClient.Configuration.reaching(
                caFile: caFile,
                caFolders: caFolders,
                proxy: proxy,
                maxBodySize: 1 << 16,
                connections: 1
            )
        } catch {
            throw Failure(description: error.description)
        }
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            try await post(body, type, address, client)
        } catch {
            try? await client.shutdown()
            throw error
        }
        try? await client.shutdown()
    }

    private func post(_ body: [UInt8], _ type: String, _ address: SecretURL, _ client: HTTPClient) async throws {
        var pause = longestPause / 16
        var attempt = 0
        while true {
            attempt += 1
            let outcome = try await send(body, type, address, client)
            guard let reason = outcome.reason else { return }
            guard outcome.mayRetry, attempt < attempts else {
                let tries = attempt == 1 ? "" : " after \(attempt) attempts"
                throw Failure(description: "\(reason)\(tries)")
            }
            try await Task.sleep(for: max(pause, min(outcome.retryAfter ?? .zero, .seconds(60))))
            pause = min(pause * 2, longestPause)
        }
    }

    private struct Outcome {
        /// Nil when it was taken.
        var reason: String?
        var mayRetry = false
        var retryAfter: Duration?
    }

    private func send(_ body: [UInt8], _ type: String, _ address: SecretURL, _ client: HTTPClient) async throws
        -> Outcome
    {
        var request = HTTPClientRequest(url: address.text)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: type)
        request.headers.add(name: "User-Agent", value: userAgent)
        request.body = .bytes(body)
        do {
            let deadline = NIODeadline.now() + .nanoseconds(timeout.nanoseconds)
            let response = try await client.execute(request, deadline: deadline)
            let status = Int(response.status.code)
            if (200...299).contains(status) { return Outcome() }
            let seconds = response.headers.first(name: "Retry-After").flatMap { Int($0) }
            return Outcome(
                reason: "the answer was status \(status)",
                mayRetry: status == 408 || status == 429 || status >= 500,
                retryAfter: seconds.map { .seconds(max(0, min($0, 3600))) }
            )
        } catch {
            try Task.checkCancellation()
            let fault = Fault(transport: error, maxBodySize: 1 << 16, proxy: proxy)
            return Outcome(reason: fault.reasonWithoutAddress, mayRetry: fault.isWorthAnotherAttempt)
        }
    }
}

extension Fault {
    /// What went wrong, in words of our own only: an address may be a secret.
    fileprivate var reasonWithoutAddress: String {
        switch self {
        case .timedOut: "there was no answer in time"
        case .notTrusted(let reason): "its certificate is not trusted: \(reason)"
        case .notConnected(let reason): "no connection: \(reason)"
        case .proxy(let reason): "no connection through the proxy: \(reason)"
        default: "the connection broke off"
        }
    }

    fileprivate var isWorthAnotherAttempt: Bool {
        if case .notTrusted = self { return false }
        return true
    }
}
#endif
