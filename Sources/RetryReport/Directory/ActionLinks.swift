import Synchronization

/// Links to actions and stories of a tenant.
///
/// A pattern is an address with `TENANT`, `STORY` and `ACTION` in it: the tenant's host and port, and numbers.
/// Nothing that a job or a story's builder wrote ever becomes a part of a link.
public struct ActionLinks: Sendable, Hashable {
    private let action: [Piece]
    /// Nil when the pattern has no address of a story alone.
    private let story: [Piece]?

    /// A part of a pattern: a text, or the place of a number.
    private enum Piece: Sendable, Hashable {
        case text(String)
        case story
        case action
    }

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
        action = Self.pieces(filled)
        let page = Self.pieces(String(filled.prefix { $0 != "?" && $0 != "#" }))
        story = page.contains(.story) && !page.contains(.action) ? page : nil
    }

    private static func pieces(_ pattern: String) -> [Piece] {
        var pieces: [Piece] = []
        var rest = Substring(pattern)
        while !rest.isEmpty {
            let marks = [("STORY", Piece.story), ("ACTION", .action)].compactMap { mark, piece in
                rest.firstRange(of: mark).map { (range: $0, piece: piece) }
            }
            guard let next = marks.min(by: { $0.range.lowerBound < $1.range.lowerBound }) else {
                return pieces + [.text(String(rest))]
            }
            pieces += [.text(String(rest[..<next.range.lowerBound])), next.piece]
            rest = rest[next.range.upperBound...]
        }
        return pieces
    }

    private static func filled(_ pieces: [Piece], action: Int64?, story: Int64?) -> String? {
        var url = ""
        for piece in pieces {
            switch piece {
            case .text(let text): url += text
            case .story:
                guard let story else { return nil }
                url += String(story)
            case .action:
                guard let action else { return nil }
                url += String(action)
            }
        }
        return url
    }

    /// Where an action is; nil when the pattern needs a story and none is known.
    public func url(ofAction id: Int64, story: Int64?) -> String? {
        Self.filled(action, action: id, story: story)
    }

    /// Where a story is; nil when the pattern has no address of a story alone.
    public func url(ofStory id: Int64) -> String? {
        story.flatMap { Self.filled($0, action: nil, story: id) }
    }

    /// The most bytes of a link: a mail has many of them, and a limit.
    package static let longest = 500

    /// Whether a text is an address that a report may link to: by https, or by http on loopback, of characters that
    /// mean nothing to HTML and Markdown. A report that was read from JSON may have any text in the place of one.
    package static func isLink(_ text: String) -> Bool {
        guard text.utf8.count <= longest, isPlain(text) else { return false }
        return knownSafe.withLock { known in known.contains { isOrigin($0, of: text) } } || isSafe(origin(of: text))
    }

    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            switch byte {
            case 0...0x20, 0x7F...: false
            case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "<"),
                UInt8(ascii: ">"), UInt8(ascii: "\\"), UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "{"),
                UInt8(ascii: "|"), UInt8(ascii: "}"):
                false
            default: true
            }
        }
    }

    /// Scheme, host and port of an address.
    private static func origin(of address: String) -> String {
        let bytes = address.utf8
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: "://".utf8) else {
            return ""
        }
        let end = bytes[bytes.index(colon, offsetBy: 3)...].firstIndex(where: endsOrigin) ?? bytes.endIndex
        return String(address[..<end])
    }

    /// True when ``origin(of:)`` of the address is this one, found without making a text.
    private static func isOrigin(_ origin: String, of address: String) -> Bool {
        guard !origin.isEmpty, address.utf8.starts(with: origin.utf8) else { return false }
        return address.utf8.dropFirst(origin.utf8.count).first.map(endsOrigin) ?? true
    }

    private static func endsOrigin(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
    }

    /// True for an origin by https, and by plain http on loopback; false for anything with a user name in it.
    private static func isSafe(_ origin: String) -> Bool {
        guard origin.contains("://"), (try? TenantOrigin(origin)) != nil else { return false }
        knownSafe.withLock { known in
            if known.contains(origin) { return }
            known = [origin] + known.prefix(15)
        }
        return true
    }

    /// The last origins that were found safe: a report has very many links, nearly all to one tenant, reading an origin
    /// takes 5 µs, and reports of several tenants may be written side by side.
    private static let knownSafe = Mutex<[String]>([])
}

/// Why a pattern of links can't be used, to follow the name of the setting.
public struct ActionLinkError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
