/// Groups whose jobs began to fail at the same time, by estimate: often one cause.
public struct Incident: Sendable, Hashable, Codable {
    /// A group of an incident.
    public struct Group: Sendable, Hashable, Codable {
        /// The jobs' type.
        public package(set) var type: JobType
        /// Their error class; nil for none.
        public package(set) var errorClass: String?
        /// Its jobs that began to fail in the time of the incident.
        public package(set) var jobs: Int

        /// The names of the members in JSON.
        package enum CodingKeys: String, CodingKey, CaseIterable {
            case type
            case errorClass = "error_class"
            case jobs
        }
    }

    /// When the first of its jobs began to fail, to the step of ``Report/incidents``.
    public package(set) var from: Timestamp
    /// When the last of them had begun to.
    public package(set) var to: Timestamp
    /// Jobs that began to fail in between and still wait.
    public package(set) var jobs: Int
    /// Its groups, the one with most of these jobs first.
    public package(set) var groups: [Group]

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case from
        case to
        case jobs
        case groups
    }
}
