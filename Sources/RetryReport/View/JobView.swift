/// One job as a row. Made when it is printed: a report may have a million.
struct JobView: Sendable {
    private let time: TimeWords
    private let names: NameWords
    private let schedule: RetrySchedule

    init(_ context: ViewContext) {
        time = context.time
        names = context.names
        schedule = context.schedule
    }

    func values(_ job: RetryJob) -> ViewObject {
        let death = schedule.death(of: job).earliest
        let isOverdue = death.map { $0 < time.now } ?? false
        let isUrgent = death.map { $0 <= time.now.advanced(bySeconds: 86_400) } ?? false
        return [
            "id": .text(names.clipped(job.id.description).text),
            "action": .object(names.action(job.action)),
            "retries": .text(job.retryCount.map(NumberWords.grouped) ?? "unknown"),
            "retriesKnown": .flag(job.retryCount != nil),
            "retryLimit": .text(String(schedule.limit)),
            "lastRetry": .object(
                time.values(job.lastRetry, unknown: job.retryCount == 0 ? "never retried" : "unknown")
            ),
            "nextRetry": .object(time.values(schedule.nextRetry(of: job).earliest, .retry)),
            "dies": .object(time.values(death, .death)),
            "isOverdue": .flag(isOverdue),
            "isUrgent": .flag(isUrgent),
            "tone": .text(isUrgent ? "urgent" : "calm"),
            "events": .text(events(job.eventIDs)),
            "hasEvents": .flag(!job.eventIDs.isEmpty),
        ]
    }

    /// Event numbers are names, not amounts: they are not grouped.
    private func events(_ events: [Int64]) -> String {
        let shown = events.prefix(3).map { String($0) }.joined(separator: ", ")
        guard events.count > 3 else { return shown.isEmpty ? "–" : shown }
        return "\(shown) and \(NumberWords.grouped(events.count - 3)) more"
    }
}
