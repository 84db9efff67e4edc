/// Lines of text for a reader without HTML, at most 72 columns wide, so that they stay whole when they are quoted.
struct TextPage {
    /// The columns of a line.
    static let width = 72

    private var lines: [String] = []

    /// The lines, each ended by a line feed.
    var text: String { lines.map { $0 + "\n" }.joined() }

    /// An empty line, unless one stands there already.
    mutating func gap() {
        if let last = lines.last, !last.isEmpty { lines.append("") }
    }

    /// The title of a section.
    mutating func heading(_ title: String) {
        gap()
        lines.append(title)
        lines.append(String(repeating: "-", count: TextWidth.of(title)))
    }

    /// Text in as many lines as it takes. `first` stands before the first line, and as many spaces before the others.
    /// Nothing for an empty text.
    mutating func paragraph(_ text: String, after first: String = "") {
        let indent = TextWidth.of(first)
        let wrapped = Isolates.closed(in: Self.wrapped(text, to: max(8, Self.width - indent)))
        for (place, line) in wrapped.enumerated() {
            lines.append((place == 0 ? first : String(repeating: " ", count: indent)) + line)
        }
    }

    /// A line as it is. A link must not be broken.
    mutating func line(_ text: String) {
        lines.append(text)
    }

    /// Words, with the mark of an estimate kept beside its number, and a number beside its unit.
    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        for word in text.split(separator: " ") {
            let unit = word.prefix { $0.isLetter || $0 == "%" }
            let isBound = words.last == "≈" || units.contains(unit) && words.last?.last?.isNumber == true
            if isBound { words[words.count - 1] += " \(word)" } else { words.append(String(word)) }
        }
        return words
    }

    private static let units: Set<Substring> = ["s", "min", "h", "d", "mo", "y", "%"]

    private static func wrapped(_ text: String, to width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var used = 0
        func end() {
            lines.append(line)
            line = ""
            used = 0
        }
        for word in words(text) {
            let length = TextWidth.of(word)
            if used > 0, used + 1 + length > width { end() }
            if used > 0 {
                line += " "
                used += 1
            }
            guard length > width else {
                line += word
                used += length
                continue
            }
            // A word longer than a line is cut where the line is full.
            for character in word {
                let columns = TextWidth.of(character)
                if used + columns > width { end() }
                line.append(character)
                used += columns
            }
        }
        if !line.isEmpty { lines.append(line) }
        return lines
    }
}
