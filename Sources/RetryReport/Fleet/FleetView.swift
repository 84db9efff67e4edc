/// An index in words: what its templates see.
package struct FleetView: Sendable {
    /// Everything that a template can name.
    package let values: ViewObject

    /// Makes words of an index, leaving out what `detail` has no room for.
    package init(_ index: FleetIndex, detail: FleetDetail = .page) {
        let time = TimeWords(now: index.generatedAt, space: detail.joinsUnits ? "\u{a0}" : " ")
        let names = NameWords(ReportDetail(nameLength: detail.nameLength, breaksAutolinks: detail.breaksAutolinks))
        values = Self.values(index, detail, time, names)
    }

    private static func values(
        _ index: FleetIndex,
        _ detail: FleetDetail,
        _ time: TimeWords,
        _ names: NameWords
    ) -> ViewObject {
        let headline = FleetHeadline(index, names, time)
        let shown = index.tenants.prefix(detail.maxTenants ?? .max)
        let largest = index.tenants.map { $0.current?.jobs ?? 0 }.max() ?? 0
        let rows = FleetRows(
            index: index,
            time: time,
            names: names,
            hasFileLinks: detail.hasFileLinks,
            largest: largest
        )
        let left = index.tenants.count - shown.count
        return [
            "title": .text(names.clipped(index.title).text),
            "language": .text("en"),
            "generated": .object(time.values(index.generatedAt)),
            "headline": .object(headline.values),
            "figures": .list(FleetFigures(index.totals, isComplete: index.isComplete).list),
            "tenants": .list(ViewList(count: shown.count) { rows.values(shown[$0]) }),
            "hasTenants": .flag(!index.tenants.isEmpty),
            "tenantsInWords": .text(NumberWords.counted(index.tenants.count, "tenant")),
            "hasTenantsNotShown": .flag(left > 0),
            "tenantsNotShown": .text(
                "Not shown here: \(NumberWords.counted(left, "less urgent tenant")). See \(detail.fullIndex)."
            ),
            "mail": .object(detail.mail.values),
            "about": .object([
                "generator": .text(index.generator),
                "version": .text(String(FleetIndex.currentVersion)),
                "dead": .text(
                    "After its last retry a job is dead: Tines gives up, and its event is not processed. "
                        + "≈ marks an estimate."
                ),
                "order": .text(
                    "Tenants without a current report come first, then incomplete reports, then those whose jobs die "
                        + "soonest."
                ),
            ]),
        ]
    }
}

/// How much of an index a view shows.
package struct FleetDetail: Sendable {
    /// The most tenants that are shown, the most urgent first; nil for all.
    package var maxTenants: Int?
    /// The most characters of a name.
    package var nameLength = 120
    /// True to break what a mail client would make a link of.
    package var breaksAutolinks = false
    /// True to join numbers and their units by a no-break space.
    package var joinsUnits = false
    /// Whether links lead to files beside the index; in a mail there are none.
    package var hasFileLinks = true
    /// Where a reader finds what is left out, as the end of a sentence.
    package var fullIndex = "the published index"
    /// What a mail says besides the index.
    package var mail = MailContext(fullReport: "the published index")

    /// Everything, for a page.
    package static let page = FleetDetail()

    /// What a mail shows, from most to least; the size of the last step is bounded for every index.
    package static func mailSteps(_ context: MailContext) -> [FleetDetail] {
        [(100, 80), (60, 60), (40, 60), (25, 40), (12, 40), (5, 30)].map { tenants, length in
            var detail = FleetDetail()
            detail.maxTenants = tenants
            detail.nameLength = length
            detail.breaksAutolinks = true
            detail.joinsUnits = true
            detail.hasFileLinks = false
            detail.mail = context
            return detail
        }
    }
}

/// The one sentence of an index, as a text and in parts.
private struct FleetHeadline {
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
private struct FleetFigures {
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

/// The rows of tenants.
private struct FleetRows: Sendable {
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
        case .damaged: "report damaged"
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

/// Where a link of an index may lead besides the addresses of a report.
package enum FileLink {
    /// The path of a file under the index's folder, escaped as in an address. Nothing in it can end a link's destination,
    /// name a scheme or leave the folder.
    package static func path(_ names: [String]) -> String {
        names.map(escaped).joined(separator: "/")
    }

    private static func escaped(_ name: String) -> String {
        var text = ""
        for (place, byte) in name.utf8.enumerated() {
            if isPlain(byte), place > 0 || byte != UInt8(ascii: ".") {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += "%" + byte.padded(to: 2, radix: 16, uppercase: true)
            }
        }
        return text
    }

    /// Whether a text is such a path.
    package static func isPath(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return parts.allSatisfy { part in
            part.first.map { $0 != UInt8(ascii: ".") } == true
                && part.allSatisfy { isPlain($0) || $0 == UInt8(ascii: "%") }
        }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
