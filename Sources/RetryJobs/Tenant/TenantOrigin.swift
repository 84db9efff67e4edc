/// Where a tenant is: scheme, host and port, such as `https://acme.tines.com`. The only place that an API key may be
/// sent to, and what links into the tenant begin with.
///
/// Two origins are equal when their normalized texts are: host and scheme in lower case, no slash at the end.
public struct TenantOrigin: Sendable, Hashable {
    /// True for `https`.
    public let isEncrypted: Bool
    /// The host in lower case; an IPv6 address keeps its brackets.
    public let host: String
    /// The port, 1 to 65535, where the text named one.
    public let port: Int?

    /// Reads an origin; `acme.tines.com` without a scheme means `https://acme.tines.com`. White space around it is
    /// ignored.
    ///
    /// - Parameters:
    ///   - text: an https origin. Plain http is for loopback only, because it would show the API key to the network.
    ///   - allowInsecureHTTP: accepts http for any host.
    /// - Throws: ``TenantOriginError`` for anything but an origin.
    public init(_ text: String, allowInsecureHTTP: Bool = false) throws(TenantOriginError) {
        let text = text.trimmingWhiteSpace
        // The part before an @ may be a password.
        let shown = text.contains("@") ? "what was given" : "'\(VisibleText.clean(String(text), to: 100))'"
        guard !text.isEmpty else {
            throw TenantOriginError(
                .notAnOrigin,
                "The tenant is empty; write its origin, such as https://acme.tines.com"
            )
        }
        let parts = OriginParts(text)
        guard parts.scheme == "https" || parts.scheme == "http" else {
            throw TenantOriginError(.scheme, "The tenant's address \(shown) is neither https nor http")
        }
        guard let host = parts.host else {
            throw TenantOriginError(
                .notAnOrigin,
                "The tenant can't be \(shown); write its origin, such as https://acme.tines.com"
            )
        }
        let origin = "\(parts.scheme)://\(host)\(parts.port.map { ":\($0)" } ?? "")"
        guard !parts.hasCredentials else {
            throw TenantOriginError(
                .credentials,
                "The tenant's address contains a user name or password; give only the origin, \(origin), "
                    + "and the API key separately"
            )
        }
        guard parts.rest.isEmpty || parts.rest == "/" else {
            throw TenantOriginError(
                .path,
                "The tenant's address has a path or query; give only the origin, \(origin): the API's path is added"
            )
        }
        var port: Int?
        if let text = parts.port {
            guard let number = UInt16(text), number > 0, text.utf8.allSatisfy({ (48...57).contains($0) }) else {
                throw TenantOriginError(.port, "The tenant's address \(shown) has an impossible port")
            }
            port = Int(number)
        }
        isEncrypted = parts.scheme == "https"
        guard isEncrypted || allowInsecureHTTP || Self.isLoopback(host) else {
            throw TenantOriginError(
                .notEncrypted,
                "The tenant \(origin) is not encrypted and would show the API key to the network; write https:// instead"
            )
        }
        self.host = host
        self.port = port
    }

    /// `localhost`, 127.0.0.0/8 and `[::1]`, by their names: another name that resolves to loopback is not trusted.
    private static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}

extension TenantOrigin: CustomStringConvertible {
    /// The origin as it is written in links, without a slash at the end.
    public var description: String { "\(isEncrypted ? "https" : "http")://\(authority)" }

    /// Host and port: `acme.tines.com`, `127.0.0.1:8080`.
    public var authority: String { port.map { "\(host):\($0)" } ?? host }

    /// A short name for a subject: `acme` for `https://acme.tines.com`, the host for any other tenant.
    public var label: String {
        let suffix = ".tines.com"
        guard host.hasSuffix(suffix), host.utf8.count > suffix.utf8.count else { return host }
        return String(host.prefix { $0 != "." })
    }

    /// The origin with a slash at its end, for a link; nil for plain http, which no report links to.
    public var link: String? { isEncrypted ? "\(description)/" : nil }
}

extension TenantOrigin: Codable {
    /// Reads the origin's text; http is accepted for any host, since nothing is sent there.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            try self.init(try container.decode(String.self), allowInsecureHTTP: true)
        } catch let error as TenantOriginError {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
        }
    }

    /// Writes ``description``.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// Why a text is not the origin of a tenant.
public struct TenantOriginError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Code: String, Sendable, Hashable {
        /// There is no host, or it contains characters that a host can't have.
        case notAnOrigin = "not-an-origin"
        /// The scheme is neither https nor http.
        case scheme
        /// There is a user name or a password.
        case credentials
        /// There is a path, a query or a fragment.
        case path
        /// The port is not a number from 1 to 65535.
        case port
        /// It is plain http and the host is not loopback.
        case notEncrypted = "not-encrypted"
    }

    /// What is wrong.
    public let code: Code
    /// What is wrong and what to write instead, in one or two sentences; never contains a password.
    public let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}

/// The parts of an address. By hand: Foundation's parser without ICU refuses every host that begins with `xn--`.
private struct OriginParts {
    let scheme: String
    let hasCredentials: Bool
    /// In lower case; nil when it is empty or not a host.
    let host: String?
    let port: String?
    /// Path, query and fragment.
    let rest: Substring

    init(_ text: Substring) {
        var authority = text
        var scheme = "https"
        if let colon = text.firstRange(of: "://") {
            scheme = text[..<colon.lowerBound].lowercased()
            authority = text[colon.upperBound...]
        }
        self.scheme = scheme
        let end = authority.firstIndex { "/?#".contains($0) } ?? authority.endIndex
        rest = authority[end...]
        authority = authority[..<end]
        if let at = authority.lastIndex(of: "@") {
            hasCredentials = true
            authority = authority[authority.index(after: at)...]
        } else {
            hasCredentials = false
        }
        var host = authority
        var port: String?
        if authority.hasPrefix("["), let close = authority.firstIndex(of: "]") {
            host = authority[...close]
            let after = authority[authority.index(after: close)...]
            if after.hasPrefix(":") {
                port = String(after.dropFirst())
            } else if !after.isEmpty {
                host = ""
            }
        } else if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
            port = String(authority[authority.index(after: colon)...])
        }
        self.port = port
        let name = host.lowercased()
        self.host = Self.isAddress(name) || Self.isName(name) ? name : nil
    }

    private static func isAddress(_ host: String) -> Bool {
        guard host.hasPrefix("["), host.hasSuffix("]"), host.utf8.count <= 47 else { return false }
        let inside = host.dropFirst().dropLast().utf8
        return inside.count { $0 == UInt8(ascii: ":") } >= 2
            && inside.allSatisfy { byte in
                (48...57).contains(byte) || (97...102).contains(byte) || byte == UInt8(ascii: ":")
                    || byte == UInt8(ascii: ".")
            }
    }

    private static func isName(_ host: String) -> Bool {
        host.utf8.count <= 253
            && host.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
                (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                    && label.utf8.allSatisfy { byte in
                        (97...122).contains(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "-")
                    }
            }
    }
}

extension String {
    /// The text without white space and line breaks around it.
    fileprivate var trimmingWhiteSpace: Substring {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest
    }
}
