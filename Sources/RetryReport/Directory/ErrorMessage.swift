/// The newest error in an action's log, fit to be shown: secrets hidden, cleaned, cut short.
public struct ErrorMessage: Sendable, Hashable, Codable {
    /// The action's number.
    public let actionID: Int64
    /// The error's text; see ``SecretMask/excerpt(_:)``.
    public let text: String
    /// When it was written; nil when the log does not say.
    public let createdAt: Timestamp?

    /// The message of a log's entry.
    package init(actionID: Int64, entry: LogEntry) {
        self.actionID = actionID
        text = SecretMask.excerpt(entry.message)
        createdAt = entry.createdAt
    }

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case text
        case actionID = "action_id"
        case createdAt = "created_at"
    }
}
