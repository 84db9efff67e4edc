/// What changed since earlier reports, in words.
struct ChangesView {
    /// How many groups are listed.
    private static let mostRows = 20

    private let context: ViewContext
    private let changes: Changes?

    init(_ context: ViewContext) {
        self.context = context
        changes = context.report.changes
    }

    var values: ViewObject {
        let all = context.report.openChanges?.groups.filter { Self.isNews($0.state) } ?? []
        let missed = changes?.missedRuns ?? 0
        return [
            "isKnown": .flag(changes != nil),
            "sentence": .text(sentence),
            "removals": .text(removals),
            "hasRemovals": .flag(!removals.isEmpty),
            "hasMissed": .flag(missed > 0),
            "missed": .text(missedSentence(missed)),
            "rows": .list(ViewList(all.prefix(Self.mostRows).map(row))),
            "hasRows": .flag(!all.isEmpty),
            "rowsInWords": .text(
                NumberWords.counted(all.count, "group is", "groups are") + " new, gone, or clearly larger or smaller"
            ),
            "rowsNotShown": .text(NumberWords.counted(max(0, all.count - Self.mostRows), "more group")),
            "hasRowsNotShown": .flag(all.count > Self.mostRows),
            "previous": .text(previousSentence),
            "hasPrevious": .flag(!previousSentence.isEmpty),
            "outcomes": .list(OutcomesView(context).list),
            "hasOutcomes": .flag(!context.report.outcomes.isEmpty),
            "forecast": .text(OutcomesView(context).forecast),
            "hasForecast": .flag(!OutcomesView(context).forecast.isEmpty),
            "history": .list(HistoryView(context).list),
            "recent": .list(HistoryView(context).recent),
            "hasHistory": .flag(!context.report.history.isEmpty),
            "historyInWords": .text(HistoryView(context).words),
            "historyLine": .text(HistoryView(context).line),
        ]
    }

    private static func isNews(_ state: GroupState?) -> Bool {
        switch state {
        case .new, .returned, .growing, .shrinking, .gone: true
        case .steady, nil: false
        }
    }

    private func row(_ group: GroupComparison) -> ViewObject {
        [
            "state": .text(group.state?.rawValue ?? "unknown"),
            "isUrgent": .flag(group.state?.isNews ?? false),
            "type": .object(context.names.type(group.type)),
            "errorClass": .object(context.names.errorClass(group.errorClass)),
            "before": .text(NumberWords.grouped(group.before)),
            "now": .text(NumberWords.grouped(group.now)),
        ]
    }

    private var sentence: String {
        guard let changes else { return "" }
        guard let since = changes.since, let jobs = changes.jobs else {
            return nothingToCompare(changes)
        }
        var words = ["\(NumberWords.counted(jobs.new, "job is", "jobs are")) new"]
        if jobs.returned > 0 {
            words.append("\(NumberWords.grouped(jobs.returned)) came back, since their retry failed")
        }
        if let gone = Self.gone(jobs) { words += gone }
        words.append("\(NumberWords.grouped(jobs.waiting)) still wait")
        if jobs.moved > 0 {
            words.append("\(NumberWords.grouped(jobs.moved)) still wait with another error class")
        }
        let when = "Since the report of \(TimeWords.iso(since)) (\(context.time.relative(since)))"
        let unknown =
            jobs.died == nil
            ? " What became of the jobs that are gone is not known: both readings must be complete and verified." : ""
        return "\(when): \(NumberWords.joined(words)).\(unknown)\(Self.unsettled(jobs))"
    }

    /// What the tenant's audit log says of jobs that somebody removed. Which jobs it does not say.
    private var removals: String {
        guard let all = changes?.removals, let newest = all.first else { return "" }
        let who = newest.user.map { "by \(context.names.short($0))" } ?? "by an unnamed user"
        let when = "at \(TimeWords.iso(newest.at)) (\(context.time.relative(newest.at)))"
        let number = "\(all.count < Changes.removalsKept ? "" : "at least ")\(NumberWords.grouped(all.count))"
        let start =
            all.count == 1 ? "a removal of jobs since then:" : "\(number) removals of jobs since then, the newest"
        return "The tenant's audit log has \(start) \(context.names.short(newest.operation)) \(who) \(when). "
            + "It does not say which jobs."
    }

    /// What is not known yet, or known besides, of the jobs that are gone.
    private static func unsettled(_ jobs: JobChanges) -> String {
        var words = ""
        if let early = jobs.leftEarly, early > 0 {
            words +=
                " Of those that recovered or were removed, \(NumberWords.grouped(early)) left before "
                + "\(early == 1 ? "its retry" : "their retries") should have been due: a person seems to have removed or "
                + "retried \(early == 1 ? "it" : "them")."
        }
        if let unsettled = jobs.unsettled, unsettled > 0 {
            words +=
                " \(NumberWords.counted(unsettled, "more job is", "more jobs are")) missing, and may just have been "
                + "running: a later report will say what became of \(unsettled == 1 ? "it" : "them")."
        }
        return words
    }

    private func nothingToCompare(_ changes: Changes) -> String {
        guard let notBefore = changes.notBefore else {
            return "There is no earlier complete report to compare with yet."
        }
        if notBefore == context.report.generatedAt {
            return "The history has this reading already, so there is nothing to compare it with."
        }
        return "The history has a later report, of \(TimeWords.iso(notBefore)), and keeps only the jobs of the last "
            + "complete one, so there is nothing to compare with."
    }

