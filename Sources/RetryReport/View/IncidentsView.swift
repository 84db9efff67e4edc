/// Groups whose jobs began to fail together, in words.
struct IncidentsView {
    private static let mostGroups = 5

    private let context: ViewContext

    init(_ context: ViewContext) {
        self.context = context
    }

    var values: ViewObject {
        let shown = context.report.incidents.prefix((context.detail.maxGroups ?? .max) > 100 ? 10 : 3)
        return [
            "incidents": .list(ViewList(shown.map(values))),
            "hasIncidents": .flag(!shown.isEmpty),
        ]
    }

    private func values(_ incident: Incident) -> ViewObject {
        let left = incident.groups.count - Self.mostGroups
        return [
            "sentence": .text(sentence(incident)),
            "from": .object(context.time.values(incident.from)),
            "to": .object(context.time.values(incident.to)),
            "count": .text(NumberWords.grouped(incident.jobs)),
            "groupCount": .text(NumberWords.grouped(incident.groups.count)),
            "groups": .list(
                ViewList(
                    incident.groups.prefix(Self.mostGroups).map { group in
                        [
                            "type": .object(context.names.type(group.type)),
                            "errorClass": .object(context.names.errorClass(group.errorClass)),
                            "count": .text(NumberWords.grouped(group.jobs)),
                        ]
                    }
                )
            ),
            "groupsNotShown": .text(NumberWords.counted(max(0, left), "more group")),
            "hasGroupsNotShown": .flag(left > 0),
        ]
    }

    /// `≈ Between 2026-07-26T02:10:00Z and 02:25 (10 h ago) 412 jobs in 9 groups began to fail`
    private func sentence(_ incident: Incident) -> String {
        let (from, to) = (TimeWords.iso(incident.from), TimeWords.iso(incident.to))
        let end = from.prefix(10) == to.prefix(10) ? to.dropFirst(11).prefix(5) + " UTC" : to[...]
        let least = context.reading.isComplete ? "" : "at least "
        return "≈ Between \(from) and \(end) (\(context.time.relative(incident.from))) \(least)"
            + "\(NumberWords.counted(incident.jobs, "job")) in \(NumberWords.counted(incident.groups.count, "group")) "
            + "began to fail"
    }
}
