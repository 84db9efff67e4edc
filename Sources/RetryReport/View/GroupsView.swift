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
        let shown = context.shownGroups.count
        return [
            "types": .list(types),
            "groups": .list(list(Array(0..<shown))),
            "retries": .object(RetriesView(all: context.groups, limit: context.report.retryLimit).values),
            "jobs": .object(jobs),
            "smallGroups": .object(small.values(context)),
        ]
    }

    private var types: ViewList {
        let shown = context.shownGroups
        let total = context.report.totals.jobs
        // A group's number is its place in the list of all groups. By bytes, as the report tells types apart.
        let placesByType = Dictionary(grouping: shown.indices) { Array(shown[$0].type.rawValue.utf8) }
        let elements: [ViewObject] = context.report.types.enumerated().compactMap { number, type in
            guard let places = placesByType[Array(type.type.rawValue.utf8)] else { return nil }
            var values = context.names.type(type.type)
            values["count"] = .text(NumberWords.grouped(type.count))
            values["countInWords"] = .text(NumberWords.counted(type.count, "job"))
            values["share"] = .text(NumberWords.share(type.count, of: total))
            values["bar"] = .object(BarLength(type.count, of: total).values)
            values["groups"] = .list(list(places))
            let left = type.errors.count - places.count
            values["groupCount"] = .text(NumberWords.counted(type.errors.count, "error class", "error classes"))
            values["groupsNotShown"] = .text(NumberWords.counted(left, "smaller group"))
            values["hasGroupsNotShown"] = .flag(left > 0)
            values.add(small.values(of: places, number: number + 1, context))
            return values
        }
        return ViewList(elements)
    }

    /// How many jobs the lists of all groups show, together.
    private var jobs: ViewObject {
        let total = context.report.totals.jobs
        let shown = context.shownGroups.reduce(0) { $0 + min($1.jobs.count, context.jobsPerGroup) }
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