    /// When the report before was made, where that is not said anyway.
    private var previousSentence: String {
        guard let changes, let previous = changes.previousRunAt, previous != changes.since || changes.jobs == nil else {
            return ""
        }
        return
            "The report before this one, of \(TimeWords.iso(previous)) (\(context.time.relative(previous))), was not "
            + "complete."
    }

    /// `17 died`, `340 recovered or were removed`; nil when that is not known.
    private static func gone(_ jobs: JobChanges) -> [String]? {
        guard let died = jobs.died, let recovered = jobs.recovered else { return nil }
        let about = jobs.isDeathEstimated && died > 0 ? "≈ " : ""
        return [
            "\(about)\(NumberWords.grouped(died)) died",
            "\(NumberWords.grouped(recovered)) \(recoveredWords(recovered))",
        ]
    }

    private static func recoveredWords(_ count: Int) -> String {
        count == 1 ? "recovered or was removed" : "recovered or were removed"
    }

    private func missedSentence(_ missed: Int) -> String {
        guard missed > 0, let previous = changes?.previousRunAt else { return "" }
        return "The report before this one was made \(context.time.relative(previous)): "
            + "\(NumberWords.counted(missed, "report seems", "reports seem")) to be missing in between."
    }

    // MARK: In the headline

    /// `3 new groups, 17 died`: what changed, for a subject line; nil when nothing did. Deaths are left out when the
    /// dead list tells them.
    func subject(withDeaths: Bool) -> String? {
        guard let changes, let jobs = changes.jobs else { return nil }
        func count(_ state: GroupState) -> Int { changes.groups.count { $0.state == state } }
        var parts: [String] = []
        if withDeaths, let died = jobs.died, died > 0 {
            parts.append("\(jobs.isDeathEstimated ? "≈ " : "")\(NumberWords.grouped(died)) died")
        }
        if count(.new) > 0 { parts.append(NumberWords.counted(count(.new), "new group")) }
        if count(.returned) > 0 { parts.append("\(NumberWords.grouped(count(.returned))) returned") }
        if count(.growing) > 0 { parts.append("\(NumberWords.grouped(count(.growing))) growing") }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// `, 212 more`: how the number of jobs changed, for a subject line.
    var subjectDifference: String {
        guard let jobs = changes?.jobs else { return "" }
        let difference = context.report.totals.jobs - jobs.before
        if difference > 0 { return ", \(NumberWords.grouped(difference)) more" }
        return difference < 0 && context.reading.isComplete ? ", \(NumberWords.grouped(-difference)) fewer" : ""
    }

    /// `212 more than 6 h ago`; nil when there is nothing to compare with, or fewer were read than there are.
    var difference: String? {
        guard let jobs = changes?.jobs, let since = changes?.since else { return nil }
        let difference = context.report.totals.jobs - jobs.before
        let when = context.time.relative(since)
        if !context.reading.isComplete {
            return difference > 0 ? "at least \(NumberWords.grouped(difference)) more than \(when)" : nil
        }
        if difference == 0 { return "as many as \(when)" }
        return "\(NumberWords.grouped(abs(difference))) \(difference > 0 ? "more" : "fewer") than \(when)"
    }

    /// `3 groups are new, 1 is gone; 17 jobs died, 340 recovered or were removed`; nil when none of it happened, or
    /// there is nothing to compare with.
    var news: String? {
        guard let changes = context.report.openChanges, let jobs = changes.jobs else { return nil }
        func count(_ state: GroupState) -> Int { changes.groups.count { $0.state == state } }
        var groups: [String] = []
        if count(.new) > 0 { groups.append("\(NumberWords.counted(count(.new), "group is", "groups are")) new") }
        for (state, one, many) in [
            (GroupState.returned, "has returned", "have returned"), (.growing, "is growing", "are growing"),
            (.gone, "is gone", "are gone"),
        ] where count(state) > 0 {
            let number = count(state)
            let subject =
                groups.isEmpty
                ? NumberWords.counted(number, "group") : NumberWords.grouped(number)
            groups.append("\(subject) \(number == 1 ? one : many)")
        }
        var parts = groups.isEmpty ? [] : [groups.joined(separator: ", ")]
        if let died = jobs.died, let recovered = jobs.recovered, died + recovered > 0 {
            let about = jobs.isDeathEstimated ? "≈ " : ""
            var gone = died == 0 ? [] : ["\(about)\(NumberWords.counted(died, "job")) died"]
            if recovered > 0 {
                let number = died == 0 ? NumberWords.counted(recovered, "job") : NumberWords.grouped(recovered)
                gone.append("\(number) \(Self.recoveredWords(recovered))")
            }
            parts.append(gone.joined(separator: ", "))
        }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }
}

extension GroupChange {
    /// `new`, `growing, 12 before`, `growing, 18 before, usually 9`: what a group's row says.
    var words: String {
        guard let state else { return "" }
        switch state {
        case .new, .gone, .returned: return state.rawValue
        case .growing, .steady, .shrinking:
            let words = "\(state.rawValue), \(NumberWords.grouped(before)) before"
            // The usual number decides, so it is said where the one before is another.
            guard let usual, usual.rounded() != Double(before) else { return words }
            return "\(words), usually \(NumberWords.grouped(Int(usual.rounded())))"
        }
    }
}
