/// The error groups: under their job types (`types`), and all of them, the largest first (`groups`).
struct GroupsView {
    private let context: ViewContext
    private let largest: Int
    private let small: SmallGroups

    init(_ context: ViewContext) {
        self.context = context
        largest = context.groups.first?.count ?? 0
        small = SmallGroups(context)
    }

    var values: ViewObject {
        return [
            "types": .list(types),
            "groups": .list(list(context.shownPlaces)),
            "retries": .object(RetriesView(all: context.groups, limit: context.report.retryLimit).values),
            "jobs": .object(jobs),
            "closest": .object(ClosestJobsView(context).values),
            "smallGroups": .object(small.values(context)),
        ]
    }

    private var types: ViewList {
        let total = context.report.totals.jobs
        // A group's number is its place in the list of all groups.
        let placesByType = Dictionary(grouping: context.shownPlaces) { context.groups[$0].type }
        var types = Array(context.report.types.enumerated())
        if context.detail.showsDyingFirst {
            let dying = Set(context.shownGroups.filter { $0.deaths.within24Hours > 0 }.map(\.type))
            types = types.filter { dying.contains($1.type) } + types.filter { !dying.contains($1.type) }
        }
        let elements: [ViewObject] = types.compactMap { number, type in
            guard let places = placesByType[type.type] else { return nil }
            var values = context.names.type(type.type)
            values["count"] = .text(NumberWords.grouped(type.count))
            values["countInWords"] = .text(NumberWords.counted(type.count, "job"))
            values["share"] = .text(NumberWords.share(type.count, of: total))
            values["groups"] = .list(list(places))
            let left = type.errors.count { $0.openCount > 0 } - places.count
            values["groupCount"] = .text(NumberWords.counted(type.errors.count, "error class", "error classes"))
            values["groupsNotShown"] = .text(NumberWords.counted(left, "smaller group"))
            values["hasGroupsNotShown"] = .flag(left > 0)
            values.add(small.values(of: places, number: number + 1, context))
            return ViewObject(values, measure: .part(type.count, of: total))
        }
        return ViewList(elements)
    }

    /// How many jobs the lists of all groups show, together.
    private var jobs: ViewObject {
        let total = context.report.totals.jobs
        let shown = context.jobShares.total
        return [
            "shown": .text(NumberWords.grouped(shown)),
            "total": .text(NumberWords.grouped(total)),
            "notShown": .text(NumberWords.grouped(max(0, total - shown))),
            "hasShown": .flag(shown > 0),
            "hasNotShown": .flag(total > shown),
        ]
    }

    private func list(_ places: [Int]) -> ViewList {
        let (context, largest, small) = (context, largest, small)
        return ViewList(count: places.count) { index in
            let place = places[index]
            return GroupView(context, place: place, largest: largest, small).values
        }
    }
}

/// Which groups a page may fold: the long tail of a job type, so that what matters stays in sight. The largest stay,
/// those with jobs that die within 24 hours or should be dead already, and those that the advice points to.
struct SmallGroups: Sendable {
    /// How many groups of each type are always shown.
    static let kept = 12
    /// Fewer than these are not worth a fold.
    static let least = 4

    /// The places of the groups to fold.
    let places: Set<Int>
    /// The places of the groups that the advice points to: the one that dies next, and that of the action to open first.
    let advised: Set<Int>

    init(_ context: ViewContext) {
        let advised = Set([DeathNextView(context).place, OpenFirstView(context).place].compactMap(\.self))
        self.advised = advised
        let byType = Dictionary(grouping: context.shownPlaces) { context.groups[$0].type }
        places = byType.values.reduce(into: []) { all, places in
            let small = places.dropFirst(Self.kept).filter { place in
                let deaths = context.groups[place].deaths
                return deaths.within24Hours == 0 && deaths.overdue == 0 && !advised.contains(place)
            }
            if small.count >= Self.least { all.formUnion(small) }
        }
    }

    /// The names of a job type about its groups that are folded.
    func values(of type: [Int], number: Int, _ context: ViewContext) -> ViewObject {
        let small = type.filter(places.contains)
        let jobs = small.reduce(0) { $0 + context.groups[$1].count }
        return [
            "hasSmallGroups": .flag(!small.isEmpty),
            "smallGroups": .text(NumberWords.counted(small.count, "smaller error class", "smaller error classes")),
            "smallGroupJobs": .text(NumberWords.counted(jobs, "job")),
            "smallGroupsAnchor": .text("type-\(number)-small"),
            "smallGroupsHref": .text("#type-\(number)-small"),
        ]
    }

    /// The same for all types together.
    func values(_ context: ViewContext) -> ViewObject {
        let jobs = places.reduce(0) { $0 + context.groups[$1].count }
        return [
            "any": .flag(!places.isEmpty),
            "groupsInWords": .text(NumberWords.counted(places.count, "smaller group")),
            "jobsInWords": .text(NumberWords.counted(jobs, "job")),
        ]
    }
}
