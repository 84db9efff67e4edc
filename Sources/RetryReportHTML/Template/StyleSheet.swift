/// A style element's text. HTML reads it raw and XML does not; text without `<` and `&` is the same to both, so it can
/// be written as it is, and its hash is the one that a browser computes.
struct StyleSheet: Sendable, Hashable {
    let text: String

    /// Nil when the text holds `<`, `&` or `]]>`.
    init?(_ text: String) {
        guard !text.utf8.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }),
            !text.contains("]]>")
        else { return nil }
        self.text = text
    }
}
