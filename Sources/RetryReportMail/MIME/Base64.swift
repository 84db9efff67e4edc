/// Bytes as RFC 2045's base64.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    /// Bytes in a line of 76 characters.
    private static let bytesPerLine = 57

    /// The bytes in one line.
    static func text(_ bytes: some Collection<UInt8>) -> String {
        var encoded: [UInt8] = []
        append(bytes, to: &encoded)
        return String(decoding: encoded, as: UTF8.self)
    }

    /// The bytes in lines of at most 76 characters, each ended by CRLF.
    static func lines(_ bytes: [UInt8]) -> [UInt8] {
        var encoded: [UInt8] = []
        encoded.reserveCapacity(length(of: bytes.count))
        var start = 0
        while start < bytes.count {
            let end = min(start + bytesPerLine, bytes.count)
            append(bytes[start..<end], to: &encoded)
            encoded += [13, 10]
            start = end
        }
        return encoded
    }

    /// How long ``lines(_:)`` gets.
    static func length(of count: Int) -> Int {
        (count + 2) / 3 * 4 + (count + bytesPerLine - 1) / bytesPerLine * 2
    }

    private static func append(_ bytes: some Collection<UInt8>, to encoded: inout [UInt8]) {
        var group: UInt32 = 0
        var filled = 0
        func flush(_ encoded: inout [UInt8]) {
            group <<= UInt32(8 * (3 - filled))
            for place in 0...3 {
                let index = Int(group >> UInt32(18 - 6 * place) & 63)
                encoded.append(place > filled ? UInt8(ascii: "=") : alphabet[index])
            }
            group = 0
            filled = 0
        }
        for byte in bytes {
            group = group << 8 | UInt32(byte)
            filled += 1
            if filled == 3 { flush(&encoded) }
        }
        if filled > 0 { flush(&encoded) }
    }
}
