/// How many jobs die by when: bars in the coordinates of an SVG whose `viewBox` is `0 0 100 32`, and as widths for
/// table cells. The first bar is what is overdue; then come slots of 24 hours, at least as many as a job can live.
struct CalendarView {
    private let context: ViewContext
    private let calendar: DeathCalendar

    init(_ context: ViewContext) {
        self.context = context
        calendar = context.report.calendar
    }

    private struct Slot: Sendable {
        var label: String
        var date: String
        var words: String
        var count: Int
        var isUrgent: Bool
    }

    private var slots: [Slot] {
        var slots = [Slot(label: "overdue", date: "", words: "overdue", count: calendar.overdue, isUrgent: true)]
        for day in 0..<max(calendar.days.count, lifetime) {
            let from = context.report.generatedAt.advanced(bySeconds: Int64(day) * 86_400)
            let isKnown = day < calendar.days.count
            slots.append(
                Slot(
                    label: day == 0 ? "24 h" : "\(day + 1) d",
                    date: TimeWords.date(isKnown ? calendar.days[day].from : from),
                    words: day == 0 ? "within 24 h" : "day \(day + 1)",
                    count: isKnown ? calendar.days[day].count : 0,
                    isUrgent: day == 0
                )
            )
        }
        if calendar.later > 0 {
            slots.append(Slot(label: "later", date: "", words: "later", count: calendar.later, isUrgent: false))
        }
        return slots
    }

    /// Slots that a job lives after its first failure, so that an empty stretch ahead is seen as one.
    private var lifetime: Int {
        let now = context.report.generatedAt
        guard let death = context.schedule.death(retryCount: 0, lastRetry: now).earliest else { return 1 }
        let days = (death.microseconds - now.microseconds) / 86_400_000_000 + 1
        return Int(min(Int64(DeathCalendar.maximumDays), max(1, days)))
    }

    var values: ViewObject {
        let slots = slots
        let known = slots.reduce(0) { $0 + $1.count }
        let bars = bars(slots)
        let filled = slots.indices.filter { slots[$0].count > 0 }
        return [
            "bars": .list(bars),
            "filledBars": .list(ViewList(filled.map { bars[$0] })),
            "words": .text(words(slots, known: known)),
            "hasDeaths": .flag(known > 0),
            "overdue": .text(NumberWords.grouped(calendar.overdue)),
            "hasOverdue": .flag(calendar.overdue > 0),
            "unknown": .text(NumberWords.grouped(calendar.unknown)),
            "unknownInWords": .text(NumberWords.counted(calendar.unknown, "job")),
            "hasUnknown": .flag(calendar.unknown > 0),
            "first": .text(slots.count > 1 ? slots[1].date : ""),
            "last": .text(slots.last { !$0.date.isEmpty }?.date ?? ""),
        ]
    }

    private func bars(_ slots: [Slot]) -> ViewList {
        let highest = slots.map(\.count).max() ?? 0
        let slotWidth = 100 / Double(max(1, slots.count))
        let known = slots.reduce(0) { $0 + $1.count }
        var sums: [Int] = []
        for slot in slots { sums.append((sums.last ?? 0) + slot.count) }
        let byThen = sums
        return ViewList(count: slots.count) { place in
            let slot = slots[place]
            let height = slot.count == 0 || highest == 0 ? 0 : max(1, Double(slot.count) * 32 / Double(highest))
            return [
                "label": .text(slot.label),
                "date": .text(slot.date),
                "hasDate": .flag(!slot.date.isEmpty),
                "words": .text(slot.words),
                "count": .text(NumberWords.grouped(slot.count)),
                "hasCount": .flag(slot.count > 0),
                "byThen": .text(NumberWords.grouped(byThen[place])),
                "shareByThen": .text(NumberWords.share(byThen[place], of: known)),
                "x": .text(NumberWords.decimal(slotWidth * Double(place) + slotWidth * 0.12)),
                "y": .text(NumberWords.decimal(32 - height)),
                "width": .text(NumberWords.decimal(slotWidth * 0.76)),
                "height": .text(NumberWords.decimal(height)),
                "bar": .object(BarLength(slot.count, of: highest).values),
                "isUrgent": .flag(slot.isUrgent),
                "tone": .text(slot.isUrgent ? "urgent" : "calm"),
                "axisClass": .text(
                    AxisClass.of(
                        count: slot.count,
                        isUrgent: slot.isUrgent,
                        isLabelled: place % 7 == 0 || slot.date.isEmpty
                    )
                ),
            ]
        }
    }

    private func words(_ slots: [Slot], known: Int) -> String {
        guard known > 0, let most = slots.max(by: { $0.count < $1.count }) else {
            return "No death can be estimated."
        }
        let within = context.report.totals.deaths
        return "Estimated deaths by day: \(NumberWords.grouped(calendar.overdue)) overdue, "
            + "\(NumberWords.grouped(within.within24Hours)) within 24 hours, "
            + "\(NumberWords.grouped(within.within7Days)) within 7 days in all; "
            + "most, \(NumberWords.grouped(most.count)), \(most.words)\(most.date.isEmpty ? "" : " (\(most.date))")."
    }
}
