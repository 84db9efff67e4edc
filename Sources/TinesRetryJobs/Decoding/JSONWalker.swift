internal import RetryJobs

/// A second, slow reading of a document that simdjson refused: finds the place of the fault, and what can be corrected.
///
/// simdjson's DOM says what is wrong and not where, and refuses two things that are correct JSON (RFC 8259, sections
/// 6 and 7): numbers too large for 64 bits and half surrogate pairs. One of those must not cost a page of jobs.
struct JSONWalker {
    /// Where a document stops being JSON.
    struct Fault: Error {
        let message: String
        let offset: Int
    }

    /// A part of the document that simdjson does not accept, and what takes its place.
    struct Correction {
        let range: Range<Int>
        let replacement: [UInt8]
    }

    /// simdjson's own limit.
    private static let deepest = 1024

    private let bytes: [UInt8]
    private var place = 0
    private(set) var corrections: [Correction] = []

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The first fault of the document; nil when it is JSON.
    mutating func firstFault() -> Fault? {
        place = 0
        corrections = []
        do {
            try document()
            return nil
        } catch {
            return error
        }
    }

    /// The document with every correction applied.
    func corrected() -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 16 * corrections.count)
        var place = 0
        for correction in corrections {
            result += bytes[place..<correction.range.lowerBound]
            result += correction.replacement
            place = correction.range.upperBound
        }
        return result + bytes[place...]
    }

    /// The value of a text of a corrected document: an integer of more than 64 bits is a text there.
    static func restored(_ text: String) -> RawValue {
        guard text.utf8.first == 1, text.utf8.count > 19 else { return .string(text) }
        let digits = text.dropFirst()
        guard digits.utf8.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: "-") }) else { return .string(text) }
        return .largeInteger(String(digits))
    }
}

extension JSONWalker {
    private mutating func document() throws(Fault) {
        var open: [UInt8] = []
        skipSpace()
        if place == bytes.count { throw fault("there is nothing to read") }
        repeat {
            skipSpace()
            switch current {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                let isObject = current == UInt8(ascii: "{")
                open.append(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"))
                if open.count >= Self.deepest { throw fault("nested too deeply") }
                place += 1
                skipSpace()
                if current == open.last {
                    place += 1
                    open.removeLast()
                } else {
                    if isObject { try key() }
                    continue
                }
            case UInt8(ascii: "\""): try string()
            case let byte? where byte == UInt8(ascii: "-") || Self.isDigit(byte): try number()
            case UInt8(ascii: "t"): try literal("true", isDocument: open.isEmpty)
            case UInt8(ascii: "f"): try literal("false", isDocument: open.isEmpty)
            case UInt8(ascii: "n"): try literal("null", isDocument: open.isEmpty)
            case nil: throw fault("the document ends too early")
            default: throw fault(Self.noValue(isDocument: open.isEmpty))
            }
            try afterValue(&open)
        } while !open.isEmpty
        skipSpace()
        if place < bytes.count {
            let isPage = current == UInt8(ascii: "{") || current == UInt8(ascii: "[")
            throw fault(
                isPage
                    ? "a second document follows the end of the first; write each page on a line of its own"
                    : "something follows the end of the document"
            )
        }
    }

    /// Closes what ends here and steps over the comma before the next value.
    private mutating func afterValue(_ open: inout [UInt8]) throws(Fault) {
        while let close = open.last {
            skipSpace()
            if current == close {
                place += 1
                open.removeLast()
            } else if current == UInt8(ascii: ",") {
                place += 1
                if close == UInt8(ascii: "}") { try key() }
                return
            } else if current == nil {
                throw fault("the document ends too early")
            } else {
                throw fault(close == UInt8(ascii: "}") ? "expected , or }" : "expected , or ]")
            }
        }
    }

    private mutating func key() throws(Fault) {
        skipSpace()
        guard let current else { throw fault("the document ends too early") }
        guard current == UInt8(ascii: "\"") else { throw fault("expected a key") }
        try string()
        skipSpace()
        guard let colon = self.current else { throw fault("the document ends too early") }
        guard colon == UInt8(ascii: ":") else { throw fault("expected :") }
        place += 1
    }

    private static func noValue(isDocument: Bool) -> String {
        isDocument ? "it is not JSON" : "expected a value"
    }

    private mutating func literal(_ word: StaticString, isDocument: Bool) throws(Fault) {
        let start = place
        for expected in "\(word)".utf8 {
            guard let current else { throw fault("the document ends too early") }
            guard current == expected else { throw fault(Self.noValue(isDocument: isDocument), at: start) }
            place += 1
        }
    }

    private mutating func number() throws(Fault) {
        let start = place
        var isInteger = true
        if current == UInt8(ascii: "-") { place += 1 }
        if current == UInt8(ascii: "0") { place += 1 } else { try digits(start) }
        if current == UInt8(ascii: ".") {
            isInteger = false
            place += 1
            try digits(start)
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            isInteger = false
            place += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { place += 1 }
            try digits(start)
        }
        if let current, !Self.mayFollowNumber(current) { throw fault("malformed number", at: start) }
        if place - start < 19 && isInteger || place - start < 5 { return }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        let fits = isInteger ? Int64(text) != nil || UInt64(text) != nil : Double(text)?.isFinite == true
        if fits { return }
        // An integer keeps its digits, since it may be an id; any other number becomes one larger than a field can be.
        let replacement = isInteger ? "\"\\u0001\(text)\"" : text.hasPrefix("-") ? "-1e99" : "1e99"
        corrections.append(Correction(range: start..<place, replacement: Array(replacement.utf8)))
    }

    private mutating func digits(_ start: Int) throws(Fault) {
        guard let current, Self.isDigit(current) else { throw fault("malformed number", at: start) }
        while let next = self.current, Self.isDigit(next) { place += 1 }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func mayFollowNumber(_ byte: UInt8) -> Bool {
        isSpace(byte) || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
    }
}

extension JSONWalker {
    private mutating func string() throws(Fault) {
        let start = place
        place += 1
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                place += 1
                return
            case UInt8(ascii: "\\"): try escape()
            case 0..<0x20: throw fault("a control character inside a text")
            case 0x80...: try multibyte(byte)
            default: place += 1
            }
        }
        throw fault("a text without an end", at: start)
    }

