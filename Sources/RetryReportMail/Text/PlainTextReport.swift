import RetryReport

/// The report for a mail program without HTML: what the headline says, figures, what fails, what dies next, and where
/// the rest is. It is made of the report, never of the HTML.
struct PlainTextReport {
    /// The complete text, its lines ended by a line feed.
    let text: String

    /// What the text of a mail shows: about 20 KB at the most.
    static func detail(_ context: MailContext) -> ReportDetail {
        var detail = ReportDetail(
            maxGroups: 10,
            maxDyingGroups: 30,
            showsDyingFirst: true,
            maxActions: 5,
            maxActionsPerGroup: 1,
            maxOwners: 5,
            jobsPerGroup: 0,
            maxClosestJobs: 0,
            nameLength: 120,
            breaksAutolinks: true
        )
        detail.mail = context
        return detail
    }

    /// - Parameter view: the report in words, in the ``detail(_:)`` of a mail.
    init(_ view: ViewObject) {
        var page = TextPage()
        Self.opening(view, &page)
        Self.changes(view, &page)
        Self.figures(view, &page)
        Self.groups(view, &page)
        Self.incidents(view, &page)
        Self.actions(view, &page)
        Self.owners(view, &page)
        Self.deaths(view, &page)
        Self.policy(view, &page)
        Self.reading(view, &page)
        Self.closing(view, &page)
        text = page.text
    }

    private static func opening(_ view: ViewObject, _ page: inout TextPage) {
        page.paragraph(view.list("headline.parts").map(headlinePart).joined())
        page.gap()
        page.paragraph("\(view.name("title")), \(view.text("generated.iso"))")
        // The link is a plain https origin; any other source is text that must not become one.
        if view.flag("source.hasLink") {
            page.line(view.text("source.href"))
        } else {
            page.paragraph(view.name("source.name"))
        }
        if view.flag("openFirst.isKnown") {
            let name =
                view.flag("openFirst.hasAction")
                ? view.action("openFirst.action") : view.name("openFirst.errorClass.name")
            page.gap()
            page.paragraph("\(name): \(view.text("openFirst.reason")).", after: "Open first: ")
            page.link(to: view, "openFirst.action.")
            if view.flag("openFirst.action.hasStory") {
                page.paragraph("Story \(story(of: view, "openFirst.action.")).", after: indent)
            }
            if view.flag("openFirst.hasMessage") {
                page.paragraph("Newest error: \(view.name("openFirst.message"))", after: indent)
            }
        }
        if view.flag("mail.hasReportLink") {
            page.gap()
            page.line("Full report:")
            page.line(view.text("mail.reportLink"))
            page.gap()
        }
        if view.flag("dies.isKnown"), view.flag("dies.next.isKnown") {
            let action = view.flag("dies.hasAction") ? ", \(view.action("dies.action"))" : ""
            page.paragraph(
                "\(view.name("dies.errorClass.name"))\(action), \(view.text("dies.next.words")).",
                after: "Dies next:  "
            )
            page.link(to: view, "dies.action.")
        }
        if view.flag("dead.hasJobs") { page.paragraph(view.text("dead.sentence"), after: "Dead jobs:  ") }
        guard view.flag("hasNotes") else { return }
        page.gap()
        for note in view.list("notes") { page.paragraph(note.text("text"), after: "- ") }
    }

    /// As wide as the words that the opening's lines begin with.
    private static let indent = String(repeating: " ", count: 12)

    /// A story's name with its team and owners.
    private static func story(of view: ViewObject, _ path: String) -> String {
        var words = view.name(path + "story")
        if view.flag(path + "hasTeam") { words += ", team \(view.name(path + "team"))" }
        if view.flag(path + "hasOwners") { words += ", owner \(view.name(path + "owners"))" }
        return words
    }

    private static func headlinePart(_ part: ViewObject) -> String {
        // On the page these spaces keep a number and its unit together; a text page does that itself.
        let text = part.text("text").replacing("\u{a0}", with: " ")
        return part.flag("isName") ? NameIsolation.isolated(text) : text
    }

