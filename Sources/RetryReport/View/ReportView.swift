/// A report in words: what templates see. Names, numbers and times are ready to print, in English and in UTC, and
/// the same on every machine.
///
/// ```swift
/// let view = ReportView(report)
/// if case .object(let headline)? = view.values["headline"], case .text(let sentence)? = headline["sentence"] {
///     print(sentence)
/// }
/// ```
///
/// At the top are `title`, `source`, `generated`, `headline`, `notes`, `openFirst`, `dies`, `figures`, `figureRows`,
/// `totals`, `retries`, `types`, `groups`, `actions`, `stories`, `teams`, `dead`, `workers`, `messages`, `changes`,
/// `incidents`, `policy`, `calendar`, `jobs`, `closest`, `reading`, `repairs`, `unreadable`, `omitted`, `mail` and `about`; ``names`` lists them
/// all with an example each. Every element of a list has the same names, and a flag
/// says whether an optional one has a value.
public struct ReportView: Sendable {
    /// Everything that a template can name.
    public let values: ViewObject

    /// Makes words of a report, leaving out what `detail` has no room for.
    public init(_ report: Report, detail: ReportDetail = .full) {
        values = Self.values(ViewContext(report, detail: detail))
    }

    private static func values(_ context: ViewContext) -> ViewObject {
        let report = context.report
        let notes = NotesView(context).texts
        var values: ViewObject = [
            "title": .text(context.names.clipped(report.title).text),
            "language": .text("en"),
            "source": .object(context.source),
            "generated": .object(context.time.values(report.generatedAt)),
            "headline": .object(HeadlineView(context).values),
            "openFirst": .object(OpenFirstView(context).values),
            "dies": .object(DeathNextView(context).values),
            "totals": .object(FiguresView(context).totals),
            "figures": .list(FiguresView(context).list),
            "figureRows": .list(FiguresView(context).rows),
            "notes": .list(ViewList(texts: notes)),
            "hasNotes": .flag(!notes.isEmpty),
            "firstNotes": .list(ViewList(texts: Array(notes.prefix(NotesView.firstNotes)))),
            "otherNotes": .list(ViewList(texts: Array(notes.dropFirst(NotesView.firstNotes)))),
            "moreNotes": .text(NumberWords.counted(max(0, notes.count - NotesView.firstNotes), "more note")),
            "hasMoreNotes": .flag(notes.count > NotesView.firstNotes),
            "calendar": .object(CalendarView(context).values),
            "changes": .object(ChangesView(context).values),
            "policy": .object(PolicyView(context).values),
            "omitted": .object(OmittedView(context).values),
            "mail": .object(context.detail.mail.values),
        ]
        values.add(GroupsView(context).values)
        values.add(IncidentsView(context).values)
        values.add(ActionsView(context).values)
        values.add(TenantView(context).values)
        values.add(ReadingView(context).values)
        return values
    }
}

/// What every part of a view needs, worked out once. A class: each row has it, and a report is a large value.
final class ViewContext: Sendable {
    let report: Report
    let detail: ReportDetail
    let time: TimeWords
    let names: NameWords
    let schedule: RetrySchedule
    /// All groups, the largest first: a group's place here is its number.
    let groups: RankedGroups
    /// The places of the groups that are shown, in the order in which they are.
    let shownPlaces: [Int]
    /// How many jobs each group that is shown lists.
    let jobShares: JobShares
    /// What became of jobs in the past, by error class.
    private let outcomes: [ExactText?: ErrorOutcome]
    /// The actions that the report lists, by their ids.
    let actions: [Int64: ActionFacts]

