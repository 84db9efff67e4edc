import RetryJobs

/// Escapes a text as a part of an address or of a path: some bytes stay, every other one becomes `%XX`.
package enum PercentEscape {
    /// The text with the bytes that `isKept` says, which gets the place of each; by default those that mean nothing in any
    /// address.
    package static func escaped(
        _ text: String,
        isKept: (_ place: Int, _ byte: UInt8) -> Bool = { isUnreserved($1) }
    ) -> String {
        var escaped = ""
        for (place, byte) in text.utf8.enumerated() {
            if isKept(place, byte) {
                escaped.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                escaped += "%" + byte.padded(to: 2, radix: 16, uppercase: true)
            }
        }
        return escaped
    }

    /// A letter or a digit of ASCII, a hyphen, a full stop, an underscore or a tilde: what no address needs to escape.
    ///
    /// Source: RFC 3986, section 2.3.
    package static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
