/// Where a reader ends the mails, for the header `List-Unsubscribe` and the end of the text.
public struct UnsubscribeLink: Sendable, Hashable {
    /// The link.
    public let url: String

    /// A link beginning with `https://` or `mailto:`. Throws ``MailSettingError/badUnsubscribeLink(_:)`` for others
    /// and for characters that don't belong in a link.
    public init(_ url: String) throws(MailSettingError) {
        let scheme = ["https://", "mailto:"].first { url.hasPrefix($0) }
        let isSafe = url.utf8.allSatisfy { byte in
            (0x21...0x7E).contains(byte) && !"<>\"\\,".utf8.contains(byte)
        }
        guard let scheme, isSafe, url.utf8.count > scheme.utf8.count, url.utf8.count <= 900 else {
            throw .badUnsubscribeLink(url)
        }
        self.url = url
    }

    /// RFC 8058 knows one click for https only.
    var isOneClick: Bool { url.hasPrefix("https://") }
}
