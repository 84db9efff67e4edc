import Algorithms

/// One error group. A class, since a template asks for dozens of its values, and a group is a large value.
final class GroupView: ViewSubject {
    private let context: ViewContext
    private let place: Int
    private let group: ErrorGroup
    private let largest: Int
    private let isSmall: Bool
    private let isAdvised: Bool

    init(_ context: ViewContext, place: Int, largest: Int, _ small: SmallGroups) {
        self.context = context
        self.place = place
        self.largest = largest
        isSmall = small.places.contains(place)
        isAdvised = small.advised.contains(place)
        group = context.groups[place]
    }

    var values: ViewObject { ViewObject(self) }

    var measure: ViewMeasure? { .part(group.count, of: largest) }

    static let fields = facts.merging(actions) { first, _ in first }.merging(jobs) { first, _ in first }

    private static let facts: ViewFields<GroupView> = [
        "number": { .text(String($0.place + 1)) },
        "isSmall": { .flag($0.isSmall) },
        "isAdvised": { .flag($0.isAdvised) },
        "anchor": { .text($0.context.anchor($0.place)) },
        "href": { .text("#" + $0.context.anchor($0.place)) },
        "jobsAnchor": { .text($0.context.anchor($0.place) + "-jobs") },
        "jobsHref": { .text("#\($0.context.anchor($0.place))-jobs") },
        "type": { .object($0.context.names.type($0.group.type)) },
        "errorClass": { .object($0.context.names.errorClass($0.group.errorClass)) },
        "count": { .text(NumberWords.grouped($0.group.count)) },
        "countInWords": { .text(NumberWords.counted($0.group.count, "job")) },
        "share": {
            .text(NumberWords.share($0.group.count, of: $0.context.report.totals.jobs, $0.context.time.space))
        },
        "retries": { .object(RetriesView($0.group.retries, limit: $0.context.report.retryLimit).values) },
        "change": { .text($0.group.change?.words ?? "") },
        "hasChange": { .flag($0.group.change?.state != nil) },
        "policy": { .object(PolicyView($0.context).values(of: $0.group)) },
        "outcome": { .text($0.context.outcome(of: $0.group).map(OutcomesView.words) ?? "") },
        "hasOutcome": { .flag($0.context.outcome(of: $0.group) != nil) },
        "newToday": { .text(NumberWords.grouped($0.context.newToday($0.group))) },
        "hasNewToday": { .flag($0.context.newToday($0.group) > 0) },
        "newestLastRetry": { .object($0.context.time.values($0.group.newestLastRetry, unknown: "never retried")) },
        "oldestLastRetry": { .object($0.context.time.values($0.group.oldestLastRetry, unknown: "never retried")) },
        "hasOlderLastRetry": { .flag($0.hasOlderLastRetry) },
        "failingSince": { .object($0.context.time.values($0.group.failingSince, .estimatedEvent)) },
        "dies": { .object(DeathWords($0.context).values($0.group.deaths)) },
    ]

    /// True when the oldest last retry differs from the newest one in words: one job has only one.
    private var hasOlderLastRetry: Bool {
        guard let newest = group.newestLastRetry, let oldest = group.oldestLastRetry, oldest < newest else {
            return false
        }
        return context.time.relative(oldest) != context.time.relative(newest)
    }

    private var shownActions: ArraySlice<ActionCount> {
        group.topActions.prefix(context.detail.maxActionsPerGroup ?? .max)
    }

    private var actionsLeft: Int { max(0, group.actionCount - shownActions.count) }

    private static let actions: ViewFields<GroupView> = [
        "actions": { view in
            let (shown, names, total) = (Array(view.shownActions), view.context.names, view.group.count)
            return .list(
                ViewList(count: shown.count) { place in
                    var values = names.action(facts: shown[place].action)
                    values["count"] = .text(NumberWords.grouped(shown[place].count))
                    values["share"] = .text(NumberWords.share(shown[place].count, of: total))
                    return values
                }
            )
        },
        "topAction": { .object($0.context.names.action(facts: $0.group.topActions.first?.action)) },
        "topActionCount": { .text(NumberWords.grouped($0.group.topActions.first?.count ?? 0)) },
        "hasActions": { .flag(!$0.shownActions.isEmpty) },
        "actionCount": { .text(NumberWords.grouped($0.group.actionCount)) },
        "actionCountInWords": { .text(NumberWords.counted($0.group.actionCount, "action")) },
        "actionsNotShown": { .text(NumberWords.grouped($0.actionsLeft)) },
        "hasActionsNotShown": { .flag($0.actionsLeft > 0) },
        "otherActions": { .text(NumberWords.counted(max(0, $0.group.actionCount - 1), "more action")) },
        "hasOtherActions": { .flag($0.group.actionCount > 1 && !$0.group.topActions.isEmpty) },
        "jobsWithoutAction": { .text(NumberWords.counted($0.group.jobsWithoutAction, "job")) },
        "hasJobsWithoutAction": { .flag($0.group.jobsWithoutAction > 0) },
    ]

    private var jobsShown: Int { context.jobShares[place] }

    private var jobsLeft: Int { max(0, group.count - jobsShown) }

