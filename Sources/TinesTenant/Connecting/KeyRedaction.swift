extension APIKey {
    /// What takes the place of the key.
    private static let replacement = Array("(API key)".utf8)
    /// A key shorter than this may be a part of anything, a field's name or a number; real ones are much longer.
    private static let leastLength = 8

    /// The answer without the key, or nil when the key is not in it.
    ///
    /// A tenant or a proxy that repeats what it was sent, or an action that somebody named after a key, would
    /// otherwise carry it into reports and saved pages. JSON's escapes (`\/`, `\u0041`) are seen through.
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
                // What follows a backslash belongs to it, or the second of two would be taken for a beginning.
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
