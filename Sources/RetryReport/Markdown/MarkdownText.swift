import RetryJobs

/// Untrusted text as it must be written so that a GitHub-flavoured Markdown renderer shows it as text.
///
/// Everything that could be markup at its place is escaped, and nothing else, since Markdown is also read
/// raw: `1,284` and `2026-01-31T06:00:00Z` stay as they are. The text may stand anywhere in a line, in a table cell or
/// between HTML tags. (A template can't put it within a tag, a code span or a link's destination: see
/// ``MarkdownTemplate``.)
///
/// - Punctuation with a meaning takes a backslash; `<` and `&` become entities, since a backslash means nothing
///   between HTML tags.
/// - GitHub changes finished text (`www.`, `://`, `@user`, `GH-123`, `:emoji:`), which a backslash does not prevent: a
///   word that has any of it becomes a code span, which can be copied and searched for as it is.
/// - Line breaks become a space; characters that a reader can't see are shown as ``VisibleText`` shows them.
enum MarkdownText {
    static func escaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        append(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the escaped text as UTF-8. Linear in the text.
    static func append(_ text: String, to bytes: inout [UInt8]) {
        if isPlain(text) { return bytes.append(contentsOf: text.utf8) }
        var escaper = Escaper(characters: Array(VisibleText.clean(text).unicodeScalars))
        escaper.run()
        bytes.append(contentsOf: escaper.result)
    }

    /// True for text of letters, digits and a few harmless characters, which is most of it.
    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last else { return true }
        return isWord(first) && isWord(last)
            && text.utf8.allSatisfy { isWord($0) || $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ",") }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}

/// Walks along a text on one line. It looks a bounded number of characters around, so the time is linear in the text.
private struct Escaper {
    let characters: [Unicode.Scalar]
    private(set) var result: [UInt8] = []

    init(characters: [Unicode.Scalar]) {
        self.characters = characters
        result.reserveCapacity(characters.count + 16)
    }

    mutating func run() {
        let numberEnd = listNumberEnd()
        var place = 0
        var wordEnd = 0
        while place < characters.count {
            let character = characters[place]
            if place >= wordEnd, !isSeparator(character) {
                wordEnd = end(ofWordAt: place)
                if wouldBecomeLink(place..<wordEnd) {
                    let end = end(ofAddressIn: place..<wordEnd)
                    result.append(UInt8(ascii: "`"))
                    for character in characters[place..<end] { append(character) }
                    result.append(UInt8(ascii: "`"))
                    place = end
                    continue
                }
            }
            if place == 0 && isPunctuation(character) && !isSafeAtStart(character) || place == numberEnd {
                // What begins a line of its own kind, or joins what the template has before it.
                backslash(character)
            } else {
                escape(character, at: place)
            }
            place += 1
        }
    }

    /// What a code span must not contain, and what is beside an address rather than in it.
    private func isSeparator(_ character: Unicode.Scalar) -> Bool {
        switch character {
        case "|", "`", "<", ">", "\"", "(", ")", "[", "]", "{", "}": true
        default: isSpace(character)
        }
    }

    private func isSpace(_ character: Unicode.Scalar) -> Bool {
        if character.isASCII { return character == " " || (0x09...0x0D).contains(character.value) }
        return character.properties.isWhitespace
    }

    private func end(ofWordAt start: Int) -> Int {
        var end = start
        while end < characters.count, !isSeparator(characters[end]) { end += 1 }
        return end
    }

    /// A sentence goes on behind an address, which is copied without the sentence's mark.
    private func end(ofAddressIn word: Range<Int>) -> Int {
        var end = word.upperBound
        while end > word.lowerBound + 1, [",", ".", ";", ":", "!", "?"].contains(characters[end - 1]) { end -= 1 }
        return end
    }

    private mutating func append(_ character: Unicode.Scalar) {
        if character.isASCII {
            result.append(UInt8(truncatingIfNeeded: character.value))
        } else {
            result.append(contentsOf: UTF8.encode(character) ?? UTF8.encodedReplacementCharacter)
        }
    }

    private mutating func appendText(_ text: String) {
        result.append(contentsOf: text.utf8)
    }

