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

    /// The beginning of an answer's body; of a page of HTML, which is for a browser, its title.
    static func clean(body: [UInt8], key: APIKey) -> String {
        // Redacted before it is cut, or half a key could be at the end. What came is cut already: without as much
        // as a key can be long.
        let whole = key.redacting(answer: body) ?? body
        let text = key.redacting(String(decoding: whole, as: UTF8.self))
        let shown = body.count < 16_384 ? text : String(text.dropLast(key.secret.utf8.count))
        guard shown.drop(while: \.isWhitespace).hasPrefix("<") else { return clean(shown) }
        return "a page of HTML" + (title(of: shown).map { ": \($0)" } ?? "")
    }

    /// The title of a page of HTML, where it is text.
    private static func title(of page: String) -> String? {
        guard let match = page.firstMatch(of: /(?i)<title[^>]*>([^<]*)<\/title/) else { return nil }
        let title = clean(match.1, limit: 100)
        return title.isEmpty ? nil : title
    }
}
#endif
