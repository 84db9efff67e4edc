/// An entry of the tenant's audit log, as it came.
public struct AuditEntry: Sendable, Hashable {
    /// What was done, such as `JobsRetryingDeletion`.
    public let operation: String
    /// When it was done.
    public let createdAt: Timestamp
    /// The name of the user who did it; nil when the row has none. Untrusted text.
    public let userName: String?

    /// Operations that remove jobs that wait for a retry. Source: a third party's client; the API's documentation has no
    /// list of operations.
    package static let removals = ["JobsRetryingDeletion", "StoryJobsClearance"]

    /// An entry by its fields.
    public init(operation: String, createdAt: Timestamp, userName: String? = nil) {
        self.operation = operation
        self.createdAt = createdAt
        self.userName = userName
    }
}
