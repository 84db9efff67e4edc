/// Tells where a JSON value ends by its brackets and quotes alone; whether it is JSON is for others to say.
enum JSONExtent {
    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    static func isBlank(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.allSatisfy(isSpace)
    }

    /// True when the bytes are one object or list from the first to the last, space around it apart.
    static func isWholeContainer(_ bytes: ArraySlice<UInt8>) -> Bool {
        let value = trimmed(bytes)
        guard beginsLikeContainer(value) else { return false }
        var depth = 0
        var isText = false
        var isEscaped = false
        for (offset, byte) in value.enumerated() {
            if isText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isText = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isText = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 { return offset == value.count - 1 }
            default: break
            }
        }
        return false
    }

    /// True when the first byte after spaces and a byte order mark opens an object or a list.
    static func beginsLikeContainer(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = trimmed(bytes).first else { return false }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = bytes
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        rest = rest.drop(while: isSpace)
        while let last = rest.last, isSpace(last) { rest.removeLast() }
        return rest
    }
}
