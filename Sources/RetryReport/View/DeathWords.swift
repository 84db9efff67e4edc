/// How soon jobs die, in the names that groups and actions share.
struct DeathWords {
    private let context: ViewContext

    init(_ context: ViewContext) {
        self.context = context
    }

    func values(_ deaths: DeathCounts) -> ViewObject {
        ViewObject(Deaths(time: context.time, counts: deaths))
    }

    private struct Deaths: ViewSubject {
        let time: TimeWords
        let counts: DeathCounts

        static let fields: ViewFields<Deaths> = [
            "next": { deaths in
                let unknown = deaths.counts.overdue > 0 ? "overdue" : "unknown"
                return .object(deaths.time.values(deaths.counts.next, .death, unknown: unknown))
            },
            "within24Hours": { .text(NumberWords.grouped($0.counts.within24Hours)) },
            "hasWithin24Hours": { .flag($0.counts.within24Hours > 0) },
            "within7Days": { .text(NumberWords.grouped($0.counts.within7Days)) },
            "hasWithin7Days": { .flag($0.counts.within7Days > 0) },
            "overdue": { .text(NumberWords.grouped($0.counts.overdue)) },
            "hasOverdue": { .flag($0.counts.overdue > 0) },
            "unknown": { .text(NumberWords.grouped($0.counts.unknown)) },
            "hasUnknown": { .flag($0.counts.unknown > 0) },
            "isUrgent": { .flag($0.counts.within24Hours > 0) },
            "tone": { .text($0.counts.within24Hours > 0 ? "urgent" : "calm") },
            "words": { .text(DeathWords.words($0.counts, $0.time.space)) },
        ]
    }

    /// `≈ 2 overdue, 9 in 24 h, 34 in 7 d`: the 7 days include the 24 hours.
    private static func words(_ deaths: DeathCounts, _ space: String) -> String {
        var words: [String] = []
        if deaths.overdue > 0 { words.append("\(NumberWords.grouped(deaths.overdue)) overdue") }
        if deaths.within24Hours > 0 {
            words.append("\(NumberWords.grouped(deaths.within24Hours))\(space)in\(space)24\(space)h")
        }
        if deaths.within7Days > deaths.within24Hours {
            words.append("\(NumberWords.grouped(deaths.within7Days))\(space)in\(space)7\(space)d")
        }
        guard words.isEmpty else { return "≈\(space)" + words.joined(separator: ", ") }
        return deaths.next == nil ? "no estimate" : "none in 7\(space)d"
    }

    /// `≈ 9 die within 7 days, 2 of them within 24 h`; for deaths within 7 days of which there are some.
    func sentence(_ deaths: DeathCounts) -> String {
        let (week, day) = (deaths.within7Days, deaths.within24Hours)
        let verb = week == 1 ? "dies" : "die"
        if day == week { return "≈\(space)\(NumberWords.grouped(week)) \(verb) within 24\(space)h" }
        let soon = day == 0 ? "" : ", \(NumberWords.grouped(day)) of them within 24\(space)h"
        return "≈\(space)\(NumberWords.grouped(week)) \(verb) within 7 days\(soon)"
    }

    private var space: String { context.time.space }
}