    private static let jobs: ViewFields<GroupView> = [
        "jobs": { view in
            let rows = JobRowList(view.context, view.group)
            let (jobs, row) = (view.group.jobs, JobView(view.context, rows.knownActions))
            return .list(ViewList(count: view.jobsShown, jobRows: rows) { place in row.values(jobs[place]) })
        },
        "hasJobs": { .flag($0.jobsShown > 0) },
        "jobsShown": { .text(NumberWords.grouped($0.jobsShown)) },
        "jobsNotShown": { .text(NumberWords.grouped($0.jobsLeft)) },
        "hasJobsNotShown": { .flag($0.jobsLeft > 0) },
    ]
}

/// One job as a row. Made when it is printed: a report may have a million.
struct JobView: Sendable {
    private let context: ViewContext
    private let knownActions: KnownActions

    init(_ context: ViewContext, _ knownActions: KnownActions) {
        self.context = context
        self.knownActions = knownActions
    }

    func values(_ job: RetryJob) -> ViewObject {
        ViewObject(Row(words: self, job: job, action: context.names.action(facts: knownActions.facts(of: job.action))))
    }

    private struct Row: ViewSubject {
        let words: JobView
        let job: RetryJob
        /// Made once, since a row asks for a dozen of its values.
        let action: ViewObject

        var death: Timestamp? { words.context.death(of: job) }

        static let fields: ViewFields<Row> = [
            "id": { .text($0.words.context.names.clipped($0.job.id.description).text) },
            "action": { .object($0.action) },
            "retries": { .text($0.job.retryCount.map(NumberWords.grouped) ?? "unknown") },
            "retriesInWords": { row in
                let limit = row.words.context.schedule.limit
                return .text(
                    row.job.retryCount.map { "retry \(NumberWords.grouped($0)) of \(limit)" } ?? "retries unknown"
                )
            },
            "retriesKnown": { .flag($0.job.retryCount != nil) },
            "retryLimit": { .text(String($0.words.context.schedule.limit)) },
            "lastRetry": { row in
                let unknown = JobView.unknownLastRetry(retryCount: row.job.retryCount)
                return .object(row.words.context.time.values(row.job.lastRetry, unknown: unknown))
            },
            "nextRetry": { row in
                let (context, job) = (row.words.context, row.job)
                return .object(
                    context.time.values(context.nextRetry(of: job), .prediction, unknown: JobView.noEstimate)
                )
            },
            "dies": { .object($0.words.context.time.values($0.death, .prediction, unknown: JobView.noEstimate)) },
            "isOverdue": { row in .flag(row.death.map { $0 < row.words.context.time.now } ?? false) },
            "isUrgent": { .flag($0.words.context.isUrgent($0.death)) },
            "events": { .text(JobView.events($0.job.eventIDs)) },
            "hasEvents": { .flag(!$0.job.eventIDs.isEmpty) },
        ]
    }

    static let noEstimate = "cannot be estimated"

    /// What is said instead of a last retry that is not known.
    static func unknownLastRetry(retryCount: Int?) -> String { retryCount == 0 ? "never retried" : "unknown" }

    /// Event ids are names, not amounts: they are not grouped.
    static func events(_ events: [Int64]) -> String {
        let shown = events.prefix(3).map { String($0) }.joined(separator: ", ")
        guard events.count > 3 else { return shown.isEmpty ? "–" : shown }
        return "\(shown) and \(NumberWords.grouped(events.count - 3)) more"
    }
}

/// The jobs that die next, whatever their groups; then those that should be dead already, then the others.
struct ClosestJobsView {
    private let context: ViewContext

    init(_ context: ViewContext) {
        self.context = context
    }

    var values: ViewObject {
        let closest = closest
        let context = context
        return [
            "jobs": .list(
                ViewList(count: closest.count) { place in
                    let (group, job) = closest[place]
                    var values = JobView(context, KnownActions(context, group)).values(job)
                    values["errorClass"] = .object(context.names.errorClass(group.errorClass))
                    values["type"] = .object(context.names.type(group.type))
                    return values
                }
            ),
            "hasJobs": .flag(!closest.isEmpty),
            "shown": .text(NumberWords.grouped(closest.count)),
        ]
    }

    /// How many of a group's jobs are looked at: those that should be dead already come first in its list.
    private static let depth = 1000

    private var closest: [(group: ErrorGroup, job: RetryJob)] {
        let most = context.detail.maxClosestJobs
        guard most > 0 else { return [] }
        let now = context.report.generatedAt
        // As many groups as jobs are enough, since the first job of a group dies when the group says.
        let open = context.groups.lazy.filter { $0.openCount > 0 }
        let dying = open.filter { $0.deaths.next != nil }
            .min(count: most) { ($0.deaths.next ?? .latest) < ($1.deaths.next ?? .latest) }
            .flatMap { group in
                group.jobs.prefix(Self.depth).lazy
                    .compactMap { job in context.death(of: job).map { (death: $0, group: group, job: job) } }
                    .filter { $0.death >= now }.prefix(most)
            }
            .min(count: most) { $0.death < $1.death }
            .map { (group: $0.group, job: $0.job) }
        guard dying.count < most else { return dying }
        let others = open.lazy.flatMap { group in
            group.jobs.prefix(most).lazy.filter { context.death(of: $0).map { $0 < now } ?? true }
                .map { (group: group, job: $0) }
        }
        return dying + others.prefix(most - dying.count)
    }
}
