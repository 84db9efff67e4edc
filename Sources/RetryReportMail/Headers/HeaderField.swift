import RetryReport

/// A header field, folded and ended by CRLF. Each way of making one takes what can't break out of it.
struct HeaderField {
    let name: String
    /// Words that must not be parted: lines are folded between them only.
    private let words: [String]

    /// A field whose words stand apart by a space each. They are ours, or checked when their value was made.
    init(_ name: String, words: [String]) {
        self.name = name
        self.words = words
    }

    /// A field with a value without spaces, or one that must not be folded.
    init(_ name: String, _ value: String) {
        self.init(name, words: [value])
    }

    /// A field with any text: in one line, cleaned, and encoded unless it is plain ASCII.
    init(_ name: String, text: String) {
        let line = String(VisibleText.clean(text).trimmed)
        let isPlain =
            line.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !line.contains("=?") && !line.contains("  ")
            && line.split(separator: " ").allSatisfy { $0.utf8.count < HeaderSyntax.lineLength - name.utf8.count - 2 }
        let firstRoom = HeaderSyntax.encodedLineLength - name.utf8.count - 2
        self.init(
            name,
            words: isPlain
                ? line.split(separator: " ").map { String($0) } : EncodedWords.encode(line, firstRoom: firstRoom)
        )
    }

    /// A field with mailboxes.
    init(_ name: String, addresses: [MailAddress]) {
        let last = addresses.count - 1
        let words = addresses.enumerated().flatMap { place, address in
            Self.words(address, firstRoom: HeaderSyntax.encodedLineLength - name.utf8.count - 2, isLast: place == last)
        }
        self.init(name, words: words)
    }

    private static func words(_ mailbox: MailAddress, firstRoom: Int, isLast: Bool) -> [String] {
        let end = isLast ? "" : ","
        guard let name = mailbox.name else { return [mailbox.address + end] }
        let address = "<\(mailbox.address)>\(end)"
        let atoms = name.split(separator: " ", omittingEmptySubsequences: false)
        let isPlain = atoms.allSatisfy { atom in
            !atom.isEmpty && atom.utf8.allSatisfy(HeaderSyntax.isAtomText) && !atom.contains("=?")
        }
        if isPlain { return atoms.map { String($0) } + [address] }
        let isASCII = name.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        // Between quotation marks a line may be folded at a space, and nowhere else; a name has at most 300 bytes.
        if isASCII, !name.contains("=?"), !name.contains("  ") {
            let escaped = name.map { "\"\\".contains($0) ? "\\\($0)" : String($0) }.joined()
            return "\"\(escaped)\"".split(separator: " ").map { String($0) } + [address]
        }
        return EncodedWords.encode(name, firstRoom: firstRoom) + [address]
    }

    /// The field's lines, each ended by CRLF.
    var text: String {
        var text = "\(name):"
        var length = text.utf8.count
        let lineLength =
            words.contains { $0.hasPrefix("=?") } ? HeaderSyntax.encodedLineLength : HeaderSyntax.lineLength
        for (place, word) in words.enumerated() {
            // The first word stays beside the name: a line of spaces only is no line of a header.
            if place > 0, length + 1 + word.utf8.count > lineLength {
                text += "\r\n"
                length = 0
            }
            text += " " + word
            length += 1 + word.utf8.count
        }
        return text + "\r\n"
    }
}
