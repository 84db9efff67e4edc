/// The actions that fail most, across groups.
struct ActionsView {
    private let context: ViewContext

    init(_ context: ViewContext) {
        self.context = context
    }

    var values: ViewObject {
        let shown = Array(context.shownActions)
        let left = context.report.actionsNotShown + context.report.actions.count - shown.count
        let context = context
        let largest = context.report.actions.first?.count ?? 0
        return [
            "actions": .list(
                ViewList(count: shown.count) { place in
                    Self.values(shown[place], place: place, largest: largest, context)
                }
            ),
            "hasActions": .flag(!shown.isEmpty),
            "actionsNotShown": .text(NumberWords.grouped(left)),
            "actionsNotShownInWords": .text(NumberWords.counted(left, "action")),
            "hasActionsNotShown": .flag(left > 0),
        ]
    }

    private static func values(_ action: ActionSummary, place: Int, largest: Int, _ context: ViewContext) -> ViewObject
    {
        var values = context.names.action(facts: action.action)
        values["place"] = .text(String(place + 1))
        values["count"] = .text(NumberWords.grouped(action.count))
        values["countInWords"] = .text(NumberWords.counted(action.count, "job"))
        values["share"] = .text(NumberWords.share(action.count, of: context.report.totals.jobs, context.time.space))
        values["groupCount"] = .text(NumberWords.counted(action.groups, "group"))
        values["otherGroups"] = .text(NumberWords.counted(max(0, action.groups - 1), "more group"))
        values["hasOtherGroups"] = .flag(action.groups > 1)
        values["type"] = .object(context.names.type(action.mostFrequent.type))
        values["errorClass"] = .object(context.names.errorClass(action.mostFrequent.errorClass))
        values["dies"] = .object(DeathWords(context).values(action.deaths))
        return ViewObject(values, measure: .part(action.count, of: largest))
    }
}

/// The advice: which action to open first (``Report/openFirst``), and why.
struct OpenFirstView {
    private let context: ViewContext

    init(_ context: ViewContext) {
        self.context = context
    }

    /// The place of the group that the advice points to.
    var place: Int? {
        guard let choice = context.report.openFirst else { return context.openPlaces.first }
        return place(of: choice)
    }

    private func place(of choice: ActionSummary) -> Int? {
        let name = choice.mostFrequent
        let errorClass = name.errorClass.map { ExactText($0) }
        return context.groups.firstIndex { group in
            group.type == name.type && group.errorClass.map { ExactText($0) } == errorClass
        }
    }

    var values: ViewObject {
        let total = context.report.totals.jobs
        guard let choice = context.report.openFirst else { return byGroup }
        let count = NumberWords.counted(choice.count, "job")
        let share = NumberWords.share(choice.count, of: total)
        let ofThese = context.reading.isComplete ? "of all" : "of those read"
        let reason =
            DeathWords(context).sentence(choice.deaths).map { "\(count); \($0)" } ?? "\(count), \(share) \(ofThese)"
        let change = context.report.change(of: choice.mostFrequent).flatMap { $0.state?.isNews == true ? $0 : nil }
        let why =
            change.map { "; \(choice.groups > 1 ? "its most frequent error is" : "its error is") \($0.words)" } ?? ""
        var values = group(place(of: choice))
        values["isKnown"] = .flag(true)
        values["hasAction"] = .flag(true)
        values["action"] = .object(context.names.action(facts: choice.action))
        values["reason"] = .text(reason + why)
        values["with"] = .text(choice.groups > 1 ? "mostly with" : "with")
        values["isUrgent"] = .flag(choice.deaths.within24Hours > 0 || choice.deaths.overdue > 0)
        let message = context.report.messages.first { $0.actionID == choice.action.id }
        values["hasMessage"] = .flag(message != nil)
        values["message"] = .text(message.map { context.names.clipped($0.text, to: 300).text } ?? "")
        values["messageTime"] = .object(context.time.values(message?.createdAt))
        return values
    }

    /// No job names an action: the group is all there is to open.
    private var byGroup: ViewObject {
        let place = context.openPlaces.first
        var values = group(place)
        values["isKnown"] = .flag(place != nil)
        values["hasAction"] = .flag(false)
        values["action"] = .object(context.names.action(nil))
        values["reason"] = .text(
            place.map { NumberWords.counted(context.groups[$0].openCount, "job") } ?? "nothing to open"
        )
        values["with"] = .text("with")
        values["hasMessage"] = .flag(false)
        values["message"] = .text("")
        values["messageTime"] = .object(context.time.values(nil))
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
