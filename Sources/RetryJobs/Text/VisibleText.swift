/// Text that a page or a mail can contain and a reader can trust.
///
/// A name with a right-to-left override shows as another name; one with U+0000 ends there for libxml2.
/// Such characters become visible as `⟨U+202E⟩`: the reader sees that something is there, and what. Line breaks and
/// tabs become spaces, as a page shows them anyway. What shapes letters and emoji (joiners, variation selectors) stays.
public enum VisibleText {
    /// The text with everything unprintable made visible.
    public static func clean(_ text: String) -> String {
        // Nearly all text is plain, which its bytes show; it is returned as it is.
        let isPlain = text.utf8.allSatisfy { byte in byte >= 0x20 && byte < 0x7f }
        if isPlain { return text }
        let scalars = text.unicodeScalars
        if !scalars.contains(where: { isUnseen($0) || isLineBreak($0) }) { return text }
        var visible = ""
        visible.reserveCapacity(text.utf8.count + 16)
        var previous: Unicode.Scalar?
        for scalar in scalars {
            if isLineBreak(scalar) {
                if !(scalar == "\n" && previous == "\r") { visible.unicodeScalars.append(" ") }
            } else if isUnseen(scalar) {
                visible += "⟨\(name(scalar))⟩"
            } else {
                visible.unicodeScalars.append(scalar)
            }
            previous = scalar
        }
        return visible
    }

    /// The beginning of a text, at most `length` Unicode scalars and an ellipsis, made visible.
    public static func clean(_ text: String, to length: Int) -> String {
        let start = text.unicodeScalars.prefix(length)
        return clean(String(start)) + (start.endIndex == text.unicodeScalars.endIndex ? "" : "…")
    }

    /// The name of a character that can't be shown: `U+202E`.
    package static func name(_ scalar: Unicode.Scalar) -> String {
        "U+" + scalar.value.padded(to: 4, radix: 16, uppercase: true)
    }

    private static func isLineBreak(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\n" || scalar == "\r" || scalar == "\t"
    }

    /// True for a character that a reader can't see, or that changes the order or the look of others: the one table
    /// for every format, mail, metric and message.
    ///
    /// By Unicode's properties: controls, format characters, separators of lines and paragraphs, noncharacters and
    /// everything that is ignored by default. Not among them are the signs of Arabic and other scripts that precede a
    /// number, although their category is format, and what shapes letters and emoji: joiners and variation selectors.
    /// U+2060 is not among them either: reports put it into names so that mail programs make no links of them.
    package static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x7F { return scalar.value < 0x20 }
        switch scalar.value {
        // Frequent ones, so that their properties need not be looked up: letters, punctuation, arrows and signs.
        case 0xA1...0xAC, 0xAE...0x2FF, 0x2010...0x2027, 0x2030...0x205E, 0x2190...0x23FF: return false
        case 0x200C, 0x200D, 0x2060: return false
        case 0x600...0x605, 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD: return false
        // A Braille pattern without dots.
        case 0x2800: return true
        default: break
        }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: return true
        case .uppercaseLetter, .lowercaseLetter, .decimalNumber: return false
        default:
            return properties.isNoncharacterCodePoint
                || properties.isDefaultIgnorableCodePoint && !properties.isVariationSelector
        }
    }
}

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
