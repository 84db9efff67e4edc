/// The rows of tenants.
struct FleetRows: Sendable {
    let index: FleetIndex
    let time: TimeWords
    let names: NameWords
    let hasFileLinks: Bool
    /// The jobs of the tenant with most.
    let largest: Int

    func values(_ tenant: FleetTenant) -> ViewObject {
        let report = tenant.report
        let current = tenant.current
        let page = hasFileLinks ? tenant.documents.first { $0.format == "html" } ?? tenant.documents.first : nil
        let others = hasFileLinks ? tenant.documents.filter { $0 != page } : []
        let deaths = current?.deaths
        let words = FleetDeathWords(time).words(deaths, hasEstimates: current?.hasEstimates ?? false)
        let origin = report?.tenant.flatMap { try? TenantOrigin($0, allowInsecureHTTP: true) }
        let values: ViewObject = [
            "name": .text(names.clipped(tenant.name).text),
            "isLinked": .flag(page != nil),
            "url": .text(page?.path ?? ""),
            "host": .text(origin?.authority ?? ""),
            "hasHost": .flag(origin != nil),
            "documents": .list(
                ViewList(others.map { ["text": .text($0.format), "url": .text($0.path)] })
            ),
            "isCurrent": .flag(current != nil),
            "isUrgent": .flag(current == nil || (deaths?.within24Hours ?? 0) > 0 || (deaths?.overdue ?? 0) > 0),
            "state": .text(Self.state(tenant.state)),
            "reason": .text(reason(tenant)),
            "hasReason": .flag(current == nil),
            "count": .text(current.map { NumberWords.grouped($0.jobs) } ?? "–"),
            "isAtLeast": .flag(current.map { !$0.isComplete } ?? false),
            "change": .text(change(current)),
            "hasChange": .flag(!change(current).isEmpty),
            "covered": .text(covered(current)),
            "hasCovered": .flag(!covered(current).isEmpty),
            "next": .object(time.values(deaths?.next, .prediction, unknown: Self.noNext(current))),
            "deaths": .text(words),
            "hasDeaths": .flag(!words.isEmpty),
            "died": .text(died(current)),
            "hasDied": .flag(!died(current).isEmpty),
            "openFirst": .object(openFirst(current?.openFirst)),
            "read": .text(read(current)),
            "hasRead": .flag(current != nil),
            "isWhole": .flag(tenant.isWhole),
            "isPartial": .flag(current.map { !$0.isComplete || $0.isUnreadable } ?? false),
            "made": .object(time.values(report?.generatedAt, unknown: "never")),
            "problem": .text(current?.problem.map { names.clipped($0, to: 200).text } ?? ""),
            "hasProblem": .flag(current?.problem != nil && !tenant.isWhole),
        ]
        return ViewObject(values, measure: .part(current?.jobs ?? 0, of: largest))
    }

    private static func state(_ state: FleetTenant.State) -> String {
        switch state {
        case .current: "current"
        case .failed: "failed"
        case .missing: "no report"
        case .damaged: "report unreadable"
        case .old: "report too old"
        }
    }

    /// Why there is no current report, and how old the last one is.
    private func reason(_ tenant: FleetTenant) -> String {
        let reason = tenant.reason.map { names.clipped($0, to: 300).text } ?? ""
        let last =
            tenant.report.map { report in
                "The last report is \(time.age(report.generatedAt)) old"
                    + (report.jobs > 0 ? ", with \(NumberWords.counted(report.jobs, "job"))." : ", without jobs.")
            }
        switch tenant.state {
        case .current: return ""
        case .old: return last ?? ""
        case .missing: return "There is neither a report nor a record of a run."
        case .damaged: return "The report can't be read: \(reason)."
        case .failed:
            let stop = reason.hasSuffix(".") ? "" : "."
            return "\(reason)\(stop) \(last ?? "There is no earlier report.")"
        }
    }

    private static func noNext(_ report: TenantSummary?) -> String {
        guard let report else { return "unknown" }
        return report.jobs == 0 ? "none" : "cannot be estimated"
    }

