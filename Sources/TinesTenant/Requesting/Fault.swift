internal import FoundationEssentials
internal import RetryJobs
internal import TinesRetryJobs

/// What went wrong with one request.
enum Fault: Error, Sendable, Hashable {
    /// Status 429.
    case tooManyRequests(retryAfter: Duration?)
    /// Status 503 with `Retry-After`.
    case unavailable(retryAfter: Duration, excerpt: String)
    /// A status other than 200; the excerpt is clean.
    case status(Int, excerpt: String)
    /// 401 or 403.
    case keyRefused(Int, excerpt: String)
    /// A status 3xx that points elsewhere.
    case redirect(Redirect)
    /// Status 200 and HTML.
    case webPage
    /// Status 200 and an answer that is not what was asked for.
    case invalidPage(String)
    /// The body is larger than this many bytes.
    case tooLarge(Int)
    /// No connection to the tenant: refused, no such host.
    case notConnected(String)
    /// No connection to the proxy, or the proxy refused.
    case proxy(String)
    /// TLS could not be agreed on: mostly a certificate from an authority that is not trusted.
    case notTrusted(String)
    /// The connection ended before the answer did.
    case cutOff
    /// No complete answer in time.
    case timedOut

    /// How many requests in a row may meet this fault before the page counts as failed.
    func attempts(of limit: Int) -> Int {
        switch self {
        case .tooManyRequests, .unavailable, .notConnected, .cutOff, .timedOut, .invalidPage, .proxy: limit
        case .status(let code, _): code >= 500 || code == 408 || code == 425 ? limit : 1
        // May be the odd answer of a load balancer; three in a row are what this server says.
        case .webPage: min(3, limit)
        // Each attempt costs megabytes.
        case .tooLarge: min(2, limit)
        case .keyRefused, .redirect, .notTrusted: 1
        }
    }

    /// The server asks all requests to wait, for some time if it says so; nil when it does not.
    var slowsDown: Duration?? {
        switch self {
        case .tooManyRequests(let retryAfter): .some(retryAfter)
        case .unavailable(let retryAfter, _): .some(retryAfter)
        default: nil
        }
    }

    /// Some servers answer so, and not with an empty list, when asked for a page beyond the last one.
    var mayMeanNoSuchPage: Bool {
        if case .status(let code, _) = self { [400, 404, 416, 422].contains(code) } else { false }
    }

    /// What happened, to follow "page 7: ".
    var sentence: String {
        switch self {
        case .tooManyRequests: "too many requests (429)"
        case .unavailable(_, let excerpt): "status 503" + Self.parenthesized(excerpt)
        case .status(let code, let excerpt): "status \(code)" + Self.parenthesized(excerpt)
        case .keyRefused(let code, let excerpt):
            "the API key was refused with status \(code)" + Self.parenthesized(excerpt)
        case .redirect(let redirect): "a redirect\(redirect.target), which is not followed"
        case .webPage: "a web page, not the API"
        case .invalidPage(let reason): "not a page of the list (\(reason))"
        case .tooLarge(let limit): "an answer larger than \(limit) bytes"
        case .notConnected(let reason): "no connection (\(reason))"
        case .proxy(let reason): "no connection through the proxy (\(reason))"
        case .notTrusted(let reason): "TLS failed (\(reason))"
        case .cutOff: "the connection ended before the answer did"
        case .timedOut: "no complete answer in time"
        }
    }

    /// The error of a reading that ends with this fault before anything was read.
    ///
    /// - Parameter attempts: how many requests met it.
    func sourceError(of tenant: TenantOrigin, attempts: Int = 1) -> RetryJobSourceError {
        let tried = attempts > 1 ? " (\(attempts) attempts)" : ""
        switch self {
        case .tooManyRequests:
            return RetryJobSourceError(
                .temporary,
                "\(tenant) answered 429 (too many requests) to every attempt\(tried). Try again later."
            )
        case .unavailable(_, let excerpt):
            return RetryJobSourceError(
                .temporary,
                "\(tenant) answered 503\(Self.parenthesized(excerpt)) to every attempt\(tried). Try again later."
            )
        case .timedOut:
            return RetryJobSourceError(
                .temporary,
                "\(tenant) did not answer completely in time\(tried). Try again later."
            )
        case .keyRefused(let code, let excerpt):
            return RetryJobSourceError(
                .keyRefused,
                "\(tenant) refused the API key with status \(code)\(Self.parenthesized(excerpt)). Check that it is a key "
                    + "of this tenant and that its owner may view jobs",
                setting: .key
            )
        case .webPage:
            return RetryJobSourceError(
                .unreachable,
                "\(tenant) answered with a web page, not the API. Is it the address of a dedicated tenant?"
            )
        case .redirect(let redirect):
            return RetryJobSourceError(.unreachable, "\(tenant) redirects\(redirect.target). \(redirect.advice)")
        case .status(let code, let excerpt):
            return RetryJobSourceError(
                .unreachable,
                "\(tenant) answered with status \(code)\(Self.parenthesized(excerpt))\(tried)."
                    + (code == 404 ? " The job lists of the admin API exist on dedicated tenants only." : "")
            )
        case .notTrusted(let reason):
            return RetryJobSourceError(
                .unreachable,
                "No trusted connection to \(tenant): \(reason)",
                setting: reason.contains("authority") ? .authorities : nil
            )
        case .proxy(let reason):
            return RetryJobSourceError(
                .unreachable,
                "No connection to \(tenant) through the proxy: \(reason)\(tried). Check the proxy",
                setting: .proxy
            )
        case .notConnected(let reason):
            return RetryJobSourceError(
                .unreachable,
                "Can't connect to \(tenant): \(reason)\(tried). Check the tenant's address, and whether a proxy is needed",
                setting: .proxy
            )
        case .invalidPage(let reason):
            return RetryJobSourceError(.unreachable, "\(tenant) did not answer with a page of the list\(tried): \(reason)")
        case .cutOff, .tooLarge:
            return RetryJobSourceError(.unreachable, "\(tenant) did not answer with a page of the list\(tried): \(sentence)")
        }
    }

    private static func parenthesized(_ excerpt: String) -> String { excerpt.isEmpty ? "" : " (\(excerpt))" }
}

/// Where a redirect points to. It is never followed: that could carry the key away.
struct Redirect: Sendable, Hashable {
    /// " to other.example", " to /login", " to https"; empty when it can't be read.
    let target: String
    /// What to do about it.
    let advice: String

    init(_ location: String, from tenant: TenantOrigin, key: APIKey) {
        let location = key.redacting(location)
        let url = URLComponents(string: location)
        let host = url?.host?.lowercased()
        let isSecure = url?.scheme?.lowercased() == "https"
        if let host, host != tenant.host || url?.port != tenant.port && !(isSecure && !tenant.isEncrypted) {
            target = " to " + Excerpt.clean(host + (url?.port.map { ":\($0)" } ?? ""), limit: 100)
            advice =
                "Redirects are not followed, because they could carry the API key away; give the origin where the API "
                + "itself answers."
        } else if host != nil, isSecure, !tenant.isEncrypted {
            target = " to https"
            advice = "Write https:// in place of http://."
        } else if let path = url?.path, !path.isEmpty {
            target = " to " + Excerpt.clean(path, limit: 100)
            advice =
                "Is the owner of the API key signed out, or single sign-on required for the API? Redirects are not "
                + "followed."
        } else {
            target = ""
            advice = "Redirects are not followed, because they could carry the API key away."
        }
    }
}
