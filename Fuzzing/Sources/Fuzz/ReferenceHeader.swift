/// The content of header fields: text by RFC 2047 and mailboxes by RFC 5322.
enum ReferenceHeader {
    struct Mailbox: Equatable {
        /// Scalars, not characters: these are compared as they are written.
        var name: [Unicode.Scalar]?
        var address: String
    }

    /// An unstructured field's text. Between two encoded words, spaces mean nothing.
    static func text(_ value: [UInt8]) -> String {
        var text: [UInt8] = []
        var wasEncoded = false
        for (place, word) in value.split(separator: 0x20, omittingEmptySubsequences: false).enumerated() {
            let decoded = encodedWord(word)
            if place > 0, !(wasEncoded && decoded != nil) { text.append(0x20) }
            text += decoded ?? Array(word)
            wasEncoded = decoded != nil
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The mailboxes of a field.
    static func mailboxes(_ value: [UInt8]) -> [Mailbox] {
        var rest = value[...]
        var boxes: [Mailbox] = []
        repeat {
            boxes.append(mailbox(&rest))
        } while take(",", &rest)
        expect(rest.isEmpty, true, "nothing after the last mailbox: \(String(decoding: rest, as: UTF8.self))")
        return boxes
    }

    /// A word as RFC 2047 encodes it, in UTF-8 and with whole characters; nil for any other.
    private static func encodedWord(_ word: ArraySlice<UInt8>) -> [UInt8]? {
        guard word.starts(with: "=?".utf8) else {
            expect(String(decoding: word, as: UTF8.self).contains("=?"), false, "nothing like an encoded word")
            return nil
        }
        expect(word.count <= 75, true, "75 characters of an encoded word")
        let parts = word.split(separator: UInt8(ascii: "?"), omittingEmptySubsequences: false)
        // A fatal error is a finding, here and below: libFuzzer stops and keeps the input.
        guard parts.count == 5, parts[0] == [UInt8(ascii: "=")], parts[1].elementsEqual("UTF-8".utf8),
            parts[4] == [UInt8(ascii: "=")], !parts[3].isEmpty
        else { fatalError("no encoded word: \(String(decoding: word, as: UTF8.self))") }
        let decoded =
            parts[2].elementsEqual("B".utf8) ? ReferenceMessage.base64(parts[3]) : quoted(parts[3], parts[2])
        guard String(validating: decoded, as: UTF8.self) != nil else { fatalError("half a character in \(word)") }
        return decoded
    }

    /// RFC 2047, section 4.2, with the letters that section 5 allows in a phrase.
    private static func quoted(_ payload: ArraySlice<UInt8>, _ encoding: ArraySlice<UInt8>) -> [UInt8] {
        expect(Array(encoding), Array("Q".utf8), "B or Q")
        var rest = payload
        var decoded: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "_"): decoded.append(0x20)
            case UInt8(ascii: "="): decoded.append(ReferenceMessage.escaped(&rest))
            default:
                expect(isLetterOrDigit(byte) || "!*+-/".utf8.contains(byte), true, "\(byte) in Q")
                decoded.append(byte)
            }
        }
        return decoded
    }

    private static func mailbox(_ rest: inout ArraySlice<UInt8>) -> Mailbox {
        var words: [(text: [UInt8], isEncoded: Bool)] = []
        while true {
            while rest.first == 0x20 { rest.removeFirst() }
            if take("<", &rest) {
                let address = addrSpec(&rest)
                expect(take(">", &rest), true, "the end of an address")
                return Mailbox(name: phrase(words), address: address)
            }
            if take("\"", &rest) {
                words.append((quotedString(&rest), false))
                continue
            }
            let start = rest
            let atom = rest.prefix { isAtomText($0) || $0 == UInt8(ascii: ".") }
            if rest[atom.endIndex...].first == UInt8(ascii: "@") {
                expect(words.isEmpty, true, "an address without brackets has no name")
                rest = start
                return Mailbox(name: nil, address: addrSpec(&rest))
            }
            expect(atom.isEmpty || atom.contains(UInt8(ascii: ".")), false, "an atom in \(Array(rest))")
            rest = rest[atom.endIndex...]
            let decoded = encodedWord(atom)
            words.append((decoded ?? Array(atom), decoded != nil))
        }
    }

    private static func phrase(_ words: [(text: [UInt8], isEncoded: Bool)]) -> [Unicode.Scalar]? {
        guard !words.isEmpty else { return nil }
        var text: [UInt8] = []
        for (place, word) in words.enumerated() {
            if place > 0, !(word.isEncoded && words[place - 1].isEncoded) { text.append(0x20) }
            text += word.text
        }
        return Array(String(decoding: text, as: UTF8.self).unicodeScalars)
    }

    private static func quotedString(_ rest: inout ArraySlice<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\"") { return text }
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            guard let escaped = rest.popFirst() else { break }
            text.append(escaped)
        }
        fatalError("quotation marks are not closed")
    }

    private static func addrSpec(_ rest: inout ArraySlice<UInt8>) -> String {
        let local = rest.prefix { isAtomText($0) || $0 == UInt8(ascii: ".") }
        rest = rest[local.endIndex...]
        expect(take("@", &rest), true, "an @")
        let domain = rest.prefix { isLetterOrDigit($0) || "-.".utf8.contains($0) }
        rest = rest[domain.endIndex...]
        for part in [local, domain] {
            let atoms = part.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            expect(atoms.contains { $0.isEmpty }, false, "no empty atom")
        }
        return String(decoding: local, as: UTF8.self) + "@" + String(decoding: domain, as: UTF8.self)
    }

    private static func take(_ character: Unicode.Scalar, _ rest: inout ArraySlice<UInt8>) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    private static func isAtomText(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        let scalar = Unicode.Scalar(byte)
        return ("0"..."9").contains(scalar) || ("A"..."Z").contains(scalar) || ("a"..."z").contains(scalar)
    }
}
