/// The action that a job belongs to, as far as the job names it. The API's field is called `agent`.
public struct ActionReference: Sendable, Hashable, Codable {
    /// The action's number in its tenant.
    public var id: Int64?
    /// The name that the builder of the story gave it: untrusted text of any length.
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
