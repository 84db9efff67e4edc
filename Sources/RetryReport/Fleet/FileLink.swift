/// Where a link of an index may lead besides the addresses of a report.
package enum FileLink {
    /// The path of a file under the index's folder, escaped as in an address. Nothing in it can end a link's destination,
    /// name a scheme or leave the folder.
    package static func path(_ names: [String]) -> String {
        names.map(escaped).joined(separator: "/")
    }

    /// A name that begins with a full stop would be hidden, or lead out of the folder.
    private static func escaped(_ name: String) -> String {
        PercentEscape.escaped(name) { place, byte in
            PercentEscape.isUnreserved(byte) && (place > 0 || byte != UInt8(ascii: "."))
        }
    }

    /// Whether a text is such a path.
    package static func isPath(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return parts.allSatisfy { part in
            part.first.map { $0 != UInt8(ascii: ".") } == true
                && part.allSatisfy { PercentEscape.isUnreserved($0) || $0 == UInt8(ascii: "%") }
        }
    }
}
