/// Directional isolates around text that may run from right to left.
///
/// Where a reader ignores the element `bdi`, as Gmail, Outlook and Yahoo do, and in plain text, a name in Arabic or
/// Hebrew swaps places with the numbers beside it. U+2068 and U+2069 around the name prevent that. Text without
/// right-to-left characters gets none, so that a copied name stays the name.
package enum NameIsolation {
    /// U+2068, FIRST STRONG ISOLATE.
    package static let start: Unicode.Scalar = "\u{2068}"
    /// U+2069, POP DIRECTIONAL ISOLATE.
    package static let end: Unicode.Scalar = "\u{2069}"

    /// The text between isolates, or as it is when nothing in it runs from right to left.
    ///
    /// `text`: clean text: ``VisibleText`` marks isolates that a name brings along.
    package static func isolated(_ text: String) -> String {
        guard !text.utf8.allSatisfy({ $0 < 0x80 }), text.unicodeScalars.contains(where: isRightToLeft) else {
            return text
        }
        return "\(start)\(text)\(end)"
    }

    /// The lines with each isolate ended where its line ends and begun again on the next: a line of plain text is a
    /// paragraph, which an isolate does not outlast.
    package static func closedPerLine(_ lines: [String]) -> [String] {
        var isOpen = false
        return lines.map { line in
            let before = isOpen ? "\(start)" : ""
            for scalar in line.unicodeScalars {
                if scalar == start { isOpen = true }
                if scalar == end { isOpen = false }
            }
            return before + line + (isOpen ? "\(end)" : "")
        }
    }

    /// The blocks whose characters are strong from right to left, or Arabic digits.
    private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFE, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
        default: false
        }
    }
}
