/// The kind of work a job does: an open set, since a tenant may run kinds that no page documents.
public struct JobType: RawRepresentable, Sendable, Hashable, Codable {
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
