import RetryReport

/// What names the tenant in few letters, for subjects and identifiers.
enum TenantLabel {
    /// `acme` for `https://acme.tines.com`, the host for any other tenant; for saved pages what was read.
    static func text(_ reading: Reading) -> String {
        guard let host = host(reading) else { return VisibleText.clean(reading.source, to: 40) }
        let suffix = ".tines.com"
        guard host.hasSuffix(suffix), host.utf8.count > suffix.utf8.count else {
            return VisibleText.clean(host, to: 60)
        }
        return String(host.prefix { $0 != "." })
    }

    /// The tenant's host in lower case, made of what an identifier may hold; nil when the tenant is unknown or no URL.
    static func host(_ reading: Reading) -> String? {
        guard let tenant = reading.tenant, let start = tenant.firstRange(of: "://")?.upperBound else { return nil }
        let host = tenant[start...].prefix { !"/:?#@".contains($0) }.lowercased()
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        let isHost = labels.allSatisfy { label in
            (1...63).contains(label.utf8.count)
                && label.utf8.allSatisfy { HeaderSyntax.isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
        }
        return isHost && host.utf8.count <= 253 ? host : nil
    }
}
