public import RetryReport

/// When to send a mail at all.
public enum MailWhen: String, Sendable, Hashable, CaseIterable, Codable {
    /// With every report: an empty one proves that the watch is alive.
    case always
    /// Only with a report that has jobs, or that was not read whole and so may have missed some.
    case nonempty

    /// Whether a report is sent.
    public func applies(to report: Report) -> Bool {
        switch self {
        case .always: true
        case .nonempty:
            report.totals.jobs > 0 || report.reading.unreadableJobs > 0
                || !report.reading.isComplete || !report.reading.isVerified
        }
    }
}
