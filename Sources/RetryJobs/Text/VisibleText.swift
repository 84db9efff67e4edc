/// Text as a page or a mail can hold it and a reader can trust it.
///
/// A name that holds a right-to-left override shows as another name; one that holds U+0000 ends there for libxml2.
/// Such characters become visible as `⟨U+202E⟩`: the reader sees that something is there, and what. Line breaks and
/// tabs become spaces, as a page shows them anyway. What shapes letters and emoji (joiners, variation selectors) stays.
public enum VisibleText {
    /// The text with everything unprintable made visible.
    public static func clean(_ text: String) -> String {
        // Nearly all text is plain; it is found out by its bytes and passed on as it is.
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

    /// The beginning of a text, at most so many Unicode scalars and an ellipsis, made visible.
    public static func clean(_ text: String, to length: Int) -> String {
        let start = text.unicodeScalars.prefix(length)
        return clean(String(start)) + (start.endIndex == text.unicodeScalars.endIndex ? "" : "…")
    }

    /// What a character is called that can't be shown: `U+202E`.
    package static func name(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    private static func isLineBreak(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\n" || scalar == "\r" || scalar == "\t"
    }

    /// What XML can't hold, what reorders, hides or splits text, and what is no character at all.
    package static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1f, 0x7f...0x9f: true  // C0 and C1 controls
        case 0xad: true  // soft hyphen
        case 0x061c, 0x200e, 0x200f, 0x202a...0x202e, 0x2066...0x2069: true  // direction
        case 0x200b, 0xfeff, 0x180e, 0x2061...0x2064, 0x206a...0x206f: true  // nothing to see
        case 0x2028, 0x2029: true  // line and paragraph separators
        case 0x115f, 0x1160, 0x3164, 0xffa0: true  // fillers that look like spaces
        case 0xfff9...0xfffb: true  // annotations
        case 0xfdd0...0xfdef: true  // noncharacters
        case let value where value & 0xfffe == 0xfffe: true  // the last two of each plane
        case 0xe0000...0xe0fff: (0xe0100...0xe01ef).contains(scalar.value) == false  // tags; not variation selectors
        default: false
        }
    }
}