    private static func changes(_ view: ViewObject, _ page: inout TextPage) {
        guard view.flag("changes.isKnown") else { return }
        page.heading("What changed")
        for name in ["changes.sentence", "changes.removals", "changes.previous", "changes.missed", "changes.forecast"]
        where !view.text(name).isEmpty {
            page.paragraph(view.text(name))
        }
        if view.flag("changes.hasHistory") { page.paragraph(view.text("changes.historyInWords")) }
        for row in view.list("changes.rows").prefix(10) {
            page.paragraph(
                "\(row.name("errorClass.name")), \(row.name("type.name")): \(row.text("before")) before, \(row.text("now")) now",
                after: "- \(row.text("state")): "
            )
        }
    }

    private static func figures(_ view: ViewObject, _ page: inout TextPage) {
        guard view.flag("headline.hasJobs") else { return }
        let figures = view.list("figures")
        let values = figures.map { ($0.flag("isEstimate") ? "≈ " : "") + $0.text("value") }
        let valueWidth = values.reduce(0) { max($0, TextWidth.of($1)) }
        let labelWidth = figures.reduce(0) { max($0, TextWidth.of($1.text("label"))) }
        page.heading("Figures")
        for (figure, value) in zip(figures, values) {
            let label = figure.text("label")
            let before = String(repeating: " ", count: 2 + valueWidth - TextWidth.of(value)) + value
            let after = String(repeating: " ", count: 2 + labelWidth - TextWidth.of(label))
            page.paragraph(figure.text("note"), after: "\(before)  \(label)\(after)")
        }
    }

    private static func groups(_ view: ViewObject, _ page: inout TextPage) {
        guard view.flag("headline.hasJobs") else { return }
        page.heading("What is failing")
        page.paragraph(
            "Estimated deaths, each job counted once: "
                + "\(view.flag("totals.hasOverdue") ? "should be dead already, " : "")in 24 h, and after that in 7 d."
        )
        for type in view.list("types") {
            page.gap()
            page.paragraph("\(type.name("name")): \(type.text("countInWords")), \(type.text("share"))")
            page.gap()
            let rows = type.list("groups").map { group in
                let others = group.flag("hasOtherActions") ? ", \(group.text("otherActions"))" : ""
                let action = "\(group.action("topAction")): \(group.text("topActionCount"))\(others)"
                return TextTable.Row(
                    cells: counts(of: group, in: view),
                    texts: [group.name("errorClass.name")] + (group.flag("hasActions") ? [action] : [])
                        + group.list("policy.rules").filter { $0.flag("hasWords") }.map { $0.name("words") },
                    link: group.link("topAction.")
                )
            }
            TextTable(titles: countTitles(view) + ["Error class, and its top action"], rows: rows).write(to: &page)
            if type.flag("hasGroupsNotShown") {
                page.paragraph("\(type.text("groupsNotShown")) not shown.", after: "  ")
            }
        }
    }

    private static func actions(_ view: ViewObject, _ page: inout TextPage) {
        guard view.flag("hasActions") else { return }
        page.heading("Actions that fail most")
        let rows = view.list("actions").map { action in
            let story = action.flag("hasStory") ? ["Story \(Self.story(of: action, ""))"] : []
            return TextTable.Row(
                cells: counts(of: action, in: view),
                texts: [action.action()] + story,
                link: action.link("")
            )
        }
        TextTable(titles: countTitles(view) + ["Action"], rows: rows).write(to: &page)
    }

    /// Whose jobs they are.
    private static func owners(_ view: ViewObject, _ page: inout TextPage) {
        if view.flag("hasStories") {
            page.heading("Stories")
            let rows = view.list("stories").map { story in
                let team = story.flag("hasTeam") ? ", team \(story.name("team"))" : ""
                let owners = story.flag("hasOwners") ? ", owner \(story.name("owners"))" : ""
                return TextTable.Row(
                    cells: counts(of: story, in: view),
                    texts: [story.name("name") + team + owners],
                    link: story.link("")
                )
            }
            TextTable(titles: countTitles(view) + ["Story"], rows: rows).write(to: &page)
        }
        guard view.flag("hasTeams") else { return }
        page.heading("Teams")
        let rows = view.list("teams").map { team in
            let size = "\(team.text("storiesInWords")), \(team.text("actionsInWords"))"
            return TextTable.Row(cells: counts(of: team, in: view), texts: ["\(team.name("name")): \(size)"])
        }
        TextTable(titles: countTitles(view) + ["Team"], rows: rows).write(to: &page)
    }

