#if LiveTenant
internal import RetryJobs
package import TinesRetryJobs

extension TenantSource: AskingSource {
    package var timeLimit: Duration { configuration.timeout }

    /// Makes one client for the list of retry jobs and for everything else; all limits apply to both together.
    package func asking<Result: Sendable>(
        _ body: @Sendable (_ jobs: any RetryJobSource, _ fetch: @escaping APIFetch) async throws -> Result
    ) async throws -> Result {
        try await withClient { client in
            let fetch: APIFetch = { request in try await client.body(of: request) }
            let jobs = ExplainedSource(source: self, client: client, fetch: fetch)
            return try await body(jobs, fetch)
        }
    }
}

extension TenantClient {
    /// The body of the answer to a request besides those for retry jobs. Throws ``APIFailure`` or
    /// `CancellationError`.
    fileprivate func body(of request: APIRequest) async throws -> [UInt8] {
        let rate: RateLimitClass =
            switch request.limit {
            case .actions: .actions
            case .users: .users
            case .ordinary: .standard
            }
        let endpoint = Endpoint<[UInt8]>(
            path: "/api/v1/\(request.path)",
            rate: rate,
            query: request.query.split(separator: "&").map(String.init),
            attempts: 3
        ) { body in
            let first = body.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
            // The client takes an answer that can't be read and begins so for a web page.
            if first == UInt8(ascii: "<") { throw APIFailure(APIFailure.Reason.webPage) }
            return body
        }
        do {
            switch try await ask(endpoint) {
            case .answer(let received): return received.value
            case .failed(let failure): throw APIFailure(failure.fault)
            }
        } catch let reached as TimeLimitReached {
            throw reached.last.map { APIFailure($0) } ?? APIFailure(.timeout)
        }
    }
}

extension APIFailure {
    fileprivate init(_ fault: Fault) {
        switch fault {
        case .tooManyRequests: self.init(.status(429))
        case .unavailable: self.init(.status(503))
        case .status(let code, _), .keyRefused(let code, _): self.init(.status(code))
        case .webPage: self.init(Reason.webPage)
        case .timedOut: self.init(.timeout)
        case .tooLarge: self.init(.tooLarge)
        case .redirect, .invalidPage: self.init(.unreadable)
        default: self.init(.connection)
        }
    }
}

/// Reads the jobs of a tenant and, when that is refused, asks what kind of tenant it is, to say what is the matter.
private struct ExplainedSource: RetryJobSource {
    let source: TenantSource
    let client: TenantClient
    let fetch: APIFetch

    private var tenant: TenantOrigin { source.configuration.tenant }

    func read(_ deliver: @Sendable (RetryJobPage) async throws -> Void) async throws -> Reading {
        do {
            return try await source.read(.retry, by: client, deliver)
        } catch let error as RetryJobSourceError where error.kind == .keyRefused || error.isNotFound {
            throw await explanation(of: error) ?? error
        }
    }

    private func explanation(of error: RetryJobSourceError) async -> RetryJobSourceError? {
        let kind: String?
        do {
            kind = try DirectoryDecoder().tenantKind(try await fetch(.info))
        } catch let failure as APIFailure {
            switch failure.reason {
            case .status(401):
                return RetryJobSourceError(
                    .keyRefused,
                    "\(tenant) refused the API key (401). Check that it belongs to this tenant, has not expired, and "
                        + "that its owner is active.",
                    setting: .key
                )
            case .status(404) where error.isNotFound, .webPage where error.isNotFound:
                return RetryJobSourceError(
                    .unreachable,
                    "\(tenant) has neither a list of retry jobs nor the API's own description (404). Check the "
                        + "tenant's address."
                )
            default: return nil
            }
        } catch {
            return nil
        }
        switch kind {
        case "shared":
            return RetryJobSourceError(
                .unreachable,
                "\(tenant) is on a shared stack of Tines, which has no lists of retry jobs; they exist on dedicated and "
                    + "self-hosted tenants only."
            )
        case .some where error.isNotFound:
            return RetryJobSourceError(
                .unreachable,
                "\(tenant) accepts the API key and has no list of retry jobs for it (404). Use a key whose owner is a "
                    + "tenant owner; if it is one, this version of Tines has no such list."
            )
        case .some:
            return RetryJobSourceError(
                .keyRefused,
                "\(tenant) accepts the API key but does not show its retry jobs to it. Use a key whose owner is a tenant "
                    + "owner.",
                setting: .key
            )
        case nil: return nil
        }
    }
}

extension RetryJobSourceError {
    fileprivate var isNotFound: Bool { kind == .unreachable && description.contains("404") }
}
#endif