    private mutating func escape() throws(Fault) {
        let start = place
        place += 1
        guard let kind = current else { throw fault("the document ends too early") }
        place += 1
        guard kind == UInt8(ascii: "u") else {
            guard "\"\\/bfnrt".utf8.contains(kind) else { throw fault("unknown escape", at: start) }
            return
        }
        let unit = try hexadecimal(start)
        guard (0xD800...0xDFFF).contains(unit) else { return }
        let end = place
        if unit < 0xDC00, bytes[place...].starts(with: "\\u".utf8) {
            place += 2
            let low = try hexadecimal(end)
            if (0xDC00...0xDFFF).contains(low) { return }
            // Half a pair, and what follows is looked at by itself.
            place = end
        }
        corrections.append(Correction(range: start..<end, replacement: Array("\\ufffd".utf8)))
    }

    private mutating func hexadecimal(_ start: Int) throws(Fault) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let current else { throw fault("the document ends too early") }
            guard let digit = Character(Unicode.Scalar(current)).hexDigitValue else {
                throw fault("unknown escape", at: start)
            }
            value = value << 4 | UInt32(digit)
            place += 1
        }
        return value
    }

    /// A character of two bytes or more, in the ranges of the Unicode standard's table 3-7.
    private mutating func multibyte(_ first: UInt8) throws(Fault) {
        let start = place
        let (second, more): (ClosedRange<UInt8>, Int) =
            switch first {
            case 0xC2...0xDF: (0x80...0xBF, 0)
            case 0xE0: (0xA0...0xBF, 1)
            case 0xED: (0x80...0x9F, 1)
            case 0xE1...0xEF: (0x80...0xBF, 1)
            case 0xF0: (0x90...0xBF, 2)
            case 0xF1...0xF3: (0x80...0xBF, 2)
            case 0xF4: (0x80...0x8F, 2)
            default: throw fault("bad UTF-8")
            }
        place += 1
        guard let current, second.contains(current) else { throw fault("bad UTF-8", at: start) }
        place += 1
        for _ in 0..<more {
            guard let next = self.current, (0x80...0xBF).contains(next) else { throw fault("bad UTF-8", at: start) }
            place += 1
        }
    }

    private var current: UInt8? {
        place < bytes.count ? bytes[place] : nil
    }

    private mutating func skipSpace() {
        while let current, Self.isSpace(current) { place += 1 }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    private func fault(_ message: String, at offset: Int? = nil) -> Fault {
        Fault(message: message, offset: offset ?? place)
    }
}
