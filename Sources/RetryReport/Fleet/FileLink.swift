/// Where a link of an index may lead besides the addresses of a report.
package enum FileLink {
    /// The path of a file under the index's folder, escaped as in an address. Nothing in it can end a link's destination,
    /// name a scheme or leave the folder.
    package static func path(_ names: [String]) -> String {
        names.map(escaped).joined(separator: "/")
    }

    private static func escaped(_ name: String) -> String {
        var text = ""
        for (place, byte) in name.utf8.enumerated() {
            if isPlain(byte), place > 0 || byte != UInt8(ascii: ".") {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += "%" + byte.padded(to: 2, radix: 16, uppercase: true)
            }
        }
        return text
    }

    /// Whether a text is such a path.
    package static func isPath(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return parts.allSatisfy { part in
            part.first.map { $0 != UInt8(ascii: ".") } == true
                && part.allSatisfy { isPlain($0) || $0 == UInt8(ascii: "%") }
        }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
