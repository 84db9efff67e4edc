internal import FoundationEssentials

/// Where a tenant is: scheme, host and port, such as `https://acme.tines.com`. The only place that a key is sent to.
public struct TenantOrigin: Sendable, Hashable, CustomStringConvertible {
    /// The origin as it is written in links, without a slash at the end.
    public let description: String

    let host: String
    let isEncrypted: Bool

    /// Reads an origin; `acme.tines.com` without a scheme means `https://acme.tines.com`.
    ///
    /// - Parameters:
    ///   - text: an https origin. Plain http is for loopback only: the key would travel readable.
    ///   - allowInsecureHTTP: accepts http for any host.
    /// - Throws: ``TenantConfigurationError`` for anything that is more or less than an origin.
    public init(_ text: String, allowInsecureHTTP: Bool = false) throws(TenantConfigurationError) {
        // What stands before an @ may be a password.
        let shown = text.contains("@") ? "what was given" : "'\(Excerpt.clean(text, limit: 100))'"
        guard !text.isEmpty else {
            throw TenantConfigurationError("The tenant is empty; write its origin, such as https://acme.tines.com")
        }
        let isURL = text.contains("://")
        guard let url = URLComponents(string: isURL ? text : "https://" + text), let host = url.host, !host.isEmpty,
            host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "%") })
        else {
            throw TenantConfigurationError(
                "The tenant can't be \(shown); write its origin, such as https://acme.tines.com"
            )
        }
        let scheme = (url.scheme ?? "").lowercased()
        guard scheme == "https" || scheme == "http" else {
            throw TenantConfigurationError("The tenant's address \(shown) is neither https nor http")
        }
        let name = host.lowercased()
        let port = url.port.map { ":\($0)" } ?? ""
        let origin = "\(scheme)://\(name)\(port)"
        guard url.user == nil, url.password == nil else {
            throw TenantConfigurationError(
                "The tenant's address holds a user name or password; give only the origin, \(origin), "
                    + "and the key by TINES_API_KEY or a key file"
            )
        }
        guard url.path.isEmpty || url.path == "/", url.query == nil, url.fragment == nil else {
            throw TenantConfigurationError(
                "The tenant's address has a path or query; give only the origin, \(origin): the API's path is added"
            )
        }
        if let port = url.port, !(1...65535).contains(port) {
            throw TenantConfigurationError("The tenant's address \(shown) has an impossible port")
        }
        guard scheme == "https" || allowInsecureHTTP || Self.isLoopback(name) else {
            throw TenantConfigurationError(
                "The tenant \(origin) is not encrypted and would show the key to the network; write https:// instead "
                    + "(--allow-insecure-http sends it all the same)"
            )
        }
        self.host = name
        isEncrypted = scheme == "https"
        description = origin
    }

    /// `localhost`, 127.0.0.0/8 and `[::1]`, by their names: a name that merely resolves to loopback is not trusted.
    static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "[::1]" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    func url(of window: PageWindow) -> String {
        "\(description)/api/v1/admin/retry_jobs?page=\(window.number)&per_page=\(window.size)"
    }
}
