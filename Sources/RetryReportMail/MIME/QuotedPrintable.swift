/// Text as RFC 2045's quoted-printable: lines of at most 76 characters, ended by CRLF.
enum QuotedPrintable {
    private static let digits = Array("0123456789ABCDEF".utf8)
    private static let lineLength = 76

    /// `=3D`.
    static func escape(_ byte: UInt8) -> String {
        String(decoding: [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]], as: UTF8.self)
    }

    /// Text whose lines end in CRLF.
    static func lines(_ text: [UInt8]) -> [UInt8] {
        var encoded: [UInt8] = []
        encoded.reserveCapacity(text.count + text.count / 8)
        var length = 0
        var place = 0
        while place < text.count {
            let byte = text[place]
            if byte == 13, place + 1 < text.count, text[place + 1] == 10 {
                encoded += [13, 10]
                length = 0
                place += 2
                continue
            }
            let isPlain = isPlain(byte, isFirst: length == 0, next: place + 1 < text.count ? text[place + 1] : 13)
            // One place stays free for the '=' of a soft line break.
            if length + (isPlain ? 1 : 3) > lineLength - 1 {
                encoded += [UInt8(ascii: "="), 13, 10]
                length = 0
                continue
            }
            if isPlain {
                encoded.append(byte)
                length += 1
            } else {
                encoded += [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
                length += 3
            }
            place += 1
        }
        return encoded
    }

    private static func isPlain(_ byte: UInt8, isFirst: Bool, next: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "="): false
        // At a line's end they get lost on the way.
        case UInt8(ascii: " "), UInt8(ascii: "\t"): next != 13
        // Programs on the way may double a full stop, or put '>' before "From ", at a line's beginning.
        case UInt8(ascii: "."), UInt8(ascii: "F"): !isFirst
        default: (0x21...0x7E).contains(byte)
        }
    }
}
