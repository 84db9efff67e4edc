/// A header field, folded and ended by CRLF. No text in it can end it early.
struct HeaderField {
    let name: String
    /// Words that must stay in one piece: lines are folded between them only.
    private let words: [String]

    /// A field whose words are separated by one space. They are literals, or were checked when their value was made.
    init(_ name: String, words: [String]) {
        self.name = name
        self.words = words
    }

    /// A field with a value that has no spaces, or must not be folded.
    init(_ name: String, _ value: String) {
        self.init(name, words: [value])
    }

    /// A field with any text: on one line, and encoded unless it is plain ASCII.
    init(_ name: String, text: String) {
        let line = String(Self.withoutControls(text).trimmed)
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

    /// Every character that could end a line becomes a space. ``VisibleText`` has marked before what a reader must see.
    private static func withoutControls(_ text: String) -> String {
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { line.append(HeaderSyntax.isControl(scalar) ? " " : scalar) }
        return String(line)
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
        // Between quotation marks a line may be folded at a space only; a name has at most 300 bytes.
        if isASCII, !name.contains("=?"), !name.contains("  ") {
            let escaped = name.map { "\"\\".contains($0) ? "\\\($0)" : String($0) }.joined()
            return "\"\(escaped)\"".split(separator: " ").map { String($0) } + [address]
        }
        return EncodedWords.encode(name, firstRoom: firstRoom) + [address]
    }

    /// The lines of the field, each ended by CRLF.
    var text: String {
        var text = "\(name):"
        var length = text.utf8.count
        let lineLength =
            words.contains { $0.hasPrefix("=?") } ? HeaderSyntax.encodedLineLength : HeaderSyntax.lineLength
        for (place, word) in words.enumerated() {
            // The first word stays beside the name: a line that has only spaces is not a line of a header.
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

/// What RFC 5322 and RFC 2045 allow where.
enum HeaderSyntax {
    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    /// Whether an unquoted word of a structured header may contain a byte.
    static func isAtomText(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }

    /// Whether a character could end a line or hide something in it.
    static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }

    /// The length at which a line is folded. RFC 5322: lines should have at most 78 characters.
    static let lineLength = 78

    /// The same for a line with an encoded word. RFC 2047: at most 76 characters.
    static let encodedLineLength = 76
}

extension StringProtocol where SubSequence == Substring {
    /// Without spaces at either end.
    var trimmed: Substring {
        var rest = self[...]
        while rest.first == " " { rest.removeFirst() }
        while rest.last == " " { rest.removeLast() }
        return rest
    }
}
