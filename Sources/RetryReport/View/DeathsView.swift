/// How soon jobs die, in the names that groups and actions share. In words each job is in one number only; the number
/// `within7Days` includes `within24Hours`, and `moreWithin7Days` does not.
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

        /// A death that is weeks away is not urgent because of other jobs that should be dead already.
        var isUrgent: Bool { counts.within24Hours > 0 || (counts.overdue > 0 && counts.next == nil) }

        static let fields: ViewFields<Deaths> = [
            "next": { deaths in
                let unknown = deaths.counts.overdue > 0 ? "should be dead already" : "cannot be estimated"
                return .object(deaths.time.values(deaths.counts.next, .prediction, unknown: unknown))
            },
            "within24Hours": { .text(NumberWords.grouped($0.counts.within24Hours)) },
            "hasWithin24Hours": { .flag($0.counts.within24Hours > 0) },
            "within7Days": { .text(NumberWords.grouped($0.counts.within7Days)) },
            "hasWithin7Days": { .flag($0.counts.within7Days > 0) },
            "moreWithin7Days": { .text(NumberWords.grouped($0.counts.moreWithin7Days)) },
            "hasMoreWithin7Days": { .flag($0.counts.moreWithin7Days > 0) },
            "overdue": { .text(NumberWords.grouped($0.counts.overdue)) },
            "hasOverdue": { .flag($0.counts.overdue > 0) },
            "unknown": { .text(NumberWords.grouped($0.counts.unknown)) },
            "hasUnknown": { .flag($0.counts.unknown > 0) },
            "isUrgent": { .flag($0.isUrgent) },
            "words": { .text(DeathWords.words($0.counts, $0.time.space)) },
        ]
    }

    /// `≈ 9 in 24 h, 34 more in 7 d; 2 should be dead already`.
    private static func words(_ deaths: DeathCounts, _ space: String) -> String {
        let (day, more) = (deaths.within24Hours, deaths.moreWithin7Days)
        var soon: [String] = []
        if day > 0 { soon.append("\(NumberWords.grouped(day))\(space)in\(space)24\(space)h") }
        if more > 0 {
            soon.append("\(NumberWords.grouped(more))\(day > 0 ? "\(space)more" : "")\(space)in\(space)7\(space)d")
        }
        var words = soon.isEmpty ? [] : ["≈\(space)" + soon.joined(separator: ", ")]
        if deaths.overdue > 0 { words.append("\(NumberWords.grouped(deaths.overdue))\(space)should be dead already") }
        if !words.isEmpty { return words.joined(separator: "; ") }
        return deaths.next == nil ? "cannot be estimated" : "later than 7\(space)d"
    }

    /// `≈ 2 die within 24 h, 7 more within 7 days; 3 should be dead already`; nil when there is none of these.
    func sentence(_ deaths: DeathCounts) -> String? {
        let space = context.time.space
        let (day, more) = (deaths.within24Hours, deaths.moreWithin7Days)
        func die(_ count: Int) -> String { "≈\(space)\(NumberWords.grouped(count)) \(count == 1 ? "dies" : "die")" }
        var words: [String] = []
        if day > 0 {
            let rest = more > 0 ? ", \(NumberWords.grouped(more)) more within 7\(space)days" : ""
            words.append("\(die(day)) within 24\(space)h\(rest)")
        } else if more > 0 {
            words.append("\(die(more)) within 7\(space)days")
        }
        if deaths.overdue > 0 { words.append("\(NumberWords.grouped(deaths.overdue)) should be dead already") }
        return words.isEmpty ? nil : words.joined(separator: "; ")
    }
}

/// What dies next: the moment, the group, and the action if the group's list of jobs has that job. When every job that
/// can be estimated should be dead already, the group with most of those.
struct DeathNextView {
    private let context: ViewContext

    init(_ context: ViewContext) {
        self.context = context
    }

    /// The place of the group that loses a job next.
    var place: Int? {
        func deaths(_ place: Int) -> DeathCounts { context.groups[place].openDeaths }
        return context.openPlaces
            .filter { deaths($0).next != nil }
            .min { (deaths($0).next ?? .latest) < (deaths($1).next ?? .latest) }
            ?? context.openPlaces
            .filter { deaths($0).overdue > 0 }
            .max { deaths($0).overdue < deaths($1).overdue }
    }

    var values: ViewObject {
        let deaths = context.open.deaths
        let place = place
        let group = place.map { context.groups[$0] }
        let action = group.flatMap(action)
        var values = DeathWords(context).values(deaths)
        values["isKnown"] = .flag(deaths.next != nil)
        values["hasGroup"] = .flag(group != nil)
        values["errorClass"] = .object(context.names.errorClass(group?.errorClass))
        values["type"] = .object(context.names.type(group?.type ?? JobType(rawValue: "")))
        values["href"] = .text(context.href(place))
        values["action"] = .object(context.names.action(facts: action))
        values["hasAction"] = .flag(action != nil)
        return values
    }

    /// The list is ordered by death, with those that should be dead already first; after many of those the search is
    /// given up.
    private func action(in group: ErrorGroup) -> ActionFacts? {
        let job = group.jobs.prefix(1000).first { job in
            (context.death(of: job) ?? .latest) >= context.report.generatedAt
        }
        return KnownActions(context, group).facts(of: job?.action)
    }
}

