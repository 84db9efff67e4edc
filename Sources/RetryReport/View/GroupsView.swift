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
            values.merge(small.values(of: places, number: number + 1, context)) { first, _ in first }
            return values
        }
        return ViewList(elements)
    }

    /// How many jobs the lists of all groups show, together.
    private var jobs: ViewObject {
        let total = context.report.totals.jobs
        let shown = context.shownGroups.reduce(0) { $0 + min($1.jobs.count, context.detail.jobsPerGroup ?? .max) }
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
            var values = GroupView(context, place: place, largest: largest).values
            values["isSmall"] = .flag(small.places.contains(place))
            values["isAdvised"] = .flag(small.advised.contains(place))
            return values
        }
    }
}

/// One error group.
struct GroupView {
    private let context: ViewContext
    private let place: Int
    private let group: ErrorGroup
    private let largest: Int

    init(_ context: ViewContext, place: Int, largest: Int) {
        self.context = context
        self.place = place
        self.largest = largest
        group = context.groups[place]
    }

    var values: ViewObject {
        var values: ViewObject = [
            "number": .text(String(place + 1)),
            "anchor": .text(context.anchor(place)),
            "href": .text("#" + context.anchor(place)),
            "jobsAnchor": .text(context.anchor(place) + "-jobs"),
            "jobsHref": .text("#\(context.anchor(place))-jobs"),
            "type": .object(context.names.type(group.type)),
            "errorClass": .object(context.names.errorClass(group.errorClass)),
            "count": .text(NumberWords.grouped(group.count)),
            "countInWords": .text(NumberWords.counted(group.count, "job")),
            "share": .text(NumberWords.share(group.count, of: context.report.totals.jobs)),
            "bar": .object(BarLength(group.count, of: largest).values),
            "retries": .object(RetriesView(group.retries, limit: context.report.retryLimit).values),
            "newToday": .text(NumberWords.grouped(context.newToday(group))),
            "hasNewToday": .flag(context.newToday(group) > 0),
            "newestLastRetry": .object(context.time.values(group.newestLastRetry, unknown: "never retried")),
            "oldestLastRetry": .object(context.time.values(group.oldestLastRetry, unknown: "never retried")),
            "hasOlderLastRetry": .flag(hasOlderLastRetry),
            "failingSince": .object(context.time.values(group.failingSince, .estimatedEvent)),
            "dies": .object(DeathWords(context).values(group.deaths)),
        ]
        values.merge(actions) { first, _ in first }
        values.merge(jobs) { first, _ in first }
        return values
    }

    /// Whether the oldest last retry differs from the newest in words: of one job it is the same moment.
    private var hasOlderLastRetry: Bool {
        guard let newest = group.newestLastRetry, let oldest = group.oldestLastRetry, oldest < newest else {
            return false
        }
        return context.time.relative(oldest) != context.time.relative(newest)
    }

    private var actions: ViewObject {
        let shown = group.topActions.prefix(context.detail.maxActionsPerGroup ?? .max)
        let left = max(0, group.actionCount - shown.count)
        let total = group.count
        let names = context.names
        let elements = Array(shown)
        return [
            "actions": .list(
                ViewList(count: elements.count) { place in
                    var values = names.action(elements[place].action)
                    values["count"] = .text(NumberWords.grouped(elements[place].count))
                    values["share"] = .text(NumberWords.share(elements[place].count, of: total))
                    return values
                }
            ),
            "topAction": .object(names.action(group.topActions.first?.action)),
            "topActionCount": .text(NumberWords.grouped(group.topActions.first?.count ?? 0)),
            "hasActions": .flag(!shown.isEmpty),
            "actionCount": .text(NumberWords.grouped(group.actionCount)),
            "actionCountInWords": .text(NumberWords.counted(group.actionCount, "action")),
            "actionsNotShown": .text(NumberWords.grouped(left)),
            "hasActionsNotShown": .flag(left > 0),
            "otherActions": .text(NumberWords.counted(max(0, group.actionCount - 1), "more action")),
            "hasOtherActions": .flag(group.actionCount > 1 && !group.topActions.isEmpty),
            "jobsWithoutAction": .text(NumberWords.counted(group.jobsWithoutAction, "job")),
            "hasJobsWithoutAction": .flag(group.jobsWithoutAction > 0),
        ]
    }

    private var jobs: ViewObject {
        let jobs = group.jobs
        let shown = min(jobs.count, context.detail.jobsPerGroup ?? .max)
        let left = max(0, group.count - shown)
        let job = JobView(context)
        return [
            "jobs": .list(ViewList(count: shown) { place in job.values(jobs[place]) }),
            "hasJobs": .flag(shown > 0),
            "jobsShown": .text(NumberWords.grouped(shown)),
            "jobsNotShown": .text(NumberWords.grouped(left)),
            "hasJobsNotShown": .flag(left > 0),
        ]
    }
}
