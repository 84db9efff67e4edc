/// Values drawn from the bytes of an input, which never run out: past the end come zeros.
struct Input {
    var bytes: ArraySlice<UInt8>

    mutating func byte() -> UInt8 { bytes.popFirst() ?? 0 }

    mutating func bits() -> UInt64 { (0..<8).reduce(0) { bits, _ in bits << 8 | UInt64(byte()) } }

    mutating func text() -> String {
        let length = Int(byte() % 40)
        defer { bytes = bytes.dropFirst(length) }
        return String(decoding: bytes.prefix(length), as: UTF8.self)
    }

    /// The bytes before the next 0xFF, which no text in UTF-8 contains: so an input with several texts is readable.
    mutating func field() -> [UInt8] {
        let field = bytes.prefix { $0 != 0xFF }
        bytes = bytes[field.endIndex...].dropFirst()
        return Array(field)
    }
}