/// How many jobs die by when. `bars` are what should be dead already, the next seven days on a scale of their own, and
/// later; `days` are all days that a job can live, on theirs.
struct CalendarView {
    private let context: ViewContext
    private let calendar: DeathCalendar

    init(_ context: ViewContext) {
        self.context = context
        calendar = context.report.calendar
    }

    private static let week = 7

    private struct Slot {
        var label: String
        var date = ""
        var words: String
        var count: Int
        var isUrgent = false
        var isLater = false
    }

    private func day(_ day: Int) -> Slot {
        let isKnown = day < calendar.days.count
        let from =
            isKnown ? calendar.days[day].from : context.report.generatedAt.advanced(bySeconds: Int64(day) * 86_400)
        return Slot(
            label: day == 0 ? "24 h" : "\(day + 1) d",
            date: TimeWords.date(from),
            words: day == 0 ? "within 24 h" : "day \(day + 1)",
            count: isKnown ? calendar.days[day].count : 0,
            isUrgent: day == 0
        )
    }

    private var later: Int { calendar.days.dropFirst(Self.week).reduce(calendar.later) { $0 + $1.count } }

    private var known: Int { calendar.days.reduce(calendar.overdue + calendar.later) { $0 + $1.count } }

    /// Days that a job lives after its first failure, so that an empty stretch ahead is seen as one.
    private var lifetime: Int {
        let now = context.report.generatedAt
        guard let death = context.schedule.death(retryCount: 0, lastRetry: now).earliest else { return 1 }
        let days = (death.microseconds - now.microseconds) / 86_400_000_000 + 1
        return Int(min(Int64(DeathCalendar.maximumDays), max(1, days)))
    }

    var values: ViewObject {
        let first = [Slot(label: "already", words: "should be dead already", count: calendar.overdue, isUrgent: true)]
        let last = [Slot(label: "later", words: "later than 7 days", count: later, isLater: true)]
        let bars = columns(first + (0..<Self.week).map(day) + last)
        let days = columns((0..<max(calendar.days.count, lifetime)).map(day))
        let filled = (0..<bars.count).map { bars[$0] }.filter { bar in
            if case .flag(true)? = bar["hasCount"] { true } else { false }
        }
        return [
            "bars": .list(bars),
            "filledBars": .list(ViewList(filled)),
            "days": .list(days),
            "words": .text(words),
            "hasDeaths": .flag(known > 0),
            "overdue": .text(NumberWords.grouped(calendar.overdue)),
            "hasOverdue": .flag(calendar.overdue > 0),
            "later": .text(NumberWords.grouped(later)),
            "hasLater": .flag(later > 0),
            "unknown": .text(NumberWords.grouped(calendar.unknown)),
            "unknownInWords": .text(NumberWords.counted(calendar.unknown, "job")),
            "unknownSentence": .text(unknown),
            "hasUnknown": .flag(calendar.unknown > 0),
            "first": .text(day(0).date),
            "last": .text(day(max(calendar.days.count, lifetime) - 1).date),
        ]
    }

    private var unknown: String {
        calendar.unknown == 0 || !context.report.hasEstimates
            ? ""
            : "When \(NumberWords.counted(calendar.unknown, "job")) will die cannot be estimated: the API did not say "
                + "how often or when they were retried."
    }

    private func columns(_ slots: [Slot]) -> ViewList {
        // What is later is a number, not a bar: it would dwarf the week.
        let highest = slots.reduce(0) { max($0, $1.isLater ? 0 : $1.count) }
        let known = known
        var sum = 0
        return ViewList(
            slots.enumerated().map { position, slot in
                sum += slot.count
                let values: ViewObject = [
                    "label": .text(slot.label),
                    "date": .text(slot.date),
                    "hasDate": .flag(!slot.date.isEmpty),
                    "words": .text(slot.words),
                    "count": .text(NumberWords.grouped(slot.count)),
                    "hasCount": .flag(slot.count > 0),
                    "byThen": .text(NumberWords.grouped(sum)),
                    "shareByThen": .text(NumberWords.share(sum, of: known)),
                    "isUrgent": .flag(slot.isUrgent && slot.count > 0),
                    "isLater": .flag(slot.isLater),
                ]
                let height = slot.isLater ? 0 : slot.count
                let isMajor = slots.count < 12 || position % Self.week == 0
                return ViewObject(
                    values,
                    measure: .column(
                        position: position,
                        count: slots.count,
                        height: height,
                        highest: highest,
                        isMajor: isMajor
                    )
                )
            }
        )
    }

    private var words: String {
        guard known > 0 else { return "No death can be estimated." }
        let deaths = context.report.totals.deaths
        let most = calendar.days.indices.max { calendar.days[$0].count < calendar.days[$1].count }.map(day)
        let peak = most.map { slot in
            slot.count == 0 ? "" : "; most, \(NumberWords.grouped(slot.count)), \(slot.words) (\(slot.date))"
        }
        let ofThese = context.reading.isComplete ? "" : " of the jobs that were read"
        return "Estimated deaths\(ofThese): \(NumberWords.grouped(deaths.within24Hours)) within 24 hours, "
            + "\(NumberWords.grouped(deaths.moreWithin7Days)) more within 7 days, "
            + "\(NumberWords.grouped(later)) later; \(NumberWords.grouped(calendar.overdue)) should be dead already"
            + "\(peak ?? "")."
    }
}