    private mutating func escape(_ character: Unicode.Scalar, at place: Int) {
        switch character {
        case "\\", "`", "*", "[", "]", "|", "~", "$": backslash(character)
        case "_":
            // Between letters or digits it never begins or ends emphasis: snake_case stays readable.
            if isWord(at: place - 1), isWord(at: place + 1) { append(character) } else { backslash(character) }
        case "<": appendText("&lt;")
        case ">":
            if place == 0 { appendText("&gt;") } else { append(character) }
        case "&":
            if beginsEntity(at: place) { appendText("&amp;") } else { append(character) }
        case "!":
            // The template may go on with a link, which would become an image.
            if isLast(place) { backslash(character) } else { append(character) }
        case "#":
            // Alone after a space it could end a heading.
            if endsHeading(at: place) { backslash(character) } else { append(character) }
        default:
            // At the ends it would indent, break a line, part emphasis from its text, or vanish.
            if place == 0 || isLast(place), isSpace(character) {
                appendText("&#\(character.value);")
            } else {
                append(character)
            }
        }
    }

    private mutating func backslash(_ character: Unicode.Scalar) {
        result.append(UInt8(ascii: "\\"))
        append(character)
    }

    // MARK: Looking around

    /// Whether GitHub finds something in a finished word, also with what a template may add at its end.
    private func wouldBecomeLink(_ word: Range<Int>) -> Bool {
        word.contains { place in
            switch characters[place] {
            case "@": true
            case "-": isReference(at: place)
            case ":": beginsLocation(at: place) || beginsEmoji(at: place)
            case "w", "W": isHostPrefix(endingAt: place)
            default: false
            }
        }
    }

    /// The characters with an escape of their own, and the parenthesis, with which inserted words begin: a template can't put data
    /// where it would begin a link's destination.
    private func isSafeAtStart(_ character: Unicode.Scalar) -> Bool {
        character == "<" || character == ">" || character == "&" || character == "("
    }

    private func endsHeading(at place: Int) -> Bool {
        self.character(at: place - 1) == " " && !isWord(at: place + 1)
    }

    private func character(at place: Int) -> Unicode.Scalar? {
        characters.indices.contains(place) ? characters[place] : nil
    }

    private func isLast(_ place: Int) -> Bool { place == characters.count - 1 }

    private func isPunctuation(_ character: Unicode.Scalar) -> Bool {
        switch character {
        case "!"..."/", ":"..."@", "["..."`", "{"..."~": true
        default: false
        }
    }

    private func isDigit(at place: Int) -> Bool {
        character(at: place).map { ("0"..."9").contains($0) } ?? false
    }

    private func isLetter(at place: Int) -> Bool {
        character(at: place).map { ("a"..."z").contains($0) || ("A"..."Z").contains($0) } ?? false
    }

    private func isWord(at place: Int) -> Bool { isLetter(at: place) || isDigit(at: place) }

    private func isEither(_ place: Int, _ lower: Unicode.Scalar, _ upper: Unicode.Scalar) -> Bool {
        character(at: place) == lower || character(at: place) == upper
    }

    /// `12. x`: the place of the character that makes a list of a number at the beginning.
    private func listNumberEnd() -> Int? {
        var place = 0
        while place < 9, isDigit(at: place) { place += 1 }
        guard place > 0, isEither(place, ".", ")") else { return nil }
        return character(at: place + 1) ?? " " == " " ? place : nil
    }

    /// `&amp;`, `&#60;`; the rest may follow in the template.
    private func beginsEntity(at place: Int) -> Bool {
        if isLast(place) || character(at: place + 1) == "#" { return true }
        var end = place + 1
        while end < place + 40, isWord(at: end) { end += 1 }
        return end > place + 1 && character(at: end) == ";"
    }

    /// `GH-123`
    private func isReference(at place: Int) -> Bool {
        (isDigit(at: place + 1) || isLast(place))
            && isEither(place - 1, "h", "H") && isEither(place - 2, "g", "G")
    }

    /// `http://`
    private func beginsLocation(at place: Int) -> Bool {
        character(at: place + 1) == "/" && character(at: place + 2) == "/"
    }

    /// `www.`
    private func isHostPrefix(endingAt place: Int) -> Bool {
        (0...2).allSatisfy { isEither(place - $0, "w", "W") } && (character(at: place + 1) == "." || isLast(place))
    }

    /// `:tada:`, but neither `06:00:00` nor `Net::Read::Timeout`.
    private func beginsEmoji(at place: Int) -> Bool {
        var end = place + 1
        var isTime = true
        while end <= place + 50, let next = character(at: end) {
            switch next {
            case "0"..."9": isTime = isTime && end <= place + 2
            case "a"..."z", "_", "+", "-": isTime = false
            default: return next == ":" && end > place + 1 && !isTime
            }
            end += 1
        }
        // The colon at its end may follow in the template.
        return end == characters.count && end > place + 1 && !isTime
    }
}
