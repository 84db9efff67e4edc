/// A job that failed and is waiting for a retry, in the same shape for every form in which the API sends it.
public struct RetryJob: Sendable, Hashable, Codable {
    /// Unique in the list.
    public var id: JobID
    /// The kind of work.
    public var type: JobType
    /// The action it belongs to; nil when the job names none.
    public var action: ActionReference?
    /// The events it was given, in the API's order. Usually one; empty when the job names none.
    public var eventIDs: [Int64]
    /// How often it was retried: a job with the count `c` has failed `c + 1` times. Nil when it is unknown.
    public var retryCount: Int?
    /// When it last ran and failed as a retry; nil after the first failure.
    public var lastRetry: Timestamp?
    /// The class of the last error; nil when the API gave none.
    public var errorClass: String?

    /// A job by its parts, which are taken as they are.
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

/// The action that a job belongs to, as far as the job names it. The API's field is called `agent`.
public struct ActionReference: Sendable, Hashable, Codable {
    /// The action's number in its tenant.
    public var id: Int64?
    /// Its name in the story: untrusted text of any length.
    public var name: String?

    /// An action known by number, by name or by both.
    public init(id: Int64?, name: String?) {
        self.id = id
        self.name = name
    }

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case id
        case name
    }
}

/// The kind of work a job does: an open set, since a tenant may run kinds that no page documents.
///
/// Two types are equal only when their names are equal byte for byte; they are ordered by these bytes.
public struct JobType: RawRepresentable, Sendable, Codable {
    /// The name as the API writes it; empty when the job had none.
    public let rawValue: String

    /// Any name is a job type.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// An action receives an event. Source: the API's documentation.
    public static let agentReceive = JobType(rawValue: "AgentReceiveJob")
    /// A credential is refreshed. Source: the API's documentation.
    public static let credentialRefresh = JobType(rawValue: "CredentialRefreshJob")
    /// An action checks for new data. Source: older versions of the API's documentation.
    public static let agentCheck = JobType(rawValue: "AgentCheckJob")
    /// A schedule starts; it names no action. Source: older versions of the API's documentation.
    public static let agentRunSchedule = JobType(rawValue: "AgentRunScheduleJob")
}

extension JobType: Hashable, Comparable {
    /// By bytes.
    public static func == (left: JobType, right: JobType) -> Bool {
        ExactText(left.rawValue) == ExactText(right.rawValue)
    }

    /// By bytes: an order that no locale and no normalization changes.
    public static func < (left: JobType, right: JobType) -> Bool {
        ExactText(left.rawValue) < ExactText(right.rawValue)
    }

    /// Equal types have equal hashes.
    public func hash(into hasher: inout Hasher) {
        ExactText(rawValue).hash(into: &hasher)
    }
}

extension JobType: ExpressibleByStringLiteral {
    /// A type by its name.
    public init(stringLiteral name: String) {
        self.init(rawValue: name)
    }
}

/// A list of jobs that the admin API serves.
public enum JobListKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// Jobs that failed and are waiting for a retry.
    case retry
    /// Jobs that failed their last retry. Tines has given up on them.
    case dead
}
