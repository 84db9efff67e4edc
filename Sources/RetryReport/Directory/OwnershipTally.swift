import Algorithms
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

    /// Adds the jobs of an action; `groups` says in which groups they are.
    mutating func add(_ share: ActionShare, groups: ArraySlice<GroupCount>) {
        let owner = share.id.flatMap(directory.owner)
        total += share.count
        stories.add(share, groups, to: owner?.story)
        teams.add(share, groups, to: owner?.team, of: owner?.story)
    }

    /// By jobs descending, then by number; jobs whose story is not known come last.
    func storySummaries() -> [StorySummary] {
        stories.ordered(classes, total: total, top: top).map { tally, jobs in
            let entry = entry(of: tally)
            return StorySummary(
                story: entry?.story.map { StoryFacts($0, links: links) },
                team: entry?.team.map(TeamFacts.init),
                owners: entry?.owners ?? [],
                jobs: jobs,
                actions: tally.actions
            )
        }
    }

    /// What is known of a story or a team, by one of its actions: all of one story agree on it, and of a team's any will do
    /// for the team.
    private func entry(of tally: OwnerTally) -> DirectoryEntry? {
        tally.id == nil ? nil : tally.action.flatMap(directory.entry)
    }

    /// By jobs descending, then by number; jobs whose team is not known come last.
    func teamSummaries() -> [TeamSummary] {
        teams.ordered(classes, total: total, top: top).map { tally, jobs in
            TeamSummary(
                team: entry(of: tally)?.team.map(TeamFacts.init),
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

    /// The error classes with most jobs, the first of them first.
    func most(_ counts: CountsByPlace, top: Int) -> [ErrorClassCount] {
        counts.used.map { (place: $0, count: counts[$0]) }
            .min(count: top) { left, right in
                left.count != right.count
                    ? left.count > right.count
                    : ErrorGroup.errorClassPrecedes(names[left.place], names[right.place])
            }
            .map { ErrorClassCount(errorClass: names[$0.place], count: $0.count) }
    }
}

/// Counts under small numbers, used again for one owner after the other: emptying it costs what was counted.
private struct CountsByPlace {
    private var counts: [Int]
    /// The numbers that have a count.
    private(set) var used: [Int] = []

    init(places: Int) { counts = Array(repeating: 0, count: places) }

    subscript(place: Int) -> Int { counts[place] }

    mutating func add(_ count: Int, at place: Int) {
        if counts[place] == 0 { used.append(place) }
        counts[place] += count
    }

    mutating func removeAll() {
        for place in used { counts[place] = 0 }
        used.removeAll(keepingCapacity: true)
    }
}

/// The jobs of stories, or of teams.
private struct OwnerTallies {
    private var tallies: [OwnerTally] = []
    private var places: [Int64?: Int] = [:]

    /// `story`: the story of a team.
    mutating func add(
        _ share: ActionShare,
        _ groups: ArraySlice<GroupCount>,
        to id: Int64?,
        of story: Int64? = nil
    ) {
        let place = places[id] ?? tallies.count
        if place == tallies.count {
            places[id] = place
            tallies.append(OwnerTally(id: id))
        }
        tallies[place].add(share, groups, story)
    }

    /// By jobs descending, then by number; jobs without an owner come last.
    func ordered(_ classes: ErrorClassPlaces, total: Int, top: Int) -> [(OwnerTally, OwnedJobs)] {
        var byGroup = CountsByPlace(places: classes.ofGroup.count)
        var byClass = CountsByPlace(places: classes.names.count)
        return tallies.indices.sorted { left, right in
            guard let leftID = tallies[left].id else { return false }
            guard let rightID = tallies[right].id else { return true }
            let (one, other) = (tallies[left].count, tallies[right].count)
            return one != other ? one > other : leftID < rightID
        }
        .map { place in
            let tally = tallies[place]
            defer {
                byGroup.removeAll()
                byClass.removeAll()
            }
            for pair in tally.groups.joined() {
                byGroup.add(Int(pair.count), at: Int(pair.group))
                byClass.add(Int(pair.count), at: classes.ofGroup[Int(pair.group)])
            }
            let jobs = OwnedJobs(
                count: tally.count,
                covered: tally.covered,
                share: total == 0 ? 0 : Double(tally.count) / Double(total),
                groups: byGroup.used.count,
                errorClasses: classes.most(byClass, top: top),
                errorClassesNotShown: max(0, byClass.used.count - top),
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
    /// The first of its actions.
    private(set) var action: Int64?
    private(set) var deaths = DeathCounts()
    /// The groups of each of its actions, and of the jobs without one.
    private(set) var groups: [ArraySlice<GroupCount>] = []

    init(id: Int64?) { self.id = id }

    mutating func add(_ share: ActionShare, _ groups: ArraySlice<GroupCount>, _ story: Int64?) {
        if action == nil { action = share.id }
        count += share.count
        covered += share.covered
        if share.isAction { actions += 1 }
        if let story { stories.insert(story) }
        deaths.add(share.deaths)
        self.groups.append(groups)
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
        if let other = other.next { next = next.map { min($0, other) } ?? other }
    }
}
