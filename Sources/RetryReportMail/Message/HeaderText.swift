import Foundation
import RetryJobs

/// Text beyond ASCII in a header (RFC 2047): words of at most 75 ASCII characters, each of which contains complete characters.
enum EncodedWords {
    private static let opening = "=?UTF-8?"
    /// A word's length without its payload: opening, `B?` and `?=`.
    private static let frame = 12
    private static let longestWord = 75

    /// The text as encoded words. The first one has at most `firstRoom` characters, so that it fits after a header's
    /// name.
    static func encode(_ text: String, firstRoom: Int = longestWord) -> [String] {
        // The shorter alphabet for the complete text: Q keeps Latin text readable, B is shorter for other scripts.
        let usesQ = text.utf8.reduce(0) { $0 + qLength($1) } <= (text.utf8.count + 2) / 3 * 4
        var words: [String] = []
        var pending: [UInt8] = []
        var pendingQ = 0
        func flush() {
            guard !pending.isEmpty else { return }
            let payload = usesQ ? pending.map(qText).joined() : Data(pending).base64EncodedString()
            words.append(opening + (usesQ ? "Q?" : "B?") + payload + "?=")
            pending = []
            pendingQ = 0
        }
        for piece in pieces(text) {
            let q = piece.reduce(0) { $0 + qLength($1) }
            let length = usesQ ? pendingQ + q : (pending.count + piece.count + 2) / 3 * 4
            let room = min(words.isEmpty ? firstRoom : longestWord, longestWord) - frame
            if length > room { flush() }
            pending += piece
            pendingQ += q
        }
        flush()
        return words
    }

    /// Characters, or the scalars of a character that is too long for a word: a letter may have any number of marks.
    private static func pieces(_ text: String) -> [[UInt8]] {
        text.flatMap { character -> [[UInt8]] in
            let bytes = Array(String(character).utf8)
            // 12 bytes take 36 characters in Q, which fit into a first word too.
            guard bytes.count > 12 else { return [bytes] }
            return character.unicodeScalars.map { Array(String($0).utf8) }
        }
    }

    /// The strictest alphabet of RFC 2047, which is also allowed in a display name.
    private static func isPlainInQ(_ byte: UInt8) -> Bool {
        HeaderSyntax.isAlphanumeric(byte) || "!*+-/".utf8.contains(byte)
    }

    private static func qLength(_ byte: UInt8) -> Int {
        isPlainInQ(byte) || byte == UInt8(ascii: " ") ? 1 : 3
    }

    private static func qText(_ byte: UInt8) -> String {
        if byte == UInt8(ascii: " ") { return "_" }
        return isPlainInQ(byte) ? String(Unicode.Scalar(byte)) : QuotedPrintable.escape(byte)
    }
}

/// A moment in a message, in UTC.
enum MailDate {
    /// `Sun, 26 Jul 2026 12:00:00 +0000`
    static func text(_ time: Timestamp) -> String { "\(time.internetDate) +0000" }

    /// `20260726T120000Z`, for identifiers. A moment before 1970 or after 9999 becomes the nearest one in between.
    static func compact(_ time: Timestamp) -> String {
        min(max(time, Timestamp(microseconds: 0)), .latest).iso8601.filter { $0 != "-" && $0 != ":" }
    }
}
