internal import FoundationEssentials

/// A proxy that requests go through: `http://host:port`, with `user:password@` where it wants them.
///
/// TLS to the tenant goes through a tunnel (CONNECT): the proxy never sees the key. The environment's `HTTPS_PROXY`
/// is not read by the HTTP client; whoever wants it passes it here.
public struct ProxyServer: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    let host: String
    let port: Int
    let credentials: Credentials?

    struct Credentials: Sendable, Hashable {
        let user: String
        let password: String
    }

    /// Reads a proxy's address; the scheme may be left out.
    ///
    /// - Throws: ``TenantConfigurationError`` for any scheme but http and for an address without a host or port.
    public init(_ text: String) throws(TenantConfigurationError) {
        let hint = "write it as http://host:port"
        guard let url = URLComponents(string: text.contains("://") ? text : "http://" + text), let host = url.host,
            !host.isEmpty
        else { throw TenantConfigurationError("The proxy has no readable address; \(hint)") }
        guard url.scheme?.lowercased() == "http" else {
            throw TenantConfigurationError("Only http proxies are supported; \(hint)")
        }
        guard let port = url.port, (1...65535).contains(port) else {
            throw TenantConfigurationError("The proxy \(Excerpt.clean(host, limit: 100)) has no port; \(hint)")
        }
        guard url.path.isEmpty || url.path == "/", url.query == nil, url.fragment == nil else {
            throw TenantConfigurationError("The proxy's address has a path; \(hint)")
        }
        self.host = host
        self.port = port
        credentials = url.user.map { Credentials(user: $0, password: url.password ?? "") }
    }

    /// Host and port, without what one logs in with.
    public var description: String { "http://\(host):\(port)" }
    /// Host and port, without what one logs in with.
    public var customMirror: Mirror { Mirror(self, children: ["host": host, "port": port]) }
}
