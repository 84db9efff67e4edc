import FoundationEssentials
import RetryReport

/// What a browser may do with a page: show its own style sheets, and nothing else.
enum ContentSecurityPolicy {
    /// The policy of a page with these style sheets. Without one, no style is allowed at all.
    static func policy(for sheets: [StyleSheet]) -> String {
        let sources = sheets.map { sheet in
            "'sha256-\(Data(SHA256.digest(of: Array(sheet.text.utf8))).base64EncodedString())'"
        }
        let styles = sources.isEmpty ? "'none'" : sources.joined(separator: " ")
        return "default-src 'none'; style-src \(styles); base-uri 'none'; form-action 'none'"
    }
}

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
