/// A job that failed and waits in the retry set, in one shape whatever the API sent.
public struct RetryJob: Sendable, Hashable, Codable {
    /// Unique in the retry set.
    public var id: JobID
    /// The kind of work.
    public var type: JobType
    /// The action it belongs to; nil when the job names none.
    public var action: ActionReference?
    /// The events it was given, in the API's order. Usually one; empty when the job names none.
    public var eventIDs: [Int64]
    /// How often it was retried: a job at `c` has failed `c + 1` times. Nil when unknown.
    public var retryCount: Int?
    /// When it last ran and failed as a retry; nil after the first failure.
    public var lastRetry: Timestamp?
    /// The class of the last error; nil when the API gave none.
    public var errorClass: String?

    /// A job from its parts. Takes everything as it is; ``JobNormalizer`` is what reads raw jobs.
    public init(
        id: JobID,
        type: JobType,
        action: ActionReference? = nil,
        eventIDs: [Int64] = [],
        retryCount: Int? = nil,
        lastRetry: Timestamp? = nil,
        errorClass: String? = nil
    ) {
        self.id = id
        self.type = type
        self.action = action
        self.eventIDs = eventIDs
        self.retryCount = retryCount
        self.lastRetry = lastRetry
        self.errorClass = errorClass
    }

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case id
        case type
        case action
        case eventIDs = "event_ids"
        case retryCount = "retry_count"
        case lastRetry = "last_retry"
        case errorClass = "error_class"
    }
}
