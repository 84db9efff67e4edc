/// Links to actions and stories of a tenant.
///
/// A pattern is an address with `TENANT`, `STORY` and `ACTION` in it: the tenant's host and port, and numbers.
/// Nothing that a job or a story's builder wrote ever becomes a part of a link.
public struct ActionLinks: Sendable, Hashable {
    private let action: String
    private let story: String?

    /// The pattern of the Tines web interface.
    public static let standardPattern = "https://TENANT/stories/STORY?actions=ACTION"

    /// Links of the standard pattern into a tenant.
    ///
    /// - Returns: nil for a tenant that is reached by plain http and is not on loopback: nobody should follow links
    ///   there.
    public init?(tenant: TenantOrigin) {
        guard Self.isSafe(tenant.description) else { return nil }
        self.init(filled: tenant.description + Self.standardPattern.dropFirst("https://TENANT".count))
    }

    /// Links of a pattern of one's own.
    ///
    /// - Parameters:
    ///   - pattern: an address as above.
    ///   - tenant: the tenant; nil when it is not known, and then the pattern must not name it.
    /// - Throws: ``ActionLinkError`` when the pattern can't make safe links.
    public init(pattern: String, tenant: TenantOrigin?) throws(ActionLinkError) {
        guard pattern.contains("ACTION") else { throw ActionLinkError("must contain ACTION, the number of an action") }
        var filled = pattern
        if pattern.contains("TENANT") {
            guard let tenant else { throw ActionLinkError("names TENANT, and the tenant is not known") }
            filled = filled.replacing("TENANT", with: tenant.authority)
        }
        guard Self.isPlain(filled) else {
            throw ActionLinkError("must not contain spaces, parentheses, quotation marks or characters beyond ASCII")
        }
        // Each number may take 20 bytes.
        guard filled.utf8.count + 40 <= Self.longest else {
            throw ActionLinkError("must not be longer than \(Self.longest - 40) characters with the tenant in it")
        }
        guard let separator = filled.firstRange(of: "://"), Self.isSafe(Self.origin(of: filled)) else {
            throw ActionLinkError("must be an address that begins with https://")
        }
        let path = filled[separator.upperBound...].drop { !"/?#".contains($0) }
        guard path.contains("ACTION") else { throw ActionLinkError("must contain ACTION after the host") }
        self.init(filled: filled)
    }

    private init(filled: String) {
        action = filled
        let page = String(filled.prefix { $0 != "?" && $0 != "#" })
        story = page.contains("STORY") && !page.contains("ACTION") ? page : nil
    }

    /// Where an action is; nil when the pattern needs a story and none is known.
    public func url(ofAction id: Int64, story: Int64?) -> String? {
        var url = action
        if url.contains("STORY") {
            guard let story else { return nil }
            url = url.replacing("STORY", with: String(story))
        }
        return url.replacing("ACTION", with: String(id))
    }

    /// Where a story is; nil when the pattern has no address of a story alone.
    public func url(ofStory id: Int64) -> String? {
        story?.replacing("STORY", with: String(id))
    }

    /// The most bytes of a link: a mail has many of them, and a limit.
    package static let longest = 500

    /// Whether a text is an address that a report may link to: by https, or by http on loopback, of characters that
    /// mean nothing to HTML and Markdown. A report that was read from JSON may have any text in the place of one.
    package static func isLink(_ text: String) -> Bool {
        text.utf8.count <= longest && isPlain(text) && isSafe(origin(of: text))
    }

    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"'()<>\\^`{|}".utf8.contains($0) }
    }

    /// Scheme, host and port of an address.
    private static func origin(of address: String) -> String {
        guard let separator = address.firstRange(of: "://") else { return "" }
        let authority = address[separator.upperBound...].prefix { !"/?#".contains($0) }
        return String(address[..<separator.upperBound] + authority)
    }

    /// True for an origin by https, and by plain http on loopback; false for anything with a user name in it.
    private static func isSafe(_ origin: String) -> Bool {
        origin.contains("://") && (try? TenantOrigin(origin)) != nil
    }
}

/// Why a pattern of links can't be used, to follow the name of the setting.
public struct ActionLinkError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
