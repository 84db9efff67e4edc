#if LiveTenant
/// What a job's `agent` field looks like.
enum AgentForm: Sendable {
    /// `{"id": 1, "name": "…"}`
    case object
    /// The action's number alone.
    case number
    /// The field is missing.
    case none
}

/// A job type with its share of the set and the fields that it carries.
struct JobTypes: Sendable {
    let name: String
    let weight: Double
    let agent: AgentForm
    let hasEvents: Bool

    /// The documented types, those of older documentation, and a few that nobody documented.
    static let all = [
        JobTypes(name: "AgentReceiveJob", weight: 84, agent: .object, hasEvents: true),
        JobTypes(name: "AgentCheckJob", weight: 7, agent: .number, hasEvents: false),
        JobTypes(name: "CredentialRefreshJob", weight: 5, agent: .number, hasEvents: false),
        JobTypes(name: "AgentRunScheduleJob", weight: 3, agent: .none, hasEvents: false),
        JobTypes(name: "StoryRunExportJob", weight: 0.5, agent: .none, hasEvents: false),
        JobTypes(name: "Webhooks::ReplayJob", weight: 0.3, agent: .object, hasEvents: true),
        JobTypes(name: "RecordArtifactSyncJob", weight: 0.2, agent: .number, hasEvents: false),
    ]
}
#endif
