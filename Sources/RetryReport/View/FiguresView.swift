/// The figures of the complete list: by name (`totals`), and in the order in which a report shows them (`figures`).
struct FiguresView {
    private let context: ViewContext
    private let facts: Totals
    private let newToday: Int

    init(_ context: ViewContext) {
        self.context = context
        facts = context.report.totals
        newToday = context.groups.reduce(0) { $0 + context.newToday($1) }
    }

    var totals: ViewObject {
        [
            "jobs": .text(NumberWords.grouped(facts.jobs)),
            "jobsInWords": .text(NumberWords.counted(facts.jobs, "job")),
            "groups": .text(NumberWords.grouped(facts.groups)),
            "groupsInWords": .text(NumberWords.counted(facts.groups, "group")),
            "types": .text(NumberWords.grouped(facts.types)),
            "errorClasses": .text(NumberWords.grouped(errorClasses)),
            "actions": .text(NumberWords.grouped(facts.actions)),
            "actionsInWords": .text(NumberWords.counted(facts.actions, "action")),
            "jobsWithoutAction": .text(NumberWords.grouped(facts.jobsWithoutAction)),
            "hasJobsWithoutAction": .flag(facts.jobsWithoutAction > 0),
            "atLastRetries": .text(NumberWords.grouped(facts.atLastRetries)),
            "neverRetried": .text(NumberWords.grouped(facts.neverRetried)),
            "lateRetries": .text(NumberWords.grouped(facts.lateRetries)),
            "newToday": .text(NumberWords.grouped(newToday)),
            "dieWithin24Hours": .text(NumberWords.grouped(facts.deaths.within24Hours)),
            "dieWithin7Days": .text(NumberWords.grouped(facts.deaths.within7Days)),
            "moreDieWithin7Days": .text(NumberWords.grouped(facts.deaths.moreWithin7Days)),
            "overdue": .text(NumberWords.grouped(facts.deaths.overdue)),
            "hasOverdue": .flag(facts.deaths.overdue > 0),
            "deathUnknown": .text(NumberWords.grouped(facts.deaths.unknown)),
            "hasDeathUnknown": .flag(facts.deaths.unknown > 0),
            "retryLimit": .text(String(context.report.retryLimit)),
            "nextDeath": .object(context.time.values(facts.deaths.next, .prediction)),
            "oldestLastRetry": .object(context.time.values(facts.oldestLastRetry)),
            "newestLastRetry": .object(context.time.values(facts.newestLastRetry)),
            "failingSince": .object(context.time.values(facts.failingSince, .estimatedEvent)),
        ]
    }

    /// Error classes that have a name; ``Totals/errorClasses`` counts jobs without one as a class of their own.
    private var errorClasses: Int {
        facts.errorClasses - (context.groups.contains { $0.errorClass == nil } ? 1 : 0)
    }

    private struct Figure {
        var name: String
        var label: String
        var value: String
        var note: String
        var isEstimate = false
        var isUrgent = false
    }

    var list: ViewList { ViewList(shownFigures.map(values)) }

    /// Without the schedule an estimate is not 0 but unknown.
    private var shownFigures: [Figure] {
        guard !context.report.hasEstimates else { return figures }
        return figures.map { figure in
            guard Self.estimates.contains(figure.name) else { return figure }
            return Figure(name: figure.name, label: figure.label, value: "–", note: "cannot be estimated")
        }
    }

    /// The same, four in a row, for layouts that need a table.
    var rows: ViewList {
        let figures = shownFigures.map(values)
        return ViewList(
            stride(from: 0, to: figures.count, by: 4).map { start in
                ["figures": .list(ViewList(Array(figures[start..<min(start + 4, figures.count)])))]
            }
        )
    }

