internal import RetryJobs
internal import TinesRetryJobs

/// What went wrong with one request.
enum Fault: Error, Sendable, Hashable {
    /// Status 429.
    case tooManyRequests(retryAfter: Duration?)
    /// A status other than 200; the excerpt is clean.
    case status(Int, excerpt: String)
    /// 401 or 403.
    case keyRefused(Int, excerpt: String)
    /// A status 3xx, and the host it pointed to.
    case redirect(host: String?)
    /// Status 200 and HTML.
    case webPage
    /// Status 200 and no page of retry jobs.
    case invalidPage(String)
    /// The body is larger than this many bytes.
    case tooLarge(Int)
    /// No connection: refused, no such host, the proxy's no.
    case notConnected(String)
    /// TLS could not be agreed on: mostly a certificate that nobody vouches for.
    case notTrusted(String)
    /// The connection ended before the answer did.
    case cutOff
    /// No whole answer in time.
    case timedOut

    /// How many requests in a row may meet this fault before the page counts as failed.
    func attempts(of limit: Int) -> Int {
        switch self {
        case .tooManyRequests, .notConnected, .cutOff, .timedOut, .invalidPage: limit
        case .status(let code, _): code >= 500 || code == 408 || code == 425 ? limit : 1
        // May be the odd answer of a load balancer; three in a row are what this server says.
        case .webPage: min(3, limit)
        // Each attempt costs megabytes.
        case .tooLarge: min(2, limit)
        case .keyRefused, .redirect, .notTrusted: 1
        }
    }

    /// What happened, to follow "page 7: ".
    var sentence: String {
        switch self {
        case .tooManyRequests: "too many requests (429)"
        case .status(let code, let excerpt): "status \(code)" + (excerpt.isEmpty ? "" : " (\(excerpt))")
        case .keyRefused(let code, let excerpt):
            "the key was refused with status \(code)" + (excerpt.isEmpty ? "" : " (\(excerpt))")
        case .redirect(let host): "a redirect" + (host.map { " to \($0)" } ?? "") + ", which is never followed"
        case .webPage: "a web page, not the API"
        case .invalidPage(let reason): "no page of retry jobs (\(reason))"
        case .tooLarge(let limit): "an answer larger than \(limit) bytes"
        case .notConnected(let reason): "no connection (\(reason))"
        case .notTrusted(let reason): "TLS failed (\(reason))"
        case .cutOff: "the connection ended before the answer did"
        case .timedOut: "no whole answer in time"
        }
    }

    /// The error of a reading that ends with this fault before anything was read.
    func sourceError(of tenant: TenantOrigin) -> RetryJobSourceError {
        switch self {
        case .tooManyRequests:
            RetryJobSourceError(.temporary, "\(tenant) answered 429 (too many requests) to the end; try again later")
        case .timedOut:
            RetryJobSourceError(.temporary, "\(tenant) gave no whole answer in time; try again later")
        case .keyRefused(let code, let excerpt):
            RetryJobSourceError(
                .keyRefused,
                "\(tenant) refused the key with status \(code)\(excerpt.isEmpty ? "" : " (\(excerpt))"); check that "
                    + "TINES_API_KEY or the key file holds a key of this tenant whose owner may see its jobs"
            )
        case .webPage:
            RetryJobSourceError(
                .unreachable,
                "\(tenant) answered with a web page, not the API: is it the address of a dedicated tenant?"
            )
        case .redirect(let host):
            RetryJobSourceError(
                .unreachable,
                "\(tenant) redirects\(host.map { " to \($0)" } ?? ""), which is never followed as it could carry the "
                    + "key away; give the origin where the API itself answers"
            )
        case .status(let code, let excerpt):
            RetryJobSourceError(
                .unreachable,
                "\(tenant) answered with status \(code)\(excerpt.isEmpty ? "" : " (\(excerpt))")"
                    + (code == 404 ? "; the retry jobs of the admin API exist on dedicated tenants only" : "")
            )
        case .notTrusted(let reason):
            RetryJobSourceError(.unreachable, "No trusted connection to \(tenant): \(reason)")
        case .notConnected(let reason):
            RetryJobSourceError(
                .unreachable,
                "Can't connect to \(tenant): \(reason). Check the tenant's address, and whether a proxy is needed (--proxy)"
            )
        case .invalidPage(let reason):
            RetryJobSourceError(.unreachable, "\(tenant) answers no page of retry jobs: \(reason)")
        case .cutOff, .tooLarge:
            RetryJobSourceError(.unreachable, "\(tenant) answers no page of retry jobs: \(sentence)")
        }
    }
}
