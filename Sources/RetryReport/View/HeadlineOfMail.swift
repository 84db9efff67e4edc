/// What an inbox shows of the headline.
extension HeadlineView {
    /// The news for a mail's subject line, the most urgent first since a phone cuts a subject off. Numbers only, so
    /// that nothing from the tenant is in a header.
    var subject: String {
        let start = warning.isEmpty ? "" : "\(warning) "
        let more = unreadable == 0 ? "" : ", \(NumberWords.grouped(unreadable)) unreadable"
        let deadList = context.report.dead
        let leastDead = deadList.map { $0.isComplete && !$0.isFull } ?? true ? "" : "at least "
        let lately = died == 0 ? "" : "\(leastDead)\(NumberWords.grouped(died)) died in the last 24 h"
        let end = more + (isRestricted ? " (restricted)" : "")
        guard totals.jobs > 0 else {
            let none = start.isEmpty ? "No retry jobs" : "no retry jobs read"
            return start + none + (lately.isEmpty ? "" : ", \(lately)") + end
        }
        let deaths = open.deaths
        let least = isIncomplete ? "at least " : ""
        var urgent: [String] = []
        if deaths.within24Hours > 0 {
            let verb = deaths.within24Hours == 1 ? "dies" : "die"
            urgent.append("\(least)\(NumberWords.grouped(deaths.within24Hours)) \(verb) within 24 h")
        }
        if deaths.overdue > 0 {
            urgent.append("\(urgent.isEmpty ? least : "")\(NumberWords.grouped(deaths.overdue)) should be dead already")
        }
        if !lately.isEmpty { urgent.append(lately) }
        if let noRetryFor { urgent.append(noRetryFor) }
        let part = covered.map { " (\($0))" } ?? ""
        let changes = ChangesView(context)
        if let changed = changes.subject(withDeaths: lately.isEmpty) { urgent.append(changed) }
        let jobs = least + NumberWords.counted(totals.jobs, "retry job") + part + changes.subjectDifference
        return start + (urgent.isEmpty ? jobs : "\(urgent.joined(separator: ", ")), \(jobs)") + end
    }

    /// What an inbox shows beside the subject: what the subject does not say.
    var preheader: String {
        guard totals.jobs > 0, let first = errors.first else {
            if unreadable > 0 { return "Some jobs could not be read. The mail says which." }
            if isIncomplete { return "The list was not read completely. The mail says why." }
            if covered != nil { return "The policy mutes or accepts all jobs that are waiting." }
            if isUnverified { return "It could not be verified that nothing was missed. The mail says why." }
            return "Read completely: no jobs are waiting for a retry."
        }
        let name = first.errorClass.map { context.names.clipped($0, to: 40).text } ?? "no error class"
        let next = open.deaths.next.map { "; next death \(context.time.relative($0, .prediction))" } ?? ""
        let ofThese = (covered == nil ? "" : " others") + (isIncomplete ? " that were read" : "")
        if errors.classes == 1 { return "All\(ofThese) with \(name)\(next)." }
        let share = NumberWords.share(first.count, of: open.jobs)
        if errors.equals == 1 { return "Most frequent: \(name), \(share) of all\(ofThese)\(next)." }
        return "\(NumberWords.grouped(errors.equals)) errors with \(NumberWords.counted(first.count, "job")) each, "
            + "one is \(name)\(next)."
    }
}
