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
        var values = context.names.action(action.action)
        values["place"] = .text(String(place + 1))
        values["count"] = .text(NumberWords.grouped(action.count))
        values["countInWords"] = .text(NumberWords.counted(action.count, "job"))
        values["share"] = .text(NumberWords.share(action.count, of: context.report.totals.jobs))
        values["bar"] = .object(BarLength(action.count, of: largest).values)
        values["groupCount"] = .text(NumberWords.counted(action.groups, "group"))
        values["otherGroups"] = .text(NumberWords.counted(max(0, action.groups - 1), "more group"))
        values["hasOtherGroups"] = .flag(action.groups > 1)
        values["type"] = .object(context.names.type(action.mostFrequent.type))
        values["errorClass"] = .object(context.names.errorClass(action.mostFrequent.errorClass))
        values["dies"] = .object(DeathWords(context).values(action.deaths))
        return values
    }
}
