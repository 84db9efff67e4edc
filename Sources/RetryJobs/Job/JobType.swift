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
