/// What a tenant says of its actions, stories, teams and people: the answer to "whose is it?".
///
/// ```swift
/// var directory = TenantDirectory()
/// directory.add(DirectoryAction(id: 7, storyID: 12))
/// directory.add(DirectoryStory(id: 12, name: "Phishing triage", teamID: 3))
/// directory.add(DirectoryTeam(id: 3, name: "Detection"))
/// directory.entry(ofAction: 7)?.story?.name  // "Phishing triage"
/// ```
///
/// Every name is untrusted text. The configuration of an action (`options`) and addresses of people are never in it.
public struct TenantDirectory: Sendable, Hashable {
    private var actions: [Int64: DirectoryAction] = [:]
    private var stories: [Int64: DirectoryStory] = [:]
    private var teams: [Int64: DirectoryTeam] = [:]
    private var people: [Int64: DirectoryPerson] = [:]

    /// A directory that knows nothing.
    public init() {}

    /// True when it knows nothing at all.
    public var isEmpty: Bool { actions.isEmpty && stories.isEmpty && teams.isEmpty && people.isEmpty }

    /// The numbers of the actions that it knows.
    public var actionIDs: Set<Int64> { Set(actions.keys) }

    /// Adds an action. Of several with one number the last counts, here and below.
    public mutating func add(_ action: DirectoryAction) { actions[action.id] = action }

    /// Adds a story.
    public mutating func add(_ story: DirectoryStory) { stories[story.id] = story }

    /// Adds a team.
    public mutating func add(_ team: DirectoryTeam) { teams[team.id] = team }

    /// Adds a person.
    public mutating func add(_ person: DirectoryPerson) { people[person.id] = person }

    /// The story with a number.
    public func story(_ id: Int64) -> DirectoryStory? { stories[id] }

    /// The team with a number.
    public func team(_ id: Int64) -> DirectoryTeam? { teams[id] }

    /// Everything known of an action; nil when no action has the number.
    ///
    /// Of a story or a team whose row is missing, only the number is known.
    public func entry(ofAction id: Int64) -> DirectoryEntry? {
        guard let action = actions[id] else { return nil }
        let story = action.storyID.map { stories[$0] ?? DirectoryStory(id: $0) }
        let teamID = story?.teamID ?? action.teamID
        return DirectoryEntry(
            action: action,
            story: story,
            team: teamID.map { teams[$0] ?? DirectoryTeam(id: $0) },
            owners: (story?.ownerIDs ?? []).compactMap { people[$0]?.name }
        )
    }

    /// The numbers of an action's story and team, as in ``entry(ofAction:)``; nil when no action has the number.
    package func owner(ofAction id: Int64) -> (story: Int64?, team: Int64?)? {
        guard let action = actions[id] else { return nil }
        let team = action.storyID.flatMap { stories[$0]?.teamID }
        return (action.storyID, team ?? action.teamID)
    }

    /// The part of the directory that these actions need: their stories, the stories' teams and owners.
    public func restricted(toActions ids: Set<Int64>) -> TenantDirectory {
        var part = TenantDirectory()
        for id in ids {
            guard let action = actions[id] else { continue }
            part.add(action)
            var teamIDs = [action.teamID]
            if let story = action.storyID.flatMap({ stories[$0] }) {
                part.add(story)
                teamIDs.append(story.teamID)
                for person in story.ownerIDs.compactMap({ people[$0] }) { part.add(person) }
            }
            for team in teamIDs.compactMap({ $0.flatMap { teams[$0] } }) { part.add(team) }
        }
        return part
    }

    /// True when any story has an owner.
    package var namesOwners: Bool { stories.values.contains { !$0.ownerIDs.isEmpty } }

    /// The numbers of people who own a story of these actions.
    package func ownerIDs(ofActions ids: Set<Int64>) -> Set<Int64> {
        var owners: Set<Int64> = []
        for id in ids {
            guard let story = actions[id]?.storyID.flatMap({ stories[$0] }) else { continue }
            owners.formUnion(story.ownerIDs)
        }
        return owners
    }
}

