/// An action as a report names it: what jobs say of it, and what the tenant's directory knows besides.
public struct ActionFacts: Sendable, Hashable, Codable {
    /// Its number; nil when jobs name the action only by its name.
    public let id: Int64?
    /// Its name, as the first job that has one gives it or, without one, the directory.
    public let name: String?
    /// Where it is in the tenant; nil when its story or the tenant is not known.
    public let url: String?
    /// Its story; nil when that is not known.
    public let story: StoryFacts?
    /// Its team; nil when that is not known.
    public let team: TeamFacts?
    /// Names of the people who own its story.
    public let owners: [String]
    /// Tags of its story.
    public let tags: [String]
    /// Whether it or its story is switched off; nil when that is not known.
    public let isDisabled: Bool?

    /// An action that the directory does not know.
    public init(_ action: ActionReference) {
        self.init(action, entry: nil, links: nil)
    }

    /// What jobs say of an action, joined with the directory.
    ///
    /// - Parameters:
    ///   - action: what jobs say.
    ///   - entry: what the directory says; nil when it does not know the action.
    ///   - links: makes links into the tenant.
    package init(_ action: ActionReference, entry: DirectoryEntry?, links: ActionLinks?) {
        id = action.id
        name = action.name ?? entry?.action.name
        let storyID = entry?.story?.id
        url = action.id.flatMap { id in links?.url(ofAction: id, story: storyID) }
        story = entry?.story.map { StoryFacts($0, links: links) }
        team = entry?.team.map(TeamFacts.init)
        owners = entry?.owners ?? []
        tags = entry?.story?.tags ?? []
        isDisabled = Self.isDisabled(entry)
    }

    /// An action under the name that a job gives it, with what is known of another mention of it.
    init(_ action: ActionReference, like known: ActionFacts) {
        id = action.id
        name = action.name
        url = known.url
        story = known.story
        team = known.team
        owners = known.owners
        tags = known.tags
        isDisabled = known.isDisabled
    }

    /// What jobs say of it.
    public var reference: ActionReference { ActionReference(id: id, name: name) }

    private static func isDisabled(_ entry: DirectoryEntry?) -> Bool? {
        let flags = [entry?.action.isDisabled, entry?.story?.isDisabled]
        return flags.contains(true) ? true : flags.contains(false) ? false : nil
    }

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case id
        case name
        case url
        case story
        case team
        case owners
        case tags
        case isDisabled = "is_disabled"
    }
}

/// A story as a report names it.
public struct StoryFacts: Sendable, Hashable, Codable {
    /// Its number in the tenant.
    public let id: Int64
    /// Its name; nil when it is not known.
    public let name: String?
    /// Where it is in the tenant; nil when the tenant is not known.
    public let url: String?

    package init(_ story: DirectoryStory, links: ActionLinks?) {
        id = story.id
        name = story.name
        url = links?.url(ofStory: story.id)
    }

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case id
        case name
        case url
    }
}

/// A team as a report names it.
public struct TeamFacts: Sendable, Hashable, Codable {
    /// Its number in the tenant.
    public let id: Int64
    /// Its name; nil when it is not known.
    public let name: String?

    package init(_ team: DirectoryTeam) {
        id = team.id
        name = team.name
    }

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case id
        case name
    }
}

/// The jobs of one story.
public struct StorySummary: Sendable, Hashable, Codable {
    /// The story; nil for jobs whose story is not known, which are one row at the end.
    public let story: StoryFacts?
    /// Its team; nil when that is not known.
    public let team: TeamFacts?
    /// Names of the people who own it.
    public let owners: [String]
    /// Its jobs.
    public package(set) var jobs: OwnedJobs
    /// How many of its actions have jobs; 0 for jobs that name no action.
    public let actions: Int

    /// Reads one object.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        story = try container.decodeIfPresent(StoryFacts.self, forKey: .story)
        team = try container.decodeIfPresent(TeamFacts.self, forKey: .team)
        owners = try container.decode([String].self, forKey: .owners)
        actions = try container.decode(Int.self, forKey: .actions)
        jobs = try OwnedJobs(from: decoder)
    }

    /// Writes one object; the members of ``jobs`` are its own.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(story, forKey: .story)
        try container.encode(team, forKey: .team)
        try container.encode(owners, forKey: .owners)
        try container.encode(actions, forKey: .actions)
        try jobs.encode(to: encoder)
    }

    init(story: StoryFacts?, team: TeamFacts?, owners: [String], jobs: OwnedJobs, actions: Int) {
        self.story = story
        self.team = team
        self.owners = owners
        self.jobs = jobs
        self.actions = actions
    }

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case story
        case team
        case owners
        case actions
    }
}

/// The jobs of one team.
public struct TeamSummary: Sendable, Hashable, Codable {
    /// The team; nil for jobs whose team is not known, which are one row at the end.
    public let team: TeamFacts?
    /// Its jobs.
    public package(set) var jobs: OwnedJobs
    /// How many of its stories have jobs.
    public let stories: Int
    /// How many of its actions have jobs.
    public let actions: Int

    /// Reads one object.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        team = try container.decodeIfPresent(TeamFacts.self, forKey: .team)
        stories = try container.decode(Int.self, forKey: .stories)
        actions = try container.decode(Int.self, forKey: .actions)
        jobs = try OwnedJobs(from: decoder)
    }

    /// Writes one object; the members of ``jobs`` are its own.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(team, forKey: .team)
        try container.encode(stories, forKey: .stories)
        try container.encode(actions, forKey: .actions)
        try jobs.encode(to: encoder)
    }

    init(team: TeamFacts?, jobs: OwnedJobs, stories: Int, actions: Int) {
        self.team = team
        self.jobs = jobs
        self.stories = stories
        self.actions = actions
    }

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case team
        case stories
        case actions
    }
}

/// Figures of the jobs that a story or a team has.
public struct OwnedJobs: Sendable, Hashable, Codable {
    /// Jobs.
    public let count: Int
    /// How many of them a policy mutes or accepts.
    public let covered: Int
    /// The part of all jobs of the report, from 0 to 1.
    public let share: Double
    /// In how many error groups they are.
    public let groups: Int
    /// Their error classes with most jobs first, then by name; at most ``ReportLimits/topActions``.
    public let errorClasses: [ErrorClassCount]
    /// How many error classes are not in ``errorClasses``.
    public let errorClassesNotShown: Int
    /// How soon they die.
    public package(set) var deaths: DeathCounts

    /// Those that a policy neither mutes nor accepts.
    package var open: Int { count - covered }

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case count
        case covered
        case share
        case groups
        case deaths
        case errorClasses = "error_classes"
        case errorClassesNotShown = "error_classes_not_shown"
    }
}

/// An error class and how many jobs have it.
public struct ErrorClassCount: Sendable, Hashable, Codable {
    /// The error class; nil for jobs that have none.
    public let errorClass: String?
    /// Its jobs.
    public let count: Int

    /// Writes null where there is no error class.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(errorClass, forKey: .errorClass)
        try container.encode(count, forKey: .count)
    }

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case errorClass = "error_class"
        case count
    }
}
