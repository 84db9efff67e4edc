/// What is known of failures in advance: whose they are, what to do about them, and which need no attention for now.
///
/// ```swift
/// var rule = PolicyRule(PolicyMatch(errorClasses: ["Net::*"]))
/// rule.owner = "Platform on-call"
/// rule.mute = PolicyRule.Mute(until: friday, reason: "The proxy is being replaced.")
/// var builder = ReportBuilder(now: now, policy: try Policy(rules: [rule]))
/// ```
///
/// A job may match several rules. All that they say is shown; of those that mute or accept it, the first in force counts.
public struct Policy: Sendable, Hashable {
    /// The rules; of two that say different things of the same job the first one is followed.
    public let rules: [PolicyRule]

    /// A policy of rules. Throws ``PolicyError`` for a rule that can't be meant: one that matches nothing in particular,
    /// says nothing, has a link that is not one, or can never take effect because of one before it.
    public init(rules: [PolicyRule]) throws(PolicyError) {
        self.rules = rules
        for (place, rule) in rules.enumerated() {
            try rule.check()
            for earlier in rules[..<place] where earlier.matches.includes(rule.matches) {
                guard let name = earlier.contradicted(by: rule) else { continue }
                throw PolicyError(
                    rule.place,
                    "'\(name)' can never take effect: the rule at \(earlier.place) matches everything that this one does "
                        + "and says something else. Change one of them, or put the narrower rule first."
                )
            }
        }
    }
}

/// One rule of a ``Policy``.
public struct PolicyRule: Sendable, Hashable {
    /// How urgent its failures are.
    public enum Severity: String, Sendable, Hashable, Codable, CaseIterable {
        /// Can wait.
        case low
        /// Within the working week.
        case medium
        /// Within the day.
        case high
        /// Now.
        case critical
    }

    /// Takes jobs out of what needs attention, for a time.
    public struct Mute: Sendable, Hashable, Codable {
        /// When it ends.
        public let until: Timestamp
        /// Why, for readers of the report.
        public let reason: String

        /// A mute by its parts.
        public init(until: Timestamp, reason: String) {
            self.until = until
            self.reason = reason
        }

        /// The names of the members in JSON.
        package enum CodingKeys: String, CodingKey, CaseIterable {
            case until
            case reason
        }
    }

    /// Takes jobs out of what needs attention while there are not too many.
    public struct Acceptance: Sendable, Hashable, Codable {
        /// The most jobs of the rule, all groups together, that are accepted.
        public let upTo: Int
        /// When it ends.
        public let until: Timestamp

        /// An acceptance by its parts.
        public init(upTo: Int, until: Timestamp) {
            self.upTo = upTo
            self.until = until
        }

        /// The names of the members in JSON.
        package enum CodingKeys: String, CodingKey, CaseIterable {
            case upTo = "up_to"
            case until
        }
    }

    /// What errors and reports call it, such as `policy.yaml:12`.
    public var place: String
    /// Which jobs it is about.
    public let matches: PolicyMatch
    /// Who takes care of them.
    public var owner: String?
    /// An `https` link to what to do about them.
    public var runbook: String?
    /// An `https` link to where the work is tracked.
    public var issue: String?
    /// How urgent they are.
    public var severity: Severity?
    /// A sentence for readers of the report.
    public var note: String?
    /// Not together with ``accept``.
    public var mute: Mute?
    /// Not together with ``mute``.
    public var accept: Acceptance?

    /// A rule that says nothing yet.
    public init(_ matches: PolicyMatch, place: String = "rule") {
        self.matches = matches
        self.place = place
    }

    fileprivate func check() throws(PolicyError) {
        if matches.isEmpty {
            throw PolicyError(place, "the rule must match something: for all jobs, let it match the error class '*'")
        }
        if owner == nil, runbook == nil, issue == nil, severity == nil, note == nil, mute == nil, accept == nil {
            throw PolicyError(
                place,
                "the rule says nothing: give it an owner, a link, a note, or what it mutes or accepts"
            )
        }
        if mute != nil, accept != nil {
            throw PolicyError(place, "'mute' and 'accept' exclude each other: keep one of them")
        }
        if let mute, mute.reason.allSatisfy(\.isWhitespace) {
            throw PolicyError(place, "'mute' needs a reason that readers of the report understand")
        }
        if let accept, accept.upTo < 1 { throw PolicyError(place, "'accept' must be up to at least 1 job") }
        for (name, link) in [("runbook", runbook), ("issue", issue)] {
            if let link, !Self.isLink(link) {
                throw PolicyError(
                    place,
                    "'\(name)' must be a link that begins with https:// (got '\(VisibleText.clean(link, to: 100))')"
                )
            }
        }
    }

    /// True for a link that every format can show.
    package static func isLink(_ text: String) -> Bool { text.hasPrefix("https://") && ActionLinks.isLink(text) }