extension TenantDirectory {
    /// The rows of actions in the order of their numbers; so are the others.
    package var actionRows: [DirectoryAction] { actions.values.sorted { $0.id < $1.id } }
    /// The rows of stories.
    package var storyRows: [DirectoryStory] { stories.values.sorted { $0.id < $1.id } }
    /// The rows of teams.
    package var teamRows: [DirectoryTeam] { teams.values.sorted { $0.id < $1.id } }
    /// The rows of people.
    package var personRows: [DirectoryPerson] { people.values.sorted { $0.id < $1.id } }
}

/// An action as the directory joins it with its story, team and owners.
public struct DirectoryEntry: Sendable, Hashable {
    /// The action.
    public let action: DirectoryAction
    /// Its story; only with a number where the story's own row is missing. Nil when the action names none.
    public let story: DirectoryStory?
    /// The story's team or, without one, the action's.
    public let team: DirectoryTeam?
    /// Names of the story's owners, in the story's order; those whose names are not known are left out.
    public let owners: [String]
}

/// An action's row. Every field but the number may be missing.
public struct DirectoryAction: Sendable, Hashable, Codable {
    /// The number that retry jobs name.
    public let id: Int64
    /// The name that a story's builder gave it.
    public let name: String?
    /// The number of its story.
    public let storyID: Int64?
    /// The number of its team; only older tenants say it here.
    public let teamID: Int64?
    /// Whether it is switched off; nil when the row does not say.
    public let isDisabled: Bool?

    /// A row by its fields.
    public init(id: Int64, name: String? = nil, storyID: Int64? = nil, teamID: Int64? = nil, isDisabled: Bool? = nil) {
        self.id = id
        self.name = name
        self.storyID = storyID
        self.teamID = teamID
        self.isDisabled = isDisabled
    }

    private enum CodingKeys: String, CodingKey {
        case id, name
        case storyID = "story_id"
        case teamID = "team_id"
        case isDisabled = "disabled"
    }
}

/// A story's row. Every field but the number may be missing.
public struct DirectoryStory: Sendable, Hashable, Codable {
    /// The number that actions name.
    public let id: Int64
    /// Its name.
    public let name: String?
    /// The number of its team.
    public let teamID: Int64?
    /// The numbers of the people who own it; at most ``ownersKept``.
    public let ownerIDs: [Int64]
    /// Its tags, at most ``tagsKept``.
    public let tags: [String]
    /// Whether it is switched off; nil when the row does not say.
    public let isDisabled: Bool?

    /// How many owners a row keeps, so that no answer can fill the memory.
    public static let ownersKept = 20
    /// How many tags a row keeps.
    public static let tagsKept = 20

    /// A row by its fields.
    public init(
        id: Int64,
        name: String? = nil,
        teamID: Int64? = nil,
        ownerIDs: [Int64] = [],
        tags: [String] = [],
        isDisabled: Bool? = nil
    ) {
        self.id = id
        self.name = name
        self.teamID = teamID
        self.ownerIDs = Array(ownerIDs.prefix(Self.ownersKept))
        self.tags = Array(tags.prefix(Self.tagsKept))
        self.isDisabled = isDisabled
    }

    private enum CodingKeys: String, CodingKey {
        case id, name, tags
        case teamID = "team_id"
        case ownerIDs = "owners"
        case isDisabled = "disabled"
    }
}

/// A team's row.
public struct DirectoryTeam: Sendable, Hashable, Codable {
    /// The number that stories name.
    public let id: Int64
    /// Its name.
    public let name: String?

    /// A row by its fields.
    public init(id: Int64, name: String? = nil) {
        self.id = id
        self.name = name
    }
}

/// A person's row: no address, no role, nothing but a name.
public struct DirectoryPerson: Sendable, Hashable, Codable {
    /// The number that stories name.
    public let id: Int64
    /// First and last name; nil when the row has neither.
    public let name: String?

    /// A row by its fields.
    public init(id: Int64, name: String? = nil) {
        self.id = id
        self.name = name
    }
}
