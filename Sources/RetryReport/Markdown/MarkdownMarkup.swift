/// Follows the text of a Markdown template and finds what a report must not contain, and where data must not be.
///
/// Markdown is rendered by others, whose filters are not known. So a template may use the HTML elements, attributes and
/// link destinations of a list, as in HTML templates, and data may not be in a tag, in a code span or in a link's
/// destination, where no escape makes it safe. Sections may be left out or repeated, so what comes before a position is
/// a set of possibilities: ``State`` keeps all of them. What is doubtful is refused.
struct MarkdownMarkup {
    /// What the text before a position can be.
    struct State: Hashable {
        enum Mode: Hashable {
            case text
            /// After a `<` that may begin a tag.
            case angle
            /// In a tag or a comment, with its text so far.
            case tag(String)
            /// In the destination of a link, with its text so far.
            case destination(String, isDefinition: Bool)
        }

        var mode = Mode.text
        /// The characters that may be the last one.
        var last: Set<Unicode.Scalar> = ["\n"]
        /// True in what may be an address that a renderer makes a link of.
        var isAddress = false
        /// The ends that the text since the last white space may have.
        var words: Set<String> = [""]
        /// Data may have been printed since the last white space.
        var hasDataInWord = false
        var isCode = false
        /// Only marks of lists and quotes, or data, came before in this line.
        var isLineStart = true
        /// The line begins with a bracket, as the definition of a link does.
        var opensWithBracket = false
        /// Data was printed right before.
        var isAfterData = false

        /// Either of two states.
        func or(_ other: State) -> State {
            var both = self
            both.last.formUnion(other.last)
            both.words.formUnion(other.words)
            both.isAddress = isAddress || other.isAddress
            both.hasDataInWord = hasDataInWord || other.hasDataInWord
            both.isLineStart = isLineStart || other.isLineStart
            both.opensWithBracket = opensWithBracket || other.opensWithBracket
            both.isAfterData = isAfterData || other.isAfterData
            both.isCode = isCode || other.isCode
            return both
        }
    }

    private(set) var state = State()
    /// What is wrong at the current position.
    private(set) var problems: [String] = []

    mutating func takeProblems() -> [String] {
        defer { problems = [] }
        return problems
    }

    // MARK: Text of the template

    mutating func pass(_ scalar: Unicode.Scalar) {
        switch state.mode {
        case .tag(let text): passTag(scalar, text)
        case .destination(let text, let isDefinition): passDestination(scalar, text, isDefinition)
        case .angle:
            if scalar.properties.isAlphabetic || scalar == "/" || scalar == "!" || scalar == "?" {
                state.mode = .tag(String(Character(scalar)))
            } else {
                state.mode = .text
                passText(scalar)
            }
        case .text: passText(scalar)
        }
        state.last = [scalar]
        state.isAfterData = false
    }

    private mutating func passText(_ scalar: Unicode.Scalar) {
        if scalar.properties.isWhitespace {
            state.words = [""]
            state.isAddress = false
            state.hasDataInWord = false
        } else if !state.isAddress {
            let words = state.words.map { $0 + String(Character(scalar)).lowercased() }
            state.isAddress = words.contains { word in Self.addressMarks.contains { word.hasSuffix($0) } }
            state.words = Set(words.map(Self.beginningOfMark))
            // What comes before an @ or a :// is a part of the address too.
            if state.isAddress, state.hasDataInWord { problems.append(Self.dataInAddress) }
        }
        switch scalar {
        case "<": state.mode = .angle
        case "`":
            if state.isAfterData, !state.isCode { problems.append("a backtick right after data: put a space between") }
            state.isCode.toggle()
        case "\n":
            state.isCode = false
            state.isLineStart = true
            state.opensWithBracket = false
        case "[" where state.last.contains("!"):
            problems.append("a report has no pictures: write a link, without the '!'")
        case "(" where state.last.contains("]"): state.mode = .destination("", isDefinition: false)
        case ":" where state.last.contains("]") && state.opensWithBracket:
            state.mode = .destination("", isDefinition: true)
        default: break
        }
        if state.isLineStart, scalar == "[" { state.opensWithBracket = true }
        if !" \t\n>-*+.)0123456789".unicodeScalars.contains(scalar) { state.isLineStart = false }
    }

    private static let dataInAddress = "data in an address, which must be written out: put a space between"

    /// What makes an address of a word.
    private static let addressMarks = ["://", "www.", "mailto:", "xmpp:", "@"]

    /// The longest end of a word that may become such a mark, so that few words are kept.
    private static func beginningOfMark(_ word: String) -> String {
        var end = word[...]
        while !end.isEmpty, !addressMarks.contains(where: { $0.hasPrefix(end) }) { end.removeFirst() }
        return String(end)
    }

    private mutating func passTag(_ scalar: Unicode.Scalar, _ text: String) {
        if scalar == ">", MarkdownTag.isComplete(text) {
            state.mode = .text
            if let problem = MarkdownTag.problem(text) { problems.append(problem) }
        } else if text.utf8.count > 2_000 {
            state.mode = .text
            problems.append("a tag begins with '<' and does not end: write &lt; for the character")
        } else {
            state.mode = .tag(text + String(Character(scalar)))
        }
    }

