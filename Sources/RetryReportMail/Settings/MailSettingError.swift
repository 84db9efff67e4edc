import RetryReport

/// A mail setting that can't be used. It names no option: the caller knows what the setting is called.
public struct MailSettingError: Error, Sendable, Hashable {
    /// What is wrong.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// A value contains a line break, a NUL or another control character.
        case controlCharacter = "control-character"
        /// A text is not one mail address.
        case notAnAddress = "not-an-address"
        /// There is no recipient.
        case noRecipient = "no-recipient"
        /// A subject is empty, too long, or has a brace that is not closed.
        case subject
        /// A subject has a placeholder that does not exist.
        case unknownPlaceholder = "unknown-placeholder"
        /// A text is not a link that a `List-Unsubscribe` header may contain.
        case unsubscribeLink = "unsubscribe-link"
    }

    /// What is wrong.
    public let code: Code
    /// The value that was refused, as it was given: untrusted text. Empty when a value is missing.
    public let value: String
    /// What the value must be, such as "must be one mail address".
    public let requirement: String
    /// What is wrong with this value, such as "'@' and a domain are missing"; nil when the requirement says it.
    public let reason: String?

    init(_ code: Code, value: String = "", _ requirement: String, reason: String? = nil) {
        self.code = code
        self.value = value
        self.requirement = requirement
        self.reason = reason
    }

    /// A text that is not one mail address.
    static func notAnAddress(_ text: some StringProtocol, _ reason: String) -> Self {
        Self(
            .notAnAddress,
            value: String(text),
            "must be one mail address, such as user@example.com or Name <user@example.com>",
            reason: reason
        )
    }

    /// Throws for a character that ends a header's line or hides something in it.
    static func refuseControls(in text: String) throws(MailSettingError) {
        guard let control = text.unicodeScalars.first(where: HeaderSyntax.isControl) else { return }
        throw Self(
            .controlCharacter,
            value: text,
            "must be one line",
            reason: "it contains the control character \(VisibleText.name(control))"
        )
    }
}

extension MailSettingError: CustomStringConvertible {
    /// One line: what the value must be, what is wrong with it, and the value.
    public var description: String {
        let given = value.isEmpty ? "" : " (got '\(VisibleText.clean(value, to: 80))')"
        return requirement + (reason.map { ": \(VisibleText.clean($0, to: 200))" } ?? "") + given
    }
}