    /// What a later rule about the same jobs says differently; nil for nothing.
    fileprivate func contradicted(by other: PolicyRule) -> String? {
        func differ<Value: Equatable>(_ value: KeyPath<PolicyRule, Value?>) -> Bool {
            guard let own = self[keyPath: value], let others = other[keyPath: value] else { return false }
            return own != others
        }
        if differ(\.owner) { return "owner" }
        if differ(\.runbook) { return "runbook" }
        if differ(\.issue) { return "issue" }
        if differ(\.severity) { return "severity" }
        if differ(\.note) { return "note" }
        let (hasOwn, hasOthers) = (mute != nil || accept != nil, other.mute != nil || other.accept != nil)
        if hasOwn, hasOthers, differ(\.mute) || differ(\.accept) || (mute == nil) != (other.mute == nil) {
            return other.mute != nil ? "mute" : "accept"
        }
        return nil
    }
}

/// Which jobs a rule is about: those that match an entry of each list that is not empty.
///
/// An entry is an exact text, or one in which `*` stands for any number of characters. Texts are compared by bytes. What is
/// not known of a job, such as its story when the tenant's directory was not read, matches no entry.
public struct PolicyMatch: Sendable, Hashable, Codable {
    /// Job types.
    public var types: [String]
    /// Error classes; an empty text is for jobs without one.
    public var errorClasses: [String]
    /// Actions by number or name.
    public var actions: [String]
    /// Stories by number or name.
    public var stories: [String]
    /// Teams by number or name.
    public var teams: [String]
    /// Tags of stories.
    public var tags: [String]

    /// Lists of entries; an empty one leaves nothing out.
    public init(
        types: [String] = [],
        errorClasses: [String] = [],
        actions: [String] = [],
        stories: [String] = [],
        teams: [String] = [],
        tags: [String] = []
    ) {
        self.types = types
        self.errorClasses = errorClasses
        self.actions = actions
        self.stories = stories
        self.teams = teams
        self.tags = tags
    }

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case types
        case errorClasses = "error_classes"
        case actions
        case stories
        case teams
        case tags
    }

    /// Its lists with what to call an entry of each.
    package var lists: [(name: String, entries: [String])] {
        [
            ("type", types), ("error class", errorClasses), ("action", actions), ("story", stories), ("team", teams),
            ("tag", tags),
        ]
    }

    var isEmpty: Bool { lists.allSatisfy(\.entries.isEmpty) }

    /// True when it asks for nothing that differs between the actions of a group.
    var isAboutGroups: Bool { actions.isEmpty && stories.isEmpty && teams.isEmpty && tags.isEmpty }

    func matches(_ group: GroupName) -> Bool {
        Self.matches(types, [group.type.rawValue]) && Self.matches(errorClasses, [group.errorClass ?? ""])
    }

    func matches(_ action: ActionFacts) -> Bool {
        func names(_ id: Int64?, _ name: String?) -> [String] { [id.map { String($0) }, name].compactMap(\.self) }
        return Self.matches(actions, names(action.id, action.name))
            && Self.matches(stories, names(action.story?.id, action.story?.name))
            && Self.matches(teams, names(action.team?.id, action.team?.name)) && Self.matches(tags, action.tags)
    }

    private static func matches(_ entries: [String], _ names: [String]) -> Bool {
        entries.isEmpty || entries.contains { entry in names.contains { TextPattern(entry).matches($0) } }
    }

    /// True when it certainly matches everything that another one matches.
    func includes(_ other: PolicyMatch) -> Bool {
        zip(lists, other.lists).allSatisfy { own, others in
            own.entries.isEmpty
                || !others.entries.isEmpty
                    && others.entries.allSatisfy { entry in
                        own.entries.contains { TextPattern($0).matches(entry) }
                    }
        }
    }
}

/// A rule that can't be meant.
public struct PolicyError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Which rule, as ``PolicyRule/place`` says.
    public let place: String
    /// What is wrong and what to do.
    public let message: String

    package init(_ place: String, _ message: String) {
        self.place = place
        self.message = message
    }

    /// Place and message in one line.
    public var description: String { "\(place): \(message)" }
}

/// A text in which `*` stands for any number of characters, compared by bytes.
struct TextPattern {
    private let pattern: [UInt8]

    init(_ pattern: String) {
        self.pattern = Array(pattern.utf8)
    }

    /// At most the product of both lengths steps. A pattern that is given as the text is matched only where its own `*`
    /// are: what this one matches then includes all that the other does.
    func matches(_ text: String) -> Bool {
        let text = Array(text.utf8)
        let any = UInt8(ascii: "*")
        var (place, position) = (0, 0)
        // Where to go on when a guess about the last `*` was wrong.
        var retry: (place: Int, position: Int)?
        while position < text.count {
            if place < pattern.count, pattern[place] == any {
                retry = (place + 1, position)
                place += 1
            } else if place < pattern.count, pattern[place] == text[position] {
                place += 1
                position += 1
            } else if let last = retry {
                retry = (last.place, last.position + 1)
                place = last.place
                position = last.position + 1
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == any }
    }
}
