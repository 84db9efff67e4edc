/// JSON by RFC 8259, read byte by byte: slow, and simple enough to be right. What `PageDecoder` documents beyond the
/// RFC is said where it is done. (Foundation's reader can't be the reference: it refuses half surrogate pairs and hides how
/// a number was written.)
enum ReferenceJSON: Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([ReferenceJSON])
    case object([(key: String, value: ReferenceJSON)])

    struct Refused: Error {}

    static func read(_ bytes: [UInt8]) throws -> ReferenceJSON {
        var reader = Reader(bytes: bytes)
        let value = try reader.value(depth: 1)
        reader.space()
        guard reader.next == nil else { throw Refused() }
        return value
    }

    static func == (left: ReferenceJSON, right: ReferenceJSON) -> Bool { "\(left)" == "\(right)" }

    /// If an object has a key twice, the last one counts. Keys are compared by their bytes.
    subscript(key: String) -> ReferenceJSON? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.key.utf8.elementsEqual(key.utf8) }?.value
    }

    private struct Reader {
        let bytes: [UInt8]
        var place = 0

        var next: UInt8? { place < bytes.count ? bytes[place] : nil }

        mutating func space() {
            while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { place += 1 }
        }

        mutating func take(_ text: String) throws {
            for byte in text.utf8 {
                guard next == byte else { throw Refused() }
                place += 1
            }
        }

        mutating func value(depth: Int) throws -> ReferenceJSON {
            space()
            switch next {
            case UInt8(ascii: "n"):
                try take("null")
                return .null
            case UInt8(ascii: "t"):
                try take("true")
                return .bool(true)
            case UInt8(ascii: "f"):
                try take("false")
                return .bool(false)
            case UInt8(ascii: "\""): return .string(try string())
            case UInt8(ascii: "["): return .array(try array(depth: depth))
            case UInt8(ascii: "{"): return .object(try object(depth: depth))
            default: return try number()
            }
        }

        /// Nesting as deep as simdjson's own limit is refused.
        private func check(depth: Int) throws { if depth >= 1_024 { throw Refused() } }

        mutating func array(depth: Int) throws -> [ReferenceJSON] {
            try check(depth: depth)
            try take("[")
            space()
            var elements: [ReferenceJSON] = []
            if next == UInt8(ascii: "]") {
                place += 1
                return elements
            }
            while true {
                elements.append(try value(depth: depth + 1))
                space()
                if next == UInt8(ascii: ",") { place += 1 } else { break }
            }
            try take("]")
            return elements
        }

        mutating func object(depth: Int) throws -> [(key: String, value: ReferenceJSON)] {
            try check(depth: depth)
            try take("{")
            space()
            var members: [(key: String, value: ReferenceJSON)] = []
            if next == UInt8(ascii: "}") {
                place += 1
                return members
            }
            while true {
                space()
                let key = try string()
                space()
                try take(":")
                members.append((key, try value(depth: depth + 1)))
                space()
                if next == UInt8(ascii: ",") { place += 1 } else { break }
            }
            try take("}")
            return members
        }

        mutating func number() throws -> ReferenceJSON {
            let start = place
            var isInteger = true
            if next == UInt8(ascii: "-") { place += 1 }
            if next == UInt8(ascii: "0") { place += 1 } else { try digits() }
            if next == UInt8(ascii: ".") {
                isInteger = false
                place += 1
                try digits()
            }
            if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
                isInteger = false
                place += 1
                if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { place += 1 }
                try digits()
            }
            let text = String(decoding: bytes[start..<place], as: UTF8.self)
            if isInteger, let integer = Int64(text) { return .integer(integer) }
            if isInteger, let large = UInt64(text) { return .number(Double(large)) }
            if !isInteger, let number = Double(text), number.isFinite { return .number(number) }
            // Correct JSON, but too large: only its field is unreadable.
            return .number(text.hasPrefix("-") ? -1e99 : 1e99)
        }

        private mutating func digits() throws {
            let start = place
            while let byte = next, (0x30...0x39).contains(byte) { place += 1 }
            if place == start { throw Refused() }
        }

        mutating func string() throws -> String {
            try take("\"")
            var units: [UInt16] = []
            while let byte = next {
                if byte == UInt8(ascii: "\"") {
                    place += 1
                    // Half a surrogate pair becomes U+FFFD.
                    return String(decoding: units, as: UTF16.self)
                }
                if byte == UInt8(ascii: "\\") {
                    place += 1
                    units.append(try escape())
                } else if byte < 0x20 {
                    throw Refused()
                } else {
                    units += try character()
                }
            }
            throw Refused()
        }

        private mutating func escape() throws -> UInt16 {
            guard let kind = next else { throw Refused() }
            place += 1
            switch kind {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return UInt16(kind)
            case UInt8(ascii: "b"): return 8
            case UInt8(ascii: "f"): return 12
            case UInt8(ascii: "n"): return 10
            case UInt8(ascii: "r"): return 13
            case UInt8(ascii: "t"): return 9
            case UInt8(ascii: "u"):
                var unit: UInt16 = 0
                for _ in 0..<4 {
                    guard let byte = next, byte < 0x80,
                        let digit = Character(Unicode.Scalar(byte)).hexDigitValue
                    else { throw Refused() }
                    unit = unit << 4 | UInt16(digit)
                    place += 1
                }
                return unit
            default: throw Refused()
            }
        }

        private mutating func character() throws -> [UInt16] {
            for length in 1...4 where place + length <= bytes.count {
                if let text = String(validating: bytes[place..<(place + length)], as: UTF8.self) {
                    place += length
                    return Array(text.utf16)
                }
            }
            throw Refused()
        }
    }
}
