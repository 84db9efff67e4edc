import RetryJobs

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
}

/// Adds the jobs of actions up by story and by team.
struct OwnershipTally {
    /// The places of the story and of the team that an action belongs to.
    struct Owner {
        fileprivate let story: Int
        fileprivate let team: Int
    }

    private var stories = OwnerTallies()
    private var teams = OwnerTallies()
    private let directory: TenantDirectory
    private let links: ActionLinks?
    private let classes: ErrorClassPlaces
    private let top: Int
    private var total = 0

    /// `errorClasses`: the error class of each group.
    init(directory: TenantDirectory, links: ActionLinks?, errorClasses: [String?], top: Int) {
        self.directory = directory
        self.links = links
        classes = ErrorClassPlaces(errorClasses)
        self.top = top
    }

    /// Adds the jobs of an action; those of its groups follow.
    mutating func add(_ share: ActionShare) -> Owner {
        let entry = share.id.flatMap(directory.entry)
        total += share.count
        return Owner(
            story: stories.add(share, to: entry?.story?.id, entry),
            team: teams.add(share, to: entry?.team?.id, entry)
        )
    }

    /// Adds jobs of a group and of an action that belongs to an owner.
    mutating func add(_ count: Int, of group: Int, to owner: Owner) {
        stories.add(count, of: group, to: owner.story)
        teams.add(count, of: group, to: owner.team)
    }

    /// By jobs descending, then by number; jobs whose story is not known come last.
    func storySummaries() -> [StorySummary] {
        stories.ordered(classes, total: total, top: top).map { tally, jobs in
            StorySummary(
                story: tally.id == nil ? nil : tally.entry?.story.map { StoryFacts($0, links: links) },
                team: tally.id == nil ? nil : tally.entry?.team.map(TeamFacts.init),
                owners: tally.id == nil ? [] : tally.entry?.owners ?? [],
                jobs: jobs,
                actions: tally.actions
            )
        }
    }

    /// By jobs descending, then by number; jobs whose team is not known come last.
    func teamSummaries() -> [TeamSummary] {
        teams.ordered(classes, total: total, top: top).map { tally, jobs in
            TeamSummary(
                team: tally.id == nil ? nil : tally.entry?.team.map(TeamFacts.init),
                jobs: jobs,
                stories: tally.stories.count,
                actions: tally.actions
            )
        }
    }
}

/// The error classes of groups, each once: groups of several types may have one.
private struct ErrorClassPlaces {
    private(set) var names: [String?] = []
    /// The place of each group's error class in ``names``.
    private(set) var ofGroup: [Int] = []

    init(_ errorClasses: [String?]) {
        var places: [ExactText?: Int] = [:]
        for name in errorClasses {
            let key = name.map(ExactText.init)
            let place = places[key] ?? names.count
            if place == names.count {
                places[key] = place
                names.append(name)
            }
            ofGroup.append(place)
        }
    }

    /// The jobs of groups by error class, the class with most jobs first.
    func counts(_ groups: [(group: Int, count: Int)]) -> [ErrorClassCount] {
        var counts: [Int: Int] = [:]
        for (group, count) in groups { counts[ofGroup[group], default: 0] += count }
        return counts.sorted { left, right in
            left.value != right.value
                ? left.value > right.value : ErrorGroup.errorClassPrecedes(names[left.key], names[right.key])
        }
        .map { ErrorClassCount(errorClass: names[$0.key], count: $0.value) }
    }
}

/// The jobs of stories, or of teams.
private struct OwnerTallies {
    private var tallies: [OwnerTally] = []
    private var places: [Int64?: Int] = [:]
    /// Jobs by owner and group: the owner's place above the group's.
    private var pairs = NumberTable()

    mutating func add(_ share: ActionShare, to id: Int64?, _ entry: DirectoryEntry?) -> Int {
        let place = places[id] ?? tallies.count
        if place == tallies.count {
            places[id] = place
            tallies.append(OwnerTally(id: id))
        }
        tallies[place].add(share, entry)
        return place
    }

    mutating func add(_ count: Int, of group: Int, to owner: Int) {
        pairs.increment(UInt64(owner) << 32 | UInt64(group), by: UInt64(count))
    }

    /// By jobs descending, then by number; jobs without an owner come last.
    func ordered(_ classes: ErrorClassPlaces, total: Int, top: Int) -> [(OwnerTally, OwnedJobs)] {
        var groups: [[(group: Int, count: Int)]] = Array(repeating: [], count: tallies.count)
        pairs.forEach { key, count in groups[Int(key >> 32)].append((Int(key & 0xFFFF_FFFF), Int(count))) }
        return tallies.indices.sorted { left, right in
            guard let leftID = tallies[left].id else { return false }
            guard let rightID = tallies[right].id else { return true }
            let (one, other) = (tallies[left].count, tallies[right].count)
            return one != other ? one > other : leftID < rightID
        }
        .map { place in
            let (tally, own) = (tallies[place], groups[place])
            let counts = classes.counts(own)
            let jobs = OwnedJobs(
                count: tally.count,
                covered: tally.covered,
                share: total == 0 ? 0 : Double(tally.count) / Double(total),
                groups: own.count,
                errorClasses: Array(counts.prefix(top)),
                errorClassesNotShown: max(0, counts.count - top),
                deaths: tally.deaths
            )
            return (tally, jobs)
        }
    }
}

/// The jobs of one story or one team.
private struct OwnerTally {
    let id: Int64?
    private(set) var count = 0
    private(set) var covered = 0
    private(set) var actions = 0
    private(set) var stories: Set<Int64> = []
    private(set) var entry: DirectoryEntry?
    private(set) var deaths = DeathCounts()

    init(id: Int64?) { self.id = id }

    mutating func add(_ share: ActionShare, _ entry: DirectoryEntry?) {
        // All of one story agree on it; of a team's, any will do for the team.
        self.entry = self.entry ?? entry
        count += share.count
        covered += share.covered
        if share.isAction { actions += 1 }
        if let story = entry?.story?.id { stories.insert(story) }
        deaths.add(share.deaths)
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
