/// A message by RFC 5322 and RFC 2045, read line by line and without mercy: what a strict reader would have to forgive
/// ends the process. It shares nothing with the writer.
struct ReferenceMessage {
    /// Name and unfolded value of each field, in order.
    private(set) var fields: [(name: String, value: [UInt8])] = []
    private(set) var body: [UInt8] = []

    /// Reads a message or a part of one.
    init(_ bytes: [UInt8]) {
        var rest = Self.lines(bytes)
        while let line = rest.popFirst(), !line.isEmpty {
            expect(line.contains { $0 != 0x20 && $0 != 0x09 }, true, "a header line that shows something")
            // RFC 2047, section 2: 76 for lines with an encoded word; RFC 5322 asks others to keep to 78, and a single
            // word may be longer.
            let words = line.split(separator: 0x20)
            if words.contains(where: { $0.starts(with: "=?".utf8) }) {
                expect(line.count <= 76, true, "76 characters in \(Self.text(line))")
            }
            let parts = line.first == 0x20 ? 1 : 2
            expect(line.count <= 78 || words.count <= parts, true, "78 characters in \(Self.text(line))")
            if line.first == 0x20 || line.first == 0x09 {
                // A fatal error is a finding, here and below: libFuzzer stops and keeps the input.
                guard !fields.isEmpty else { fatalError("a message begins with a folded line") }
                fields[fields.count - 1].value += line
                continue
            }
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
                line[..<colon].allSatisfy({ (33...126).contains($0) })
            else { fatalError("no field: \(Self.text(line))") }
            fields.append((Self.text(line[..<colon]), Array(line[(colon + 1)...].drop { $0 == 0x20 })))
        }
        body = Array(rest.joined(separator: [13, 10]))
        let names = fields.map { $0.name.lowercased() }
        expect(Set(names).count, names.count, "fields that stand once in \(names)")
    }

    /// The value of a field.
    subscript(name: String) -> [UInt8] {
        guard let field = fields.first(where: { $0.name == name }) else { fatalError("no field \(name)") }
        return field.value
    }

    /// The same as text.
    func text(_ name: String) -> String { Self.text(self[name]) }

    /// The parts of a multipart of a kind. There is nothing before the first or after the last.
    func parts(of kind: String) -> [ReferenceMessage] {
        let type = text("Content-Type")
        let start = "multipart/\(kind); boundary=\""
        guard type.hasPrefix(start), type.hasSuffix("\"") else { fatalError("no multipart/\(kind): \(type)") }
        let boundary = Array(type.dropFirst(start.count).dropLast().utf8)
        expect((1...70).contains(boundary.count), true, "a boundary of 1 to 70 characters")
        let delimiter = Array("--".utf8) + boundary
        var parts: [[[UInt8]]] = []
        var isOver = false
        for line in Self.lines(body) {
            if line == delimiter {
                parts.append([])
            } else if line == delimiter + Array("--".utf8) {
                isOver = true
            } else if isOver || parts.isEmpty {
                expect(line, [], "nothing outside the parts")
            } else {
                parts[parts.count - 1].append(line)
            }
        }
        expect(isOver, true, "an end of the parts")
        return parts.map { ReferenceMessage(Array($0.joined(separator: [13, 10]))) }
    }

    /// The body without its transfer encoding.
    var content: [UInt8] {
        switch text("Content-Transfer-Encoding") {
        case "quoted-printable": Self.quotedPrintable(body)
        case "base64":
            Self.base64(
                Self.lines(body).flatMap { line in
                    expect(line.count <= 76, true, "76 characters of base64")
                    return line
                }
            )
        case let other: fatalError("no encoding: \(other)")
        }
    }

    /// RFC 2045, section 6.7.
    private static func quotedPrintable(_ body: [UInt8]) -> [UInt8] {
        var decoded: [UInt8] = []
        var isSoft = true
        for line in lines(body) {
            if !isSoft { decoded += [13, 10] }
            expect(line.count <= 76, true, "76 characters of quoted-printable")
            expect(line.last == 0x20 || line.last == 0x09, false, "no space at a line's end")
            var rest = line[...]
            isSoft = false
            while let byte = rest.popFirst() {
                if byte != UInt8(ascii: "=") {
                    expect(byte == 9 || (32...126).contains(byte), true, "a byte that needs no encoding")
                    decoded.append(byte)
                } else if rest.isEmpty {
                    isSoft = true
                } else {
                    decoded.append(escaped(&rest))
                }
            }
        }
        return decoded
    }

    /// The byte that two hexadecimal digits stand for.
    static func escaped(_ rest: inout ArraySlice<UInt8>) -> UInt8 {
        let digits = text(rest.prefix(2))
        guard digits.count == 2, digits == digits.uppercased(), let byte = UInt8(digits, radix: 16) else {
            fatalError("no escape: \(digits)")
        }
        rest = rest.dropFirst(2)
        return byte
    }

    /// RFC 2045, section 6.8: whole groups of four, padding at the end only, no bits left over.
    static func base64(_ text: some Sequence<UInt8>) -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var bits: [Bool] = []
        var padding = 0
        for byte in text {
            if byte == UInt8(ascii: "=") {
                padding += 1
                continue
            }
            guard padding == 0, let value = alphabet.firstIndex(of: byte) else { fatalError("no base64: \(byte)") }
            bits += (0..<6).map { value >> (5 - $0) & 1 == 1 }
        }
        expect((bits.count / 6 + padding) % 4, 0, "groups of four")
        let whole = bits.count / 8 * 8
        expect(bits[whole...].contains(true) || bits.count - whole != padding * 2, false, "no bits left over")
        return stride(from: 0, to: whole, by: 8).map { start in
            bits[start..<start + 8].reduce(0) { $0 << 1 | ($1 ? 1 : 0) }
        }
    }

    /// The lines without their CRLF; a CR or LF of its own, a byte beyond ASCII, a NUL, or a line of more than 998
    /// characters ends the process.
    private static func lines(_ bytes: [UInt8]) -> ArraySlice<[UInt8]> {
        var lines: [[UInt8]] = [[]]
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            if byte == 13, rest.first == 10 {
                rest.removeFirst()
                lines.append([])
            } else {
                expect(byte == 9 || (32...126).contains(byte), true, "byte \(byte) in \(text(lines[lines.count - 1]))")
                lines[lines.count - 1].append(byte)
            }
        }
        for line in lines { expect(line.count <= 998, true, "998 characters") }
        return lines[...]
    }

    private static func text(_ bytes: some Collection<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
