/// The one sentence of an index, as a text and in parts.
struct FleetHeadline {
    private let index: FleetIndex
    private let totals: FleetTotals
    private let names: NameWords
    private let time: TimeWords

    init(_ index: FleetIndex, _ names: NameWords, _ time: TimeWords) {
        self.index = index
        totals = index.totals
        self.names = names
        self.time = time
    }

    private struct Part {
        let text: String
        var isStrong = false
        var isUrgent = false
        var isName = false

        var values: ViewObject {
            [
                "text": .text(text), "isStrong": .flag(isStrong), "isUrgent": .flag(isUrgent), "isName": .flag(isName),
                "isPlain": .flag(!isStrong && !isUrgent && !isName),
            ]
        }
    }

    var values: ViewObject {
        let parts = parts
        return [
            "sentence": .text(parts.map(\.text).joined().replacing("\u{a0}", with: " ")),
            "parts": .list(ViewList(parts.map(\.values))),
            "subject": .text(subject),
            "preheader": .text(preheader),
            "isCalm": .flag(isCalm),
            "hasNews": .flag(!isCalm),
            "hasWarning": .flag(totals.notCurrent > 0 || !index.isComplete),
        ]
    }

    private var isCalm: Bool { index.isWhole && totals.jobs == 0 && totals.died == 0 }

    private var read: Int { totals.tenants - totals.notCurrent }

    private var least: String { index.isComplete ? "" : "at least " }

    private var parts: [Part] {
        guard totals.tenants > 0 else { return [Part(text: "There is no tenant.")] }
        guard read > 0 else {
            return [
                Part(text: "No tenant has a current report", isUrgent: true),
                Part(text: ": nothing is known of \(NumberWords.counted(totals.tenants, "tenant"))."),
            ]
        }
        var parts: [Part] = []
        if totals.notCurrent > 0 {
            parts = [
                Part(
                    text:
                        "\(NumberWords.grouped(totals.notCurrent)) of \(NumberWords.counted(totals.tenants, "tenant"))",
                    isUrgent: true
                ),
                Part(text: totals.notCurrent == 1 ? " has no current report: " : " have no current report: "),
            ]
            let missing = index.tenants.filter { $0.current == nil }
            for (place, tenant) in missing.prefix(3).enumerated() {
                if place > 0 { parts.append(Part(text: ", ")) }
                parts.append(Part(text: names.clipped(tenant.name, to: 40).text, isName: true))
            }
            if missing.count > 3 { parts.append(Part(text: " and \(NumberWords.grouped(missing.count - 3)) more")) }
            parts.append(Part(text: ". "))
        }
        if totals.incomplete > 0 {
            let verb = totals.incomplete == 1 ? "report is" : "reports are"
            parts += [
                Part(text: "\(NumberWords.grouped(totals.incomplete)) \(verb) incomplete", isUrgent: true),
                Part(text: ". "),
            ]
        }
        if totals.unverified > 0 {
            let verb = totals.unverified == 1 ? "report is" : "reports are"
            parts += [
                Part(text: "\(NumberWords.grouped(totals.unverified)) \(verb) possibly incomplete", isUrgent: true),
                Part(text: ". "),
            ]
        }
        return parts + jobs
    }

    private var jobs: [Part] {
        let tenants = NumberWords.counted(read, "tenant")
        guard totals.jobs > 0 else {
            let start = isCalm ? "No jobs are waiting for a retry" : "No job was found to wait for a retry"
            return [Part(text: "\(start) in \(tenants)")] + died + [Part(text: ".")]
        }
        let verb = totals.jobs == 1 ? "is" : "are"
        let jobs = "\(least)\(NumberWords.counted(totals.jobs, "job"))"
        var parts = [
            Part(text: capitalized(jobs), isStrong: true),
            Part(text: " \(verb) waiting for a retry in \(tenants)"),
        ]
        if totals.openJobs < totals.jobs {
            parts.append(
                Part(text: ", \(NumberWords.grouped(totals.jobs - totals.openJobs)) of them muted or accepted")
            )
        }
        if totals.within24Hours > 0 {
            let die = totals.within24Hours == 1 ? "dies" : "die"
            parts += [
                Part(text: "; "),
                Part(
                    text: "≈\u{a0}\(NumberWords.grouped(totals.within24Hours)) \(die) within 24\u{a0}h",
                    isUrgent: true
                ),
            ]
        }
        if totals.overdue > 0 {
            parts += [
                Part(text: "; "),
                Part(text: "\(NumberWords.grouped(totals.overdue)) should be dead already", isUrgent: true),
            ]
        }
        return parts + died + [Part(text: ".")]
    }

