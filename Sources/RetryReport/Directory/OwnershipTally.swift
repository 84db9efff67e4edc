/// The jobs of one action, or of no action, across groups: what stories and teams are added up from.
struct ActionShare {
    /// The action's number; nil for an action that jobs name only by its name, and for jobs without an action.
    let id: Int64?
    /// False for the jobs that name no action.
    let isAction: Bool
    let count: Int
    /// How many of them a policy mutes or accepts.
    let covered: Int
    let deaths: DeathCounts
    /// Jobs by the place of their error group.
    let groups: [(group: Int, count: Int)]
}

/// Adds the jobs of actions up by story and by team.
struct OwnershipTally {
    private var stories: [Int64?: OwnerTally] = [:]
    private var teams: [Int64?: OwnerTally] = [:]
    private let directory: TenantDirectory
    private let links: ActionLinks?
    /// The error class of each group.
    private let errorClasses: [String?]
    private let top: Int
    private var total = 0

    init(directory: TenantDirectory, links: ActionLinks?, errorClasses: [String?], top: Int) {
        self.directory = directory
        self.links = links
        self.errorClasses = errorClasses
        self.top = top
    }

    mutating func add(_ share: ActionShare) {
        let entry = share.id.flatMap(directory.entry)
        total += share.count
        stories[entry?.story?.id, default: OwnerTally()].add(share, entry: entry, story: entry?.story?.id)
        teams[entry?.team?.id, default: OwnerTally()].add(share, entry: entry, story: entry?.story?.id)
    }

    /// By jobs descending, then by number; jobs whose story is not known come last.
    func storySummaries() -> [StorySummary] {
        Self.ordered(stories).map { id, tally in
            StorySummary(
                story: id == nil ? nil : tally.entry?.story.map { StoryFacts($0, links: links) },
                team: id == nil ? nil : tally.entry?.team.map(TeamFacts.init),
                owners: id == nil ? [] : tally.entry?.owners ?? [],
                jobs: tally.jobs(of: total, errorClasses: errorClasses, top: top),
                actions: tally.actions
            )
        }
    }

    /// By jobs descending, then by number; jobs whose team is not known come last.
    func teamSummaries() -> [TeamSummary] {
        Self.ordered(teams).map { id, tally in
            TeamSummary(
                team: id == nil ? nil : tally.entry?.team.map(TeamFacts.init),
                jobs: tally.jobs(of: total, errorClasses: errorClasses, top: top),
                stories: tally.stories.count,
                actions: tally.actions
            )
        }
    }

    private static func ordered(_ tallies: [Int64?: OwnerTally]) -> [(Int64?, OwnerTally)] {
        tallies.sorted { left, right in
            guard let leftID = left.key else { return false }
            guard let rightID = right.key else { return true }
            return left.value.count != right.value.count ? left.value.count > right.value.count : leftID < rightID
        }
        .map { ($0.key, $0.value) }
    }
}

/// The jobs of one story or one team.
private struct OwnerTally {
    private(set) var count = 0
    private var covered = 0
    private(set) var actions = 0
    private(set) var stories: Set<Int64> = []
    private(set) var entry: DirectoryEntry?
    private var deaths = DeathCounts()
    private var groups: [Int: Int] = [:]

    mutating func add(_ share: ActionShare, entry: DirectoryEntry?, story: Int64?) {
        // All of one story agree on it; of a team's, any will do for the team.
        self.entry = self.entry ?? entry
        count += share.count
        covered += share.covered
        if share.isAction { actions += 1 }
        if let story { stories.insert(story) }
        deaths.add(share.deaths)
        for (group, count) in share.groups { groups[group, default: 0] += count }
    }

    func jobs(of total: Int, errorClasses: [String?], top: Int) -> OwnedJobs {
        // Groups of several types may have one error class.
        var places: [ExactText?: Int] = [:]
        var classes: [ErrorClassCount] = []
        for (group, count) in groups.sorted(by: { $0.key < $1.key }) {
            let name = errorClasses[group]
            let key = name.map(ExactText.init)
            if let place = places[key] {
                classes[place] = ErrorClassCount(errorClass: name, count: classes[place].count + count)
            } else {
                places[key] = classes.count
                classes.append(ErrorClassCount(errorClass: name, count: count))
            }
        }
        classes.sort { left, right in
            left.count != right.count
                ? left.count > right.count : ErrorGroup.errorClassPrecedes(left.errorClass, right.errorClass)
        }
        return OwnedJobs(
            count: count,
            covered: covered,
            share: total == 0 ? 0 : Double(count) / Double(total),
            groups: groups.count,
            errorClasses: Array(classes.prefix(top)),
            errorClassesNotShown: max(0, classes.count - top),
            deaths: deaths
        )
    }
}

extension DeathCounts {
    /// Adds the counts of other jobs; the next death is the earlier one.
    mutating func add(_ other: DeathCounts) {
        within24Hours += other.within24Hours
        within7Days += other.within7Days
        overdue += other.overdue
        later += other.later
        unknown += other.unknown
        next = [next, other.next].compactMap(\.self).min()
    }
}