    private func values(_ figure: Figure) -> ViewObject {
        // A part of the list says nothing of the rest, so no figure of it may read as one of all.
        let isComplete = context.reading.isComplete
        let note = isComplete ? figure.note : figure.note.isEmpty ? "of those read" : "of those read; \(figure.note)"
        return [
            "name": .text(figure.name),
            "label": .text(isComplete ? figure.label : "\(figure.label), at least"),
            "value": .text(figure.value),
            "note": .text(note),
            "isEstimate": .flag(figure.isEstimate),
            "isExact": .flag(!figure.isEstimate),
            "isUrgent": .flag(figure.isUrgent),
            "isCalm": .flag(!figure.isUrgent),
        ]
    }

    private func figure(
        _ name: String,
        _ number: Int,
        _ label: String,
        note: String,
        isEstimate: Bool = false,
        isUrgent: Bool = false
    ) -> Figure {
        Figure(
            name: name,
            label: label,
            value: NumberWords.grouped(number),
            note: note,
            // Nothing is certain enough to need no mark.
            isEstimate: isEstimate && number > 0,
            isUrgent: isUrgent && number > 0
        )
    }

    /// What there is first, then what is about to die, each job in one figure only.
    private var figures: [Figure] {
        let deaths = facts.deaths
        let space = context.time.space
        return [
            figure(
                "jobs",
                facts.jobs,
                facts.jobs == 1 ? "job is waiting" : "jobs are waiting",
                note: [PolicyView(context).partOfThem, noteOnErrors].compactMap(\.self).joined(separator: ", ")
            ),
            figure(
                "actions",
                facts.actions,
                facts.actions == 1 ? "action affected" : "actions affected",
                note: noteOnActions
            ),
            figure(
                "newToday",
                newToday,
                "first failed in the last 24\(space)h",
                note: facts.neverRetried > 0 ? "\(NumberWords.grouped(facts.neverRetried)) never retried" : "",
                isEstimate: true
            ),
            Figure(
                name: "failingSince",
                label: "oldest job",
                value: facts.failingSince.map { context.time.age($0) } ?? "–",
                note: noteOnLastRetry,
                isEstimate: facts.failingSince != nil
            ),
            figure(
                "atLastRetries",
                facts.atLastRetries,
                "one or two retries left",
                note: "of \(context.report.retryLimit)",
                isUrgent: true
            ),
            figure(
                "overdue",
                deaths.overdue,
                "should be dead already",
                note: deaths.overdue > 0 ? "but still in the list" : "",
                isEstimate: true,
                isUrgent: true
            ),
            figure(
                "dieWithin24Hours",
                deaths.within24Hours,
                deaths.within24Hours == 1 ? "dies within 24\(space)h" : "die within 24\(space)h",
                note: [deaths.next.map { "next \(context.time.relative($0, .prediction))" }, expected(\.within24Hours)]
                    .compactMap(\.self).joined(separator: "; "),
                isEstimate: true,
                isUrgent: true
            ),
            figure(
                "dieWithin7Days",
                deaths.moreWithin7Days,
                weekLabel,
                note: [
                    expected { $0.within7Days - $0.within24Hours },
                    deaths.unknown > 0 ? "\(NumberWords.grouped(deaths.unknown)) cannot be estimated" : nil,
                ].compactMap(\.self).joined(separator: "; "),
                isEstimate: true
            ),
        ]
    }

    /// How many of those that die if every retry fails are expected to; nil when that is not known.
    private func expected(_ number: (DeathForecast) -> Double) -> String? {
        guard facts.deaths.within7Days > 0, let forecast = context.report.deathForecast else { return nil }
        return "≈ \(OutcomesView.expected(number(forecast))) expected"
    }

    /// The figures that go by the schedule, when it is known not to be the tenant's.
    private static let estimates = [
        "newToday", "failingSince", "atLastRetries", "overdue", "dieWithin24Hours", "dieWithin7Days",
    ]

    private var noteOnErrors: String {
        let types = NumberWords.counted(facts.types, "job type")
        return errorClasses == 0
            ? "no error class, \(types)"
            : "\(NumberWords.counted(errorClasses, "error class", "error classes")), \(types)"
    }