    private func change(_ report: TenantSummary?) -> String {
        guard let report, let changes = report.changes else { return "" }
        let difference = report.jobs - changes.before
        var words: [String] = []
        if difference > 0 { words.append("\(NumberWords.grouped(difference)) more") }
        if difference < 0, report.isComplete { words.append("\(NumberWords.grouped(-difference)) fewer") }
        if difference == 0, report.isComplete { words.append("as many") }
        let since = words.isEmpty ? [] : ["\(words[0]) than \(time.relative(changes.since))"]
        var news: [String] = []
        if changes.newGroups > 0 { news.append(NumberWords.counted(changes.newGroups, "new group")) }
        if changes.returnedGroups > 0 { news.append("\(NumberWords.grouped(changes.returnedGroups)) returned") }
        if changes.growingGroups > 0 { news.append("\(NumberWords.grouped(changes.growingGroups)) growing") }
        return (since + news).joined(separator: "; ")
    }

    private func covered(_ report: TenantSummary?) -> String {
        guard let report, report.openJobs < report.jobs else { return "" }
        return "\(NumberWords.grouped(report.jobs - report.openJobs)) muted or accepted"
    }

    private func died(_ report: TenantSummary?) -> String {
        guard let report, report.lateDeaths > 0 else { return "" }
        let count = NumberWords.grouped(report.lateDeaths)
        if let changes = report.changes, changes.died != nil {
            let about = changes.isDeathEstimated ? "≈\(time.space)" : ""
            return "\(about)\(count) died since \(TimeWords.iso(changes.since))"
        }
        let least = report.dead?.isComplete == false ? "at least " : ""
        return "\(least)\(count) died in the 24\(time.space)h before"
    }

    private func openFirst(_ first: TenantSummary.OpenFirst?) -> ViewObject {
        let action = names.action(facts: first?.action)
        let link = first?.action.url.flatMap { ActionLinks.isLink($0) ? $0 : nil }
        var reason = first.map { NumberWords.counted($0.count, "job") } ?? ""
        if let first, first.within24Hours > 0 {
            reason +=
                "; ≈\(time.space)\(NumberWords.grouped(first.within24Hours)) "
                + "\(first.within24Hours == 1 ? "dies" : "die") within 24\(time.space)h"
        }
        let story = names.story(first?.action.story)
        let team = names.team(first?.action.team)
        return [
            "isKnown": .flag(first != nil),
            "name": .text(first == nil ? "" : action.words(at: "label")),
            "isLinked": .flag(link != nil),
            "url": .text(link ?? ""),
            "reason": .text(reason),
            "errorClass": .text(first.map { names.short($0.errorClass ?? NameWords.noErrorClass) } ?? ""),
            "hasStory": .flag(!story.isEmpty),
            "story": .text(story),
            "hasTeam": .flag(!team.isEmpty),
            "team": .text(team),
        ]
    }

    /// How the report was read and how old it is.
    private func read(_ report: TenantSummary?) -> String {
        guard let report else { return "" }
        var words =
            !report.isComplete
            ? "incomplete" : report.isVerified ? "complete and verified" : "complete, not verified"
        if report.unreadableJobs > 0 {
            words += ", \(NumberWords.counted(report.unreadableJobs, "job")) could not be read"
        }
        if report.isRestricted { words += "; only a part of the tenant" }
        return words
    }
}

/// How soon jobs die, in a few words.
private struct FleetDeathWords {
    let space: String

    init(_ time: TimeWords) { space = time.space }

    func words(_ deaths: DeathCounts?, hasEstimates: Bool) -> String {
        guard let deaths, hasEstimates else { return "" }
        var words: [String] = []
        if deaths.overdue > 0 { words.append("\(NumberWords.grouped(deaths.overdue)) should be dead already") }
        if deaths.within24Hours > 0 {
            words.append("≈\(space)\(NumberWords.grouped(deaths.within24Hours)) in 24\(space)h")
        }
        if deaths.moreWithin7Days > 0 {
            let more = deaths.within24Hours > 0 ? "" : "≈\(space)"
            words.append(
                "\(more)\(NumberWords.grouped(deaths.moreWithin7Days))\(deaths.within24Hours > 0 ? " more" : "") in "
                    + "7\(space)d"
            )
        }
        return words.joined(separator: ", ")
    }
}
