/// A list of jobs that the admin API serves.
public enum JobListKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// Jobs that failed and are waiting for a retry.
    case retry
    /// Jobs that failed their last retry. Tines has given up on them.
    case dead
}
