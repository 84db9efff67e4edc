import FoundationEssentials

/// Bytes as RFC 2045's base64, by Foundation.
enum Base64 {
    /// Bytes in a line of 76 characters.
    private static let bytesPerLine = 57

    /// The bytes in one line.
    static func text(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString()
    }

    /// The bytes in lines of at most 76 characters, each ended by CRLF.
    static func lines(_ bytes: [UInt8]) -> [UInt8] {
        guard !bytes.isEmpty else { return [] }
        let options: Data.Base64EncodingOptions = [
            .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
        ]
        return Array(Data(bytes).base64EncodedData(options: options)) + [13, 10]
    }

    /// How long ``lines(_:)`` gets.
    static func length(of count: Int) -> Int {
        (count + 2) / 3 * 4 + (count + bytesPerLine - 1) / bytesPerLine * 2
    }
}
