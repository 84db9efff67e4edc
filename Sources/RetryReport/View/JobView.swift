/// One job as a row. Made when it is printed: a report may have a million.
struct JobView: Sendable {
    private let time: TimeWords
    private let names: NameWords
    private let schedule: RetrySchedule
    private let knownActions: KnownActions

    init(_ context: ViewContext, in group: ErrorGroup) {
        time = context.time
        names = context.names
        schedule = context.schedule
        knownActions = KnownActions(context.report, group)
    }

    func values(_ job: RetryJob) -> ViewObject {
        ViewObject(Row(words: self, job: job))
    }

    private struct Row: ViewSubject {
        let words: JobView
        let job: RetryJob

        var death: Timestamp? { words.schedule.death(of: job).earliest }

        var isUrgent: Bool { death.map { $0 <= words.time.now.advanced(bySeconds: 86_400) } ?? false }

        static let fields: ViewFields<Row> = [
            "id": { .text($0.words.names.clipped($0.job.id.description).text) },
            "action": { .object($0.words.names.action($0.words.knownActions.named($0.job.action))) },
            "retries": { .text($0.job.retryCount.map(NumberWords.grouped) ?? "unknown") },
            "retriesKnown": { .flag($0.job.retryCount != nil) },
            "retryLimit": { .text(String($0.words.schedule.limit)) },
            "lastRetry": { row in
                let unknown = row.job.retryCount == 0 ? "never retried" : "unknown"
                return .object(row.words.time.values(row.job.lastRetry, unknown: unknown))
            },
            "nextRetry": { row in
                .object(row.words.time.values(row.words.schedule.nextRetry(of: row.job).earliest, .retry))
            },
            "dies": { .object($0.words.time.values($0.death, .death)) },
            "isOverdue": { row in .flag(row.death.map { $0 < row.words.time.now } ?? false) },
            "isUrgent": { .flag($0.isUrgent) },
            "tone": { .text($0.isUrgent ? "urgent" : "calm") },
            "events": { .text(JobView.events($0.job.eventIDs)) },
            "hasEvents": { .flag(!$0.job.eventIDs.isEmpty) },
        ]
    }

    /// Event numbers are names, not amounts: they are not grouped.
    private static func events(_ events: [Int64]) -> String {
        let shown = events.prefix(3).map { String($0) }.joined(separator: ", ")
        guard events.count > 3 else { return shown.isEmpty ? "–" : shown }
        return "\(shown) and \(NumberWords.grouped(events.count - 3)) more"
    }
}