    init(_ report: Report, detail: ReportDetail) {
        self.report = report
        self.detail = detail
        time = TimeWords(now: report.generatedAt, space: detail.joinsUnits ? "\u{a0}" : " ")
        names = NameWords(detail)
        schedule = report.schedule
        let groups = report.rankedGroups
        self.groups = groups
        func isDying(_ place: Int) -> Bool { groups[place].openDeaths.within24Hours > 0 }
        shownPlaces = Self.shownPlaces(groups, detail, isDying: isDying)
        jobShares = JobShares(groups, at: shownPlaces, detail, isDying: isDying)
        actions = KnownActions.byID(report.actions.map(\.action))
        outcomes = Dictionary(
            report.outcomes.map { ($0.errorClass.map { ExactText($0) }, $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// What became of earlier jobs with a group's error class; nil when too few are gone.
    func outcome(of group: ErrorGroup) -> ErrorOutcome? { outcomes[group.errorClass.map { ExactText($0) }] }

    /// The largest groups, and others with jobs that die within 24 hours, which is no time to leave them out.
    /// Those of which a policy mutes or accepts all jobs are listed by themselves.
    private static func shownPlaces(
        _ groups: RankedGroups,
        _ detail: ReportDetail,
        isDying: (Int) -> Bool
    ) -> [Int] {
        let open = groups.indices.filter { groups[$0].openCount > 0 }
        let largest = open.prefix(detail.maxGroups ?? .max)
        let others = open.dropFirst(largest.count).filter(isDying).prefix(detail.maxDyingGroups ?? .max)
        guard detail.showsDyingFirst else { return Array(largest) + others }
        return largest.filter(isDying) + others + largest.filter { !isDying($0) }
    }

    var reading: Reading { report.reading.reading }

    /// True when the report covers all jobs, as far as can be proved: only then may it say "all", "none" and "no".
    var isWhole: Bool { reading.isComplete && reading.isVerified }

    /// The job's estimated death, at the earliest.
    func death(of job: RetryJob) -> Timestamp? { schedule.death(of: job).earliest }

    /// Whether a job that dies at a moment, as far as is known, needs attention within 24 hours.
    func isUrgent(_ death: Timestamp?) -> Bool { death.map { $0 <= time.now.advanced(bySeconds: 86_400) } ?? false }

    /// How long no job was retried, when their retries are late: nothing dies then, and nothing recovers. Nil while retries
    /// go on.
    var timeWithoutRetry: String? {
        report.totals.retriesHaveStopped ? report.totals.newestLastRetry.map { time.age($0) } : nil
    }

    /// The job's estimated next retry, at the earliest.
    func nextRetry(of job: RetryJob) -> Timestamp? {
        nextRetry(retryCount: job.retryCount, lastRetry: job.lastRetry)
    }

    func nextRetry(retryCount: Int?, lastRetry: Timestamp?) -> Timestamp? {
        guard retryCount == 0, lastRetry == nil, !report.totals.retriesHaveStopped else {
            return schedule.nextRetry(retryCount: retryCount, lastRetry: lastRetry).earliest
        }
        // The first retry follows within 25 seconds, so a job that waits for it failed just before it was read.
        return schedule.nextRetry(retryCount: 0, lastRetry: report.generatedAt).earliest
    }

    /// The jobs that need attention, as far as a policy says.
    var open: OpenJobs { report.open }

    /// The places of the groups that have any of them.
    var openPlaces: [Int] { groups.indices.filter { groups[$0].openCount > 0 } }

    /// The groups that are shown.
    var shownGroups: some Sequence<ErrorGroup> { shownPlaces.lazy.map { self.groups[$0] } }

    var shownActions: ArraySlice<ActionSummary> { report.actions.prefix(detail.maxActions ?? .max) }

    /// Anchors come from places, never from data.
    func anchor(_ place: Int) -> String { "group-\(place + 1)" }

    /// Where a link to a group leads: to the table of groups when the group is not shown, or there is none.
    func href(_ place: Int?) -> String {
        guard let place, shownPlaces.contains(place) else { return "#groups" }
        return "#" + anchor(place)
    }

    /// True for counts whose jobs certainly failed for the first time within the last 24 hours, if the schedule is
    /// right: such a count is reached, and left again, in less.
    func isNewToday(retryCount: Int) -> Bool {
        let now = report.generatedAt
        guard let first = schedule.latestFirstFailure(retryCount: retryCount + 1, lastRetry: now) else { return false }
        return first > now.advanced(bySeconds: -86_400)
    }

    /// A count says nothing about jobs that no longer follow the schedule: with no retry within the last 24 hours only
    /// those that were never retried can be new, and those that should be dead already are not. Where retries stopped
    /// more than 24 hours ago, not even a job that was never retried is certainly new.
    func newToday(_ group: ErrorGroup) -> Int {
        let dayAgo = report.generatedAt.advanced(bySeconds: -86_400)
        if report.totals.retriesHaveStopped, let newest = report.totals.newestLastRetry, newest < dayAgo { return 0 }
        let isRunning = group.newestLastRetry.map { $0 > dayAgo } ?? false
        let counts = group.retries.histogram.prefix(isRunning ? group.retries.histogram.count : 1)
        let new = counts.enumerated().reduce(0) { $0 + (isNewToday(retryCount: $1.offset) ? $1.element : 0) }
        return max(0, min(new, group.count - group.deaths.overdue))
    }

    var source: ViewObject {
        let link = reading.tenant?.link
        // The host is a link's text, where an invisible character would be copied with it.
        let host = reading.tenant.map(\.authority) ?? names.clipped(reading.source).text
        return [
            "name": .text(names.clipped(reading.source).text),
            "host": .text(host),
            "hasLink": .flag(link != nil),
            "href": .text(link ?? ""),
        ]
    }
}