    private mutating func passDestination(_ scalar: Unicode.Scalar, _ text: String, _ isDefinition: Bool) {
        let ends = scalar.properties.isWhitespace || scalar == ")" && !isDefinition
        if text.isEmpty, scalar.properties.isWhitespace || scalar == "<" { return }
        guard ends else {
            state.mode = .destination(text + String(Character(scalar)), isDefinition: isDefinition)
            return
        }
        endDestination(text)
    }

    private mutating func endDestination(_ text: String) {
        state.mode = .text
        if !text.isEmpty, !MarkdownTag.isAllowed(destination: text) {
            problems.append("a link's destination must begin with https://, mailto: or #")
        }
    }

    // MARK: Tags of the template

    /// The last part of the names whose texts are addresses of the tenant: checked, and of harmless characters.
    static let addressName = "url"

    /// Data is printed here. An address may be all of a link's destination.
    mutating func passData(isAddress: Bool = false) {
        switch state.mode {
        case .destination("", isDefinition: false) where isAddress:
            state.mode = .destination("https://", isDefinition: false)
            state.last = ["x"]
            state.isAfterData = true
            return
        case .tag, .angle:
            problems.append("data in an HTML tag or comment, where no escape is safe: put it between tags")
        case .destination: problems.append("data in a link's destination, which must be written out")
        case .text:
            if state.isCode {
                problems.append("data in a code span, where escapes would be seen: leave the backticks out")
            } else if state.last.contains("`") {
                problems.append("data right after a backtick: put a space between")
            } else if state.last.contains("]") {
                problems.append("data right after ']', where it could become a link's destination: put a space between")
            } else if state.isAddress {
                problems.append(Self.dataInAddress)
            }
        }
        state.mode = .text
        state.hasDataInWord = true
        // Data ends nothing and begins nothing.
        state.last = ["x"]
        state.isAfterData = true
    }

    /// A section begins or ends here, or a comment is left out.
    mutating func passSection() {
        if case .text = state.mode { return }
        problems.append("sections and comments can't be in an HTML tag or in a link's destination")
        state.mode = .text
    }

    /// Either of what came before and another possibility.
    mutating func merge(_ other: State) {
        state = state.or(other)
    }

    /// The template ends here.
    mutating func end() {
        switch state.mode {
        case .tag: problems.append("a tag begins with '<' and does not end: write &lt; for the character")
        case .destination(let text, _): endDestination(text)
        case .text, .angle: break
        }
    }
}

/// The HTML that a Markdown template may contain.
enum MarkdownTag {
    private static let elements: Set<String> = [
        "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "details", "div", "dl", "dt",
        "em",
        "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "ins", "kbd", "li", "ol", "p", "pre", "q", "s", "samp", "small",
        "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
        "var",
        "wbr",
    ]

    private static let attributes: Set<String> = [
        "align", "colspan", "dir", "href", "id", "lang", "open", "rowspan", "scope", "start", "title", "width",
    ]

    /// Whether a `>` ends what begins with `<` and goes on like this: it may also be in a comment or in quotes.
    static func isComplete(_ text: String) -> Bool {
        if text.hasPrefix("!--") { return text.hasSuffix("--") && text.utf8.count > 4 }
        var quote: Character?
        for character in text {
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            }
        }
        return quote == nil
    }

    static func isAllowed(destination: String) -> Bool {
        let text = destination.lowercased()
        return text.hasPrefix("https://") || text.hasPrefix("mailto:") || text.hasPrefix("#")
    }

    /// What is wrong with a tag, from what is between `<` and `>`; nil when it is allowed.
    static func problem(_ text: String) -> String? {
        if text.hasPrefix("!--") { return nil }
        var rest = Substring(text)
        if rest.hasPrefix("/") { rest.removeFirst() }
        let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }.lowercased()
        rest = rest.dropFirst(name.count)
        // `<https://x.example>`, `<mailto:a@b.example>`, `<a@b.example>`
        if text.contains("@"), !text.contains(":"), !text.contains(where: \.isWhitespace) { return nil }
        if rest.hasPrefix(":") {
            return isAllowed(destination: text) ? nil : "a link's destination must begin with https://, mailto: or #"
        }
        guard elements.contains(name) else {
            return
                "<\(VisibleText.clean(name.isEmpty ? String(text.prefix(1)) : name, to: 30))> is not allowed: a report "
                + "has text, tables, lists and links, and nothing that runs, loads or sends something"
        }
        while true {
            rest = rest.drop { $0.isWhitespace || $0 == "/" }
            guard !rest.isEmpty else { return nil }
            let attribute = rest.prefix { !$0.isWhitespace && $0 != "=" && $0 != "/" }
            rest = rest.dropFirst(attribute.count).drop(while: \.isWhitespace)
            var value = ""
            if rest.hasPrefix("=") {
                rest = rest.dropFirst().drop(while: \.isWhitespace)
                if let quote = rest.first, quote == "\"" || quote == "'" {
                    let inside = rest.dropFirst().prefix { $0 != quote }
                    value = String(inside)
                    rest = rest.dropFirst(inside.count + 2)
                } else {
                    let bare = rest.prefix { !$0.isWhitespace }
                    value = String(bare)
                    rest = rest.dropFirst(bare.count)
                }
            }
            let shown = VisibleText.clean(String(attribute), to: 30)
            guard attributes.contains(attribute.lowercased()) else {
                return "the attribute '\(shown)' of <\(name)> is not allowed: leave it out"
            }
            if attribute.lowercased() == "href", name != "a" || !isAllowed(destination: value) {
                return "a link's destination must begin with https://, mailto: or #"
            }
        }
    }
}
