import RetryReport

/// Lines of text, at most 72 columns wide, so that they don't break when a reply quotes them.
struct TextPage {
    /// The most columns of a line.
    static let width = 72

    private var lines: [String] = []

    /// The lines, each ended by a line feed.
    var text: String { lines.map { $0 + "\n" }.joined() }

    /// An empty line, unless the last one is empty.
    mutating func gap() {
        if let last = lines.last, !last.isEmpty { lines.append("") }
    }

    /// The title of a section.
    mutating func heading(_ title: String) {
        gap()
        lines.append(title)
        lines.append(String(repeating: "-", count: TextWidth.of(title)))
    }

    /// Text in as many lines as needed. `first` comes before the first line, and as many spaces before the others.
    /// Nothing for an empty text.
    mutating func paragraph(_ text: String, after first: String = "") {
        let indent = TextWidth.of(first)
        for (place, line) in NameIsolation.closedPerLine(Self.wrapped(text, to: max(8, Self.width - indent)))
            .enumerated()
        {
            lines.append((place == 0 ? first : String(repeating: " ", count: indent)) + line)
        }
    }

    /// A line as it is. A link must not be broken.
    mutating func line(_ text: String) {
        lines.append(text)
    }

    /// A link on a line of its own, nearer to the margin where it is too long to be under its text.
    mutating func link(_ link: String, indent: Int) {
        line(String(repeating: " ", count: min(indent, max(0, Self.width - link.utf8.count))) + link)
    }

    /// Words. The mark of an estimate stays with its number, and a number with its unit.
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

/// A table whose first columns are numbers and whose last column is text that wraps within itself.
struct TextTable {
    /// A row: a cell for each column of numbers, the paragraphs of the last column, and a link on a line of its own,
    /// which is not broken.
    struct Row {
        var cells: [String]
        var texts: [String]
        var link: String?
    }

    /// The titles of the columns; the last is that of the text.
    let titles: [String]
    let rows: [Row]

    /// Writes the table with its titles.
    func write(to page: inout TextPage) {
        let numbers = titles.dropLast()
        let widths = numbers.indices.map { column in
            rows.reduce(TextWidth.of(titles[column])) { max($0, TextWidth.of($1.cells[column])) }
        }
        func start(_ cells: some Collection<String>) -> String {
            zip(cells, widths).map { cell, width in
                String(repeating: " ", count: 2 + width - TextWidth.of(cell)) + cell
            }
            .joined() + "  "
        }
        page.paragraph(titles.last ?? "", after: start(numbers))
        for row in rows {
            var before = start(row.cells)
            for text in row.texts {
                page.paragraph(text, after: before)
                before = String(repeating: " ", count: TextWidth.of(before))
            }
            if let link = row.link { page.link(link, indent: TextWidth.of(before)) }
        }
    }
}

/// How many columns text takes in a font whose letters all have one width.
enum TextWidth {
    /// The columns of a text: two for wide East Asian characters and emoji, none for marks and joiners.
    static func of(_ text: some StringProtocol) -> Int {
        text.reduce(0) { $0 + of($1) }
    }

    /// The columns of a character.
    static func of(_ character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        if first.isASCII { return 1 }
        if isWide(first) || character.unicodeScalars.contains("\u{FE0F}") { return 2 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return 1
        }
    }

    /// The larger blocks that Unicode's East Asian Width calls wide. A column off does no harm here, since names are
    /// last in their rows.
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F1E6...0x1F1FF, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
            0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