    /// A sentence begins with a capital.
    private func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    private var died: [Part] {
        totals.died == 0
            ? [] : [Part(text: "; "), Part(text: "\(NumberWords.grouped(totals.died)) died lately", isUrgent: true)]
    }

    /// Numbers only, so that nothing from a tenant is in a header; the most urgent first.
    private var subject: String {
        var words: [String] = []
        if totals.notCurrent > 0 {
            words.append(
                "\(NumberWords.grouped(totals.notCurrent)) of \(NumberWords.counted(totals.tenants, "tenant")) without a "
                    + "current report"
            )
        }
        if totals.incomplete > 0 { words.append("\(NumberWords.grouped(totals.incomplete)) incomplete") }
        if totals.unverified > 0 { words.append("\(NumberWords.grouped(totals.unverified)) possibly incomplete") }
        if totals.within24Hours > 0 {
            words.append(
                "\(NumberWords.grouped(totals.within24Hours)) \(totals.within24Hours == 1 ? "dies" : "die") within 24 h"
            )
        }
        if totals.overdue > 0 { words.append("\(NumberWords.grouped(totals.overdue)) should be dead already") }
        if totals.died > 0 { words.append("\(NumberWords.grouped(totals.died)) died") }
        let jobs =
            totals.jobs == 0 && index.isWhole
            ? "no retry jobs" : "\(least)\(NumberWords.counted(totals.jobs, "retry job"))"
        return words.joined(separator: ", ") + (words.isEmpty ? "" : ", ") + jobs
            + " in \(NumberWords.counted(read, "tenant"))"
    }

    /// What an inbox shows beside the subject: the tenant to look at first.
    private var preheader: String {
        guard let first = index.tenants.first else { return "There is no tenant." }
        let name = names.clipped(first.name, to: 40).text
        guard let report = first.current else { return "\(name) has no current report." }
        guard report.jobs > 0 else { return "No jobs are waiting for a retry." }
        let next = report.deaths.next.map { "; next death \(time.relative($0, .prediction))" } ?? ""
        return "First: \(name), \(NumberWords.counted(report.jobs, "job"))\(next)."
    }
}

/// The figures of all tenants together.
struct FleetFigures {
    let totals: FleetTotals
    let isComplete: Bool

    init(_ totals: FleetTotals, isComplete: Bool) {
        self.totals = totals
        self.isComplete = isComplete
    }

    var list: ViewList {
        let least = isComplete ? "" : ", at least"
        let more = max(0, totals.within7Days - totals.within24Hours)
        let whole = totals.tenants - totals.notCurrent - totals.incomplete - totals.unverified
        return ViewList([
            figure(totals.tenants, "tenants", note: "\(NumberWords.grouped(whole)) complete and verified"),
            figure(totals.notCurrent, "without a current report", isUrgent: true),
            figure(
                totals.incomplete,
                "incomplete",
                note: "\(NumberWords.grouped(totals.unverified)) not verified",
                isUrgent: true
            ),
            figure(
                totals.jobs,
                "jobs are waiting\(least)",
                note: totals.openJobs < totals.jobs
                    ? "\(NumberWords.grouped(totals.jobs - totals.openJobs)) muted or accepted" : ""
            ),
            figure(totals.overdue, "should be dead already\(least)", isUrgent: true),
            figure(totals.within24Hours, "die within 24 h\(least)", isEstimate: true, isUrgent: true),
            figure(more, "more die within 7 days\(least)", isEstimate: true),
            figure(totals.died, "died lately\(least)", isUrgent: true),
        ])
    }

    private func figure(
        _ number: Int,
        _ label: String,
        note: String = "",
        isEstimate: Bool = false,
        isUrgent: Bool = false
    ) -> ViewObject {
        [
            "label": .text(label),
            "value": .text(NumberWords.grouped(number)),
            "note": .text(note),
            "isExact": .flag(!isEstimate || number == 0),
            "isUrgent": .flag(isUrgent && number > 0),
        ]
    }
}
