internal import RetryJobs

/// A proxy that requests go through: `http://host:port`, with `user:password@` where it requires them.
///
/// TLS to the tenant goes through a tunnel (CONNECT): the proxy never sees the API key.
public struct ProxyServer: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    /// A name or an address, without the brackets of an IPv6 address.
    let host: String
    let port: Int
    let credentials: Credentials?
    private let authority: String

    struct Credentials: Sendable, Hashable {
        let user: String
        let password: String
    }

    /// Reads a proxy's address; the scheme may be left out, and white space around it is ignored.
    ///
    /// - Throws: ``TenantConfigurationError`` for any scheme but http and for an address without a host or port.
    public init(_ text: String) throws(TenantConfigurationError) {
        let hint = "write it as http://host:port"
        var rest = text[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        if let scheme = rest.firstRange(of: "://") {
            guard rest[..<scheme.lowerBound].lowercased() == "http" else {
                throw TenantConfigurationError("Only http proxies are supported; \(hint)")
            }
            rest = rest[scheme.upperBound...]
        }
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        let path = rest[end...]
        var address = rest[..<end]
        credentials = address.lastIndex(of: "@").map { at in
            let parts = address[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let text = parts.map(Self.decoded)
            address = address[address.index(after: at)...]
            return Credentials(user: text.first ?? "", password: text.count > 1 ? text[1] : "")
        }
        guard path.isEmpty || path == "/" else {
            throw TenantConfigurationError("The proxy's address has a path; \(hint)")
        }
        let origin: TenantOrigin
        do {
            origin = try TenantOrigin("http://\(address)", allowInsecureHTTP: true)
        } catch {
            throw TenantConfigurationError("The proxy has no readable address; \(hint)")
        }
        guard let port = origin.port else {
            throw TenantConfigurationError("The proxy \(Excerpt.clean(origin.host, limit: 100)) has no port; \(hint)")
        }
        host = origin.host.hasPrefix("[") ? String(origin.host.dropFirst().dropLast()) : origin.host
        authority = origin.authority
        self.port = port
    }

    /// The text with its percent escapes resolved.
    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let escaped = UInt8(Substring(rest.prefix(2)), radix: 16) {
                rest = rest.dropFirst(2)
                bytes.append(escaped)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Host and port, without the user name and password.
    public var description: String { "http://\(authority)" }
    /// Host and port, without the user name and password.
    public var customMirror: Mirror { Mirror(self, children: ["host": host, "port": port]) }
}
