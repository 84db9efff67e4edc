/// The advice: which action to open first (``Report/openFirst``), and why.
struct OpenFirstView {
    private let context: ViewContext

    init(_ context: ViewContext) {
        self.context = context
    }

    /// The place of the group that the advice points to.
    var place: Int? {
        guard let choice = context.report.openFirst else { return context.groups.isEmpty ? nil : 0 }
        return place(of: choice)
    }

    private func place(of choice: ActionSummary) -> Int? {
        let name = choice.mostFrequent
        return context.groups.firstIndex { group in
            group.type.rawValue.utf8.elementsEqual(name.type.rawValue.utf8)
                && (group.errorClass == nil) == (name.errorClass == nil)
                && (group.errorClass ?? "").utf8.elementsEqual((name.errorClass ?? "").utf8)
        }
    }

    var values: ViewObject {
        let total = context.report.totals.jobs
        guard let choice = context.report.openFirst else { return byGroup }
        let count = NumberWords.counted(choice.count, "job")
        let share = NumberWords.share(choice.count, of: total)
        let reason =
            choice.deaths.within7Days == 0
            ? "\(count), \(share) of all" : "\(count); \(DeathWords(context).sentence(choice.deaths))"
        var values = group(place(of: choice))
        values["isKnown"] = .flag(true)
        values["hasAction"] = .flag(true)
        values["action"] = .object(context.names.action(choice.action))
        values["reason"] = .text(reason)
        values["with"] = .text(choice.groups > 1 ? "mostly with" : "with")
        values["isUrgent"] = .flag(choice.deaths.within24Hours > 0)
        return values
    }

    /// No job names an action: the group is all there is to open.
    private var byGroup: ViewObject {
        var values = group(context.groups.isEmpty ? nil : 0)
        values["isKnown"] = .flag(!context.groups.isEmpty)
        values["hasAction"] = .flag(false)
        values["action"] = .object(context.names.action(nil))
        values["reason"] = .text(context.groups.first.map { NumberWords.counted($0.count, "job") } ?? "nothing to open")
        values["with"] = .text("with")
        values["isUrgent"] = .flag(false)
        return values
    }

    private func group(_ place: Int?) -> ViewObject {
        let group = place.map { context.groups[$0] }
        return [
            "errorClass": .object(context.names.errorClass(group?.errorClass)),
            "type": .object(context.names.type(group?.type ?? JobType(rawValue: ""))),
            "href": .text(context.href(place)),
        ]
    }
}

/// What dies next: the moment, the group, and the action if the group's list of jobs holds that job. When all that
/// can be told is overdue, the group with most of that.
struct DeathNextView {
    private let context: ViewContext

    init(_ context: ViewContext) {
        self.context = context
    }

    /// The place of the group that loses a job next.
    var place: Int? {
        context.groups.indices
            .filter { context.groups[$0].deaths.next != nil }
            .min { (context.groups[$0].deaths.next ?? .latest) < (context.groups[$1].deaths.next ?? .latest) }
            ?? context.groups.indices
            .filter { context.groups[$0].deaths.overdue > 0 }
            .max { context.groups[$0].deaths.overdue < context.groups[$1].deaths.overdue }
    }

    var values: ViewObject {
        let deaths = context.report.totals.deaths
        let place = place
        let group = place.map { context.groups[$0] }
        let action = group.flatMap(action)
        var values = DeathWords(context).values(deaths)
        values["isKnown"] = .flag(deaths.next != nil)
        values["hasGroup"] = .flag(group != nil)
        values["errorClass"] = .object(context.names.errorClass(group?.errorClass))
        values["type"] = .object(context.names.type(group?.type ?? JobType(rawValue: "")))
        values["href"] = .text(context.href(place))
        values["action"] = .object(context.names.action(action))
        values["hasAction"] = .flag(action != nil)
        return values
    }

    /// The list is in the order of death, the overdue first; many of those and the search is given up.
    private func action(in group: ErrorGroup) -> ActionReference? {
        let job = group.jobs.prefix(1000).first { job in
            (context.schedule.death(of: job).earliest ?? .latest) >= context.report.generatedAt
        }
        return KnownActions(context.report, group).named(job?.action)
    }
}
