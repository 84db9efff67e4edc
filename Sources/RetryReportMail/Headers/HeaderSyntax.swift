/// What RFC 5322 and RFC 2045 allow where.
enum HeaderSyntax {
    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    /// What an unquoted word of a structured header is made of.
    static func isAtomText(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }

    /// Where a line is better folded. RFC 5322: lines should have at most 78 characters.
    static let lineLength = 78

    /// The same for a line with an encoded word. RFC 2047: at most 76 characters.
    static let encodedLineLength = 76
}