    private var noteOnActions: String {
        if facts.actions == 0 { return "no job names an action" }
        let without = facts.jobsWithoutAction
        guard without > 0 else { return "each job names one" }
        return "\(NumberWords.counted(without, "job")) \(without == 1 ? "names" : "name") no action"
    }

    private var noteOnLastRetry: String {
        facts.oldestLastRetry.map { "oldest last retry \(context.time.relative($0))" } ?? "not retried yet"
    }

    /// Each job is in one figure only: those that die within 24 hours are not among these.
    private var weekLabel: String {
        let days = "within 7\(context.time.space)days"
        if facts.deaths.within24Hours > 0 { return "more die \(days)" }
        return facts.deaths.within7Days == 1 ? "dies \(days)" : "die \(days)"
    }
}

/// What a reader must know before believing the figures: estimates that do not fit this tenant, clocks that differ,
/// retries that have stopped.
struct NotesView {
    private let context: ViewContext

    init(_ context: ViewContext) {
        self.context = context
    }

    /// How many notes of the reading are shown: saved ones are as many as a file says.
    private static let mostNotes = 10

    /// How many of them a page begins with; the others are not to fill its first screen.
    static let firstNotes = 2

    var texts: [String] {
        let notes = context.reading.notes
        let left = notes.count - notes.prefix(Self.mostNotes).count
        return [stopped, workers, context.report.hasEstimates ? estimates : noEstimates, clock].compactMap(\.self)
            + PolicyView(context).notes
            + notes.prefix(Self.mostNotes).map(context.names.sentence)
            + (left > 0 ? ["\(NumberWords.counted(left, "more note")): see the JSON report."] : [])
    }

    private var totals: Totals { context.report.totals }

    private var stopped: String? {
        guard let time = context.timeWithoutRetry else { return nil }
        let late = totals.lateRetries
        let which = late == totals.jobs ? "all \(NumberWords.grouped(late))" : "at least \(NumberWords.grouped(late))"
        return "No retry for \(time): the next retry of \(which) jobs is late. "
            + "Check that the tenant's workers are running."
    }

    private var workers: String? { context.report.workers.flatMap(TenantView.warning) }

    private var estimates: String? {
        let deaths = totals.deaths
        let known = totals.jobs - deaths.unknown
        guard deaths.overdue > 0, deaths.overdue * 2 > known else { return nil }
        return "\(NumberWords.grouped(deaths.overdue)) of \(NumberWords.counted(known, "job")) should be dead already, "
            + "so the estimates do not fit this tenant: it may have another retry limit, or its retries may have stopped."
    }

    /// What was seen contradicts the schedule.
    private var noEstimates: String? {
        guard let check = context.report.estimateCheck else { return nil }
        var seen: [String] = []
        if check.delays > 0 {
            seen.append(
                "of \(NumberWords.counted(check.delays, "job")) seen before and after a retry, "
                    + "\(NumberWords.grouped(check.fittingDelays)) fit Sidekiq's schedule"
            )
        }
        if check.deaths > 0 {
            seen.append(
                "of \(NumberWords.counted(check.deaths, "job")) that died, \(NumberWords.grouped(check.fittingDeaths)) can "
                    + "have had \(context.report.retryLimit) retries"
            )
        }
        return "The estimates do not hold for this tenant, so this report has none: \(seen.joined(separator: "; ")). "
            + "The tenant may have another retry limit, or another schedule."
    }

    /// Differences below this are not worth a note.
    private static let clockTolerance: Int64 = 60

    private var clock: String? {
        guard let newest = totals.newestLastRetry else { return nil }
        let ahead = newest.seconds(after: context.report.generatedAt)
        guard ahead > Self.clockTolerance else { return nil }
        return
            "The tenant's clock is ahead of this one by about \(TimeWords.span(seconds: ahead, context.time.space)): "
            + "the newest last retry is that far in the future and is shown as just now."
    }
}
