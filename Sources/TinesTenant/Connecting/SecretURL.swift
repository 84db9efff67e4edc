#if LiveTenant
package import RetryJobs

/// An address that is a secret, such as a webhook's: everybody who knows it may use it. It is not shown when a value is printed.
package struct SecretURL: Sendable, CustomStringConvertible, CustomReflectable {
    /// Scheme, host and port.
    package let origin: TenantOrigin
    let text: String

    /// Reads an address as a file or a variable contains it; white space around it is ignored.
    ///
    /// - Throws: ``TenantConfigurationError``, which does not repeat it, for one that is not `https`, apart from `http` on
    ///   loopback, and for one with a user name or with characters that an address must escape.
    package init(_ given: String) throws(TenantConfigurationError) {
        let hint =
            "it must be an address that begins with https://, in ASCII (it is not shown here, since it is a secret)"
        var text = given[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        guard text.utf8.count <= 4096, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }),
            let separator = text.firstRange(of: "://")
        else { throw TenantConfigurationError(hint) }
        let end = text[separator.upperBound...].firstIndex { "/?".contains($0) } ?? text.endIndex
        do {
            origin = try TenantOrigin(String(text[..<end]))
        } catch {
            throw TenantConfigurationError(hint)
        }
        self.text = String(text)
    }

    /// The address with more at the end of its path, before a query.
    package func appending(path: String) -> SecretURL {
        let query = text.firstIndex(of: "?") ?? text.endIndex
        var base = text[..<query]
        while base.last == "/" { base.removeLast() }
        return SecretURL(origin: origin, text: "\(base)/\(path)\(text[query...])")
    }

    private init(origin: TenantOrigin, text: String) {
        self.origin = origin
        self.text = text
    }

    /// A word instead of the address.
    package var description: String { "(secret address)" }
    /// Shows no part of the address.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
#endif
