/// The figures of the whole set: by name (`totals`), and in the order in which a report shows them (`figures`).
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
            "errorClasses": .text(NumberWords.grouped(facts.errorClasses)),
            "actions": .text(NumberWords.grouped(facts.actions)),
            "actionsInWords": .text(NumberWords.counted(facts.actions, "action")),
            "jobsWithoutAction": .text(NumberWords.grouped(facts.jobsWithoutAction)),
            "hasJobsWithoutAction": .flag(facts.jobsWithoutAction > 0),
            "atLastRetries": .text(NumberWords.grouped(facts.atLastRetries)),
            "neverRetried": .text(NumberWords.grouped(facts.neverRetried)),
            "newToday": .text(NumberWords.grouped(newToday)),
            "dieWithin24Hours": .text(NumberWords.grouped(facts.deaths.within24Hours)),
            "dieWithin7Days": .text(NumberWords.grouped(facts.deaths.within7Days)),
            "overdue": .text(NumberWords.grouped(facts.deaths.overdue)),
            "hasOverdue": .flag(facts.deaths.overdue > 0),
            "deathUnknown": .text(NumberWords.grouped(facts.deaths.unknown)),
            "hasDeathUnknown": .flag(facts.deaths.unknown > 0),
            "retryLimit": .text(String(context.report.retryLimit)),
            "nextDeath": .object(context.time.values(facts.deaths.next, .death)),
            "oldestLastRetry": .object(context.time.values(facts.oldestLastRetry)),
            "newestLastRetry": .object(context.time.values(facts.newestLastRetry)),
            "failingSince": .object(context.time.values(facts.failingSince, .estimatedEvent)),
        ]
    }

    var list: ViewList {
        let limit = context.report.retryLimit
        let deaths = facts.deaths
        return ViewList([
            figure(
                "jobs",
                facts.jobs == 1 ? "job waits" : "jobs wait",
                note: NumberWords.counted(facts.groups, "group"),
                facts.jobs
            ),
            figure(
                "actions",
                facts.actions == 1 ? "action touched" : "actions touched",
                note: facts.jobsWithoutAction > 0
                    ? "\(NumberWords.counted(facts.jobsWithoutAction, "job")) without one" : "by every job",
                facts.actions
            ),
            figure(
                "errorClasses",
                facts.errorClasses == 1 ? "error class" : "error classes",
                note: "in \(NumberWords.counted(facts.types, "job type"))",
                facts.errorClasses
            ),
            figure(
                "newToday",
                "new in 24\(context.time.space)h",
                note: "\(NumberWords.grouped(facts.neverRetried)) never retried",
                newToday,
                isEstimate: true
            ),
            figure(
                "atLastRetries",
                "on their last two retries",
                note: "count \(max(0, limit - 2)) or more of \(limit)",
                facts.atLastRetries,
                isUrgent: true
            ),
            figure(
                "dieWithin24Hours",
                "die within 24\(context.time.space)h",
                note: deaths.overdue > 0
                    ? "\(NumberWords.grouped(deaths.overdue)) overdue"
                    : deaths.next.map { "next \(context.time.relative($0, .death))" } ?? "none in sight",
                deaths.within24Hours,
                isEstimate: true,
                isUrgent: true
            ),
            figure(
                "dieWithin7Days",
                "die within 7\(context.time.space)days",
                note: noteOnWeek,
                deaths.within7Days,
                isEstimate: true
            ),
            since,
        ])
    }

    /// The same, four in a row, for layouts that need a table.
    var rows: ViewList {
        let list = list
        return ViewList(
            stride(from: 0, to: list.count, by: 4).map { start in
                ["figures": .list(ViewList((start..<min(start + 4, list.count)).map { list[$0] }))]
            }
        )
    }

    /// A job that was never retried says nothing of its death, and is the youngest there is.
    private var noteOnWeek: String {
        let unknown = facts.deaths.unknown - facts.neverRetried
        if unknown > 0 { return "\(NumberWords.grouped(unknown)) can't be told" }
        return facts.deaths.within7Days == 0 ? "none in sight" : "those within 24\(context.time.space)h too"
    }

    private var since: ViewObject {
        figure(
            "failingSince",
            label: "failing since",
            value: facts.failingSince.map(context.time.age) ?? "–",
            note: facts.oldestLastRetry.map { "oldest last retry \(context.time.relative($0))" }
                ?? "none was retried yet",
            isEstimate: facts.failingSince != nil
        )
    }

    private func figure(
        _ name: String,
        _ label: String,
        note: String,
        _ number: Int,
        isEstimate: Bool = false,
        isUrgent: Bool = false
    ) -> ViewObject {
        figure(
            name,
            label: label,
            value: NumberWords.grouped(number),
            note: note,
            // Nothing is certain enough to need no mark.
            isEstimate: isEstimate && number > 0,
            isUrgent: isUrgent && number > 0
        )
    }

    private func figure(
        _ name: String,
        label: String,
        value: String,
        note: String,
        isEstimate: Bool = false,
        isUrgent: Bool = false
    ) -> ViewObject {
        [
            "name": .text(name),
            "label": .text(label),
            "value": .text(value),
            "note": .text(note),
            "isEstimate": .flag(isEstimate),
            "isExact": .flag(!isEstimate),
            "isUrgent": .flag(isUrgent),
            "isCalm": .flag(!isUrgent),
            "tone": .text(isUrgent ? "urgent" : "calm"),
        ]
    }
}
