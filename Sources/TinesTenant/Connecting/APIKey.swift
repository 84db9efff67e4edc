#if LiveTenant
/// The bearer key of a tenant's API. It is not shown when a value is printed: it has to be asked for by name.
public struct APIKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    let secret: String

    /// Takes a key as a file or an environment variable contains it; one newline at its end is dropped.
    ///
    /// - Throws: ``TenantConfigurationError`` for a key that is empty or contains what a header field can't: line
    ///   breaks, spaces, control characters, anything but ASCII. A key that went through would change the request.
    public init(_ text: String) throws(TenantConfigurationError) {
        var bytes = Array(text.utf8)
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        guard !bytes.isEmpty else {
            throw TenantConfigurationError("The API key is empty")
        }
        if bytes.contains(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
            throw TenantConfigurationError("The API key has more than one line; it must be the key and nothing else")
        }
        guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw TenantConfigurationError(
                "The API key contains spaces or characters that can't be sent in a header; copy it once more"
            )
        }
        guard bytes.count <= 8192 else {
            throw TenantConfigurationError("The API key is longer than 8,192 bytes, so it is not a key")
        }
        secret = String(decoding: bytes, as: UTF8.self)
    }

    /// A word instead of the key.
    public var description: String { "(API key)" }
    /// A word instead of the key.
    public var debugDescription: String { description }
    /// Shows no part of the key.
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// The text without the key, in case a server or a proxy sends it back.
    func redacting(_ text: String) -> String {
        text.split(separator: secret, omittingEmptySubsequences: false).joined(separator: "(API key)")
    }
}

extension APIKey {
    /// The text that replaces the key.
    private static let replacement = Array("(API key)".utf8)
    /// A shorter key may be a part of other text, such as a field's name or a number; real keys are much longer.
    private static let leastLength = 8

    /// The answer without the key, or nil when the key is not in it.
    ///
    /// A tenant or a proxy that repeats what it was sent, or an action that somebody named after a key, would
    /// otherwise bring it into reports and saved pages. JSON's escapes (`\/`, `\u0041`) are resolved.
    func redacting(answer bytes: [UInt8]) -> [UInt8]? {
        let key = Array(secret.utf8)
        guard key.count >= Self.leastLength, let first = key.first else { return nil }
        var result: [UInt8]?
        var kept = 0
        var place = 0
        while place < bytes.count {
            let byte = bytes[place]
            if byte == first || byte == UInt8(ascii: "\\"), let end = Self.end(of: key, in: bytes, at: place) {
                result = (result ?? []) + bytes[kept..<place] + Self.replacement
                kept = end
                place = end
            } else {
                // The character after a backslash belongs to it; otherwise the second of two would begin another escape.
                place += byte == UInt8(ascii: "\\") ? 2 : 1
            }
        }
        return result.map { $0 + bytes[kept...] }
    }

    /// Where the key ends that begins at `start`, plain or escaped.
    private static func end(of key: [UInt8], in bytes: [UInt8], at start: Int) -> Int? {
        var place = start
        for expected in key {
            guard place < bytes.count else { return nil }
            if bytes[place] == expected, expected != UInt8(ascii: "\\") {
                place += 1
            } else if bytes[place] == UInt8(ascii: "\\"), let next = escape(expected, in: bytes, after: place) {
                place = next
            } else {
                return nil
            }
        }
        return place
    }

    /// Where an escape of that byte ends, if one follows the backslash.
    private static func escape(_ expected: UInt8, in bytes: [UInt8], after backslash: Int) -> Int? {
        guard backslash + 1 < bytes.count else { return nil }
        if bytes[backslash + 1] == UInt8(ascii: "u") {
            guard backslash + 6 <= bytes.count else { return nil }
            let digits = String(decoding: bytes[(backslash + 2)..<(backslash + 6)], as: UTF8.self)
            return UInt16(digits, radix: 16) == UInt16(expected) ? backslash + 6 : nil
        }
        // `\n` is not an n.
        let standsForItself = [UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: "\"")].contains(expected)
        return standsForItself && bytes[backslash + 1] == expected ? backslash + 2 : nil
    }
}
#endif