    private static func countTitles(_ view: ViewObject) -> [String] {
        ["Jobs", "Share"] + (view.flag("totals.hasOverdue") ? ["Already"] : []) + ["In 24 h", "In 7 d"]
    }

    /// The cells under ``countTitles(_:)``: how many there are and how many die soon, each job in one of them.
    private static func counts(of row: ViewObject, in view: ViewObject) -> [String] {
        var cells = [row.text("count"), row.text("share")]
        if view.flag("totals.hasOverdue") { cells.append(row.flag("dies.hasOverdue") ? row.text("dies.overdue") : "–") }
        cells.append(row.flag("dies.hasWithin24Hours") ? row.text("dies.within24Hours") : "–")
        cells.append(row.flag("dies.hasMoreWithin7Days") ? row.text("dies.moreWithin7Days") : "–")
        return cells
    }

    private static func deaths(_ view: ViewObject, _ page: inout TextPage) {
        guard view.flag("headline.hasJobs") else { return }
        page.heading("When jobs die")
        guard view.flag("calendar.hasDeaths") else { return page.paragraph(view.text("calendar.words")) }
        if view.flag("headline.isIncomplete") { page.paragraph("Of the jobs that were read:") }
        let bars = view.list("calendar.filledBars")
        let width = bars.reduce(0) { max($0, TextWidth.of($1.text("count"))) }
        for bar in bars {
            let count = bar.text("count")
            let before = String(repeating: " ", count: 2 + width - TextWidth.of(count)) + count
            let date = bar.flag("hasDate") ? " (\(bar.text("date")))" : ""
            page.paragraph("\(bar.text("words"))\(date)", after: "\(before)  ")
        }
        if view.flag("calendar.hasUnknown") { page.paragraph(view.text("calendar.unknownSentence")) }
    }

    private static func incidents(_ view: ViewObject, _ page: inout TextPage) {
        guard view.flag("hasIncidents") else { return }
        page.heading("What began together")
        for incident in view.list("incidents") {
            let groups = incident.list("groups").map { "\($0.name("errorClass.name")) (\($0.text("count")))" }
            let more = incident.flag("hasGroupsNotShown") ? [incident.text("groupsNotShown")] : []
            page.paragraph(
                "\(incident.text("sentence")): \((groups + more).joined(separator: ", ")).",
                after: "- "
            )
        }
    }

    private static func policy(_ view: ViewObject, _ page: inout TextPage) {
        guard view.flag("policy.isKnown") else { return }
        page.heading("Muted and accepted")
        page.paragraph(view.text("policy.sentence"))
        for row in view.list("policy.rows") {
            page.paragraph(
                "\(row.name("errorClass.name")): \(row.text("countInWords")) \(row.text("state")) until "
                    + "\(row.text("until.iso")): \(row.name("reason"))",
                after: "- "
            )
        }
        if view.flag("policy.hasRowsNotShown") { page.paragraph("\(view.text("policy.rowsNotShown")) not shown.") }
        for rule in view.list("policy.returned") + view.list("policy.unmatched") {
            page.paragraph(rule.name("text"), after: "- ")
        }
    }

    private static func reading(_ view: ViewObject, _ page: inout TextPage) {
        page.heading("How it was read")
        page.paragraph(view.text("reading.sentence"))
        for problem in view.list("reading.problems") { page.paragraph(problem.text("text"), after: "- ") }
        if view.flag("hasUnreadable") { page.paragraph("\(view.text("unreadableInWords")) could not be read.") }
        let repaired = view.list("repairs")
        for repair in repaired {
            page.paragraph("\(repair.text("countInWords")): \(repair.text("explanation"))", after: "- ")
        }
    }

    private static func closing(_ view: ViewObject, _ page: inout TextPage) {
        if view.flag("omitted.hasAny") {
            page.gap()
            page.paragraph(view.text("omitted.sentence"))
            if view.flag("mail.hasReportLink") { page.line(view.text("mail.reportLink")) }
        }
        page.note(of: view)
        if view.flag("headline.hasJobs") {
            page.gap()
            page.paragraph(view.text("about.estimates"))
        }
        page.gap()
        page.paragraph(view.text("about.generator"))
        page.unsubscribe(of: view)
    }
}
