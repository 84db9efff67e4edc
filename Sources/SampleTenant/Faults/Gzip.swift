#if LiveTenant
/// Gzip (RFC 1952) by hand, just enough for two bodies.
enum Gzip {
    private static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]

    /// An honest gzip file of stored (uncompressed) blocks.
    static func stored(_ plain: [UInt8]) -> [UInt8] {
        var file = header
        var rest = plain[...]
        repeat {
            let block = rest.prefix(65_535)
            rest = rest.dropFirst(block.count)
            file.append(rest.isEmpty ? 1 : 0)
            file.append(littleEndian: UInt16(block.count))
            file.append(littleEndian: ~UInt16(block.count))
            file.append(contentsOf: block)
        } while !rest.isEmpty
        file.append(littleEndian: checksum(plain))
        file.append(littleEndian: UInt32(truncatingIfNeeded: plain.count))
        return file
    }

    /// A gzip file of spaces, about 1,032 times smaller than its content.
    ///
    /// One deflate block with its own Huffman codes, in which "258 more of the same" costs two
    /// zero bits: a zero byte is 1,032 spaces. The checksum at the end is wrong: a reader that gets there has
    /// unpacked everything already.
    static func bomb(mebibytes: Int) -> [UInt8] {
        var bits = BitWriter(bytes: header)
        // Last block; dynamic codes; 286 literal codes, 1 distance code, 18 code length codes.
        for (value, width) in [(1, 1), (2, 2), (29, 5), (0, 5), (14, 4)] { bits.append(value, width: width) }
        // Lengths of the code length codes, in the order 16, 17, 18, 0, 8, 7, … 2, 14, 1: the
        // code 18 (many zeros) is `0`, 1 is `10`, 2 is `11`.
        for length in [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 2] { bits.append(length, width: 3) }
        // Literal codes: space is `10`, end of block `11`, length 258 `0`. Distance code: 1 is `0`.
        bits.appendZeroLengths(32)
        bits.appendCode("11")
        bits.appendZeroLengths(138)
        bits.appendZeroLengths(85)
        bits.appendCode("11")
        bits.appendZeroLengths(28)
        bits.appendCode("10")
        bits.appendCode("10")
        bits.appendCode("10")
        bits.appendZeroBytes(mebibytes * 1_048_576 / 1_032)
        bits.appendCode("11")
        return bits.finished() + [UInt8](repeating: 0, count: 8)
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        let table = (UInt32(0)..<256).map { index in
            var value: UInt32 = index
            for _ in 0..<8 { value = value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
            return value
        }
        var sum = ~UInt32(0)
        for byte in bytes { sum = table[Int((sum ^ UInt32(byte)) & 0xFF)] ^ (sum >> 8) }
        return ~sum
    }
}

/// Packs bits into bytes, lowest bit first, as deflate does.
private struct BitWriter {
    private var bytes: [UInt8]
    private var pending = 0
    private var width = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func append(_ value: Int, width: Int) {
        pending |= value << self.width
        self.width += width
        while self.width >= 8 {
            bytes.append(UInt8(pending & 0xFF))
            pending >>= 8
            self.width -= 8
        }
    }

    /// A Huffman code, whose first bit comes first.
    mutating func appendCode(_ code: String) {
        for bit in code { append(bit == "1" ? 1 : 0, width: 1) }
    }

    /// "From 11 to 138 codes of length zero".
    mutating func appendZeroLengths(_ count: Int) {
        appendCode("0")
        append(count - 11, width: 7)
    }

    /// Eight zero bits, `count` times: pending bits stay at the same place in their byte.
    mutating func appendZeroBytes(_ count: Int) {
        guard count > 0 else { return }
        append(0, width: 8)
        bytes.append(contentsOf: repeatElement(0, count: count - 1))
    }

    mutating func finished() -> [UInt8] {
        if width > 0 { append(0, width: 8 - width) }
        return bytes
    }
}

extension [UInt8] {
    fileprivate mutating func append(littleEndian value: some FixedWidthInteger) {
        for shift in stride(from: 0, to: value.bitWidth, by: 8) {
            append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }
}
#endif
