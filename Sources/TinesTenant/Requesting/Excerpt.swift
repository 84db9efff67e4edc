#if LiveTenant
internal import RetryJobs

/// Untrusted text as it can be shown on one line of a message.
enum Excerpt {
    /// At most `limit` characters: white space and line breaks become one space each run, and characters that a reader
    /// can't see are shown by their number.
    static func clean(_ text: some StringProtocol, limit: Int = 200) -> String {
        let words = String(text).unicodeScalars.split(whereSeparator: \.properties.isWhitespace)
        return VisibleText.clean(words.map { String(Substring($0)) }.joined(separator: " "), to: limit)
    }

    /// The beginning of an answer's body.
    static func clean(body: [UInt8], key: APIKey) -> String {
        // Redacted before it is cut, or half a key could be at the end. What came is cut already: without as much
        // as a key can be long.
        let whole = key.redacting(answer: body) ?? body
        let text = key.redacting(String(decoding: whole, as: UTF8.self))
        return clean(body.count < 16_384 ? text : String(text.dropLast(key.secret.utf8.count)))
    }
}
#endif
