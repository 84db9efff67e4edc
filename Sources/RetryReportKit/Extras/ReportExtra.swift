/// What a report may say besides retry jobs.
public enum ReportExtra: String, Sendable, Hashable, CaseIterable {
    /// Stories, teams, owners and links of the actions that fail.
    case stories
    /// The jobs that are dead.
    case dead
    /// How busy the tenant's workers are.
    case workers
    /// The newest error of the actions that fail most. It may contain data and is asked for only when named.
    case messages

    /// What is asked for unless told otherwise.
    public static let standard: Set<ReportExtra> = [.stories, .dead, .workers]
}
