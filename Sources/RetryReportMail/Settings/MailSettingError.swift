import RetryReport

/// Why a mail setting was refused. Nothing that could break out of a header gets past the making of a value.
public enum MailSettingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A value holds a line break, a NUL or another control character: what the value is, and the character.
    case controlCharacter(of: String, Unicode.Scalar)
    /// A text is not one mail address: the text, and what is wrong with it.
    case notAnAddress(String, String)
    /// A message needs at least one recipient.
    case noRecipient
    /// The subject is empty or too long.
    case badSubject(String)
    /// The subject names a placeholder that there is not.
    case unknownPlaceholder(String, known: [String])
    /// The text is no link that a List-Unsubscribe header can hold.
    case badUnsubscribeLink(String)

    /// What is wrong and what would be right.
    public var description: String {
        switch self {
        case .controlCharacter(let what, let scalar):
            "the \(what) contains the control character \(VisibleText.name(scalar)): a mail header is one line"
        case .notAnAddress(let text, let fault):
            "'\(VisibleText.clean(text, to: 80))' is not one mail address: \(VisibleText.clean(fault, to: 200)); "
                + "write user@example.com or Name <user@example.com>"
        case .noRecipient: "the message has no recipient"
        case .badSubject(let fault): "the mail subject can't be used: \(fault)"
        case .unknownPlaceholder(let name, let known):
            "the mail subject names {\(VisibleText.clean(name, to: 80))}, which is unknown; known are "
                + known.map { "{\($0)}" }.joined(separator: ", ") + ", and {{ for a brace"
        case .badUnsubscribeLink(let text):
            "'\(VisibleText.clean(text, to: 80))' can't be a link to unsubscribe: "
                + "it must begin with https:// or mailto: and contain at most 900 ASCII characters"
        }
    }

    /// Refuses what would end a header line or hide something in it.
    static func refuseControls(in text: String, of what: String) throws(MailSettingError) {
        let control = text.unicodeScalars.first { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: true
            default: false
            }
        }
        if let control { throw .controlCharacter(of: what, control) }
    }
}
