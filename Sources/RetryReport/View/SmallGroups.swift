/// Which groups a page may fold away: the long tail of a job type, so that what matters stays in sight. The largest
/// stay, and what dies within 24 hours, and the groups that the advice points to.
struct SmallGroups: Sendable {
    /// So many of each type stay whatever they are like.
    static let kept = 12
    /// Fewer than these are not worth a fold.
    static let least = 4

    /// The places of the groups to fold.
    let places: Set<Int>
    /// The places of the groups that the advice points to: the one that dies next, and that of the action to open first.
    let advised: Set<Int>

    init(_ context: ViewContext) {
        let shown = context.shownGroups
        let advised = Set([DeathNextView(context).place, OpenFirstView(context).place].compactMap(\.self))
        self.advised = advised
        // By bytes, as the report tells types apart.
        let byType = Dictionary(grouping: shown.indices) { Array(shown[$0].type.rawValue.utf8) }
        places = byType.values.reduce(into: []) { all, places in
            let small = places.dropFirst(Self.kept).filter { place in
                shown[place].deaths.within24Hours == 0 && !advised.contains(place)
            }
            if small.count >= Self.least { all.formUnion(small) }
        }
    }

    /// What a job type says of those of its groups that are folded.
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
