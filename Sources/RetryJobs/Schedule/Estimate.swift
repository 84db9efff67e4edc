/// A time that the API does not give and ``RetrySchedule`` works out: a window, or unknown.
public enum Estimate: Sendable, Hashable {
    /// The job does not say enough to tell.
    case unknown
    /// Not before the first moment and, if the queue kept its times, not after the second.
    case between(Timestamp, Timestamp)

    /// The beginning of the window; what a cautious reader goes by.
    public var earliest: Timestamp? {
        guard case .between(let earliest, _) = self else { return nil }
        return earliest
    }

    /// The end of the window.
    public var latest: Timestamp? {
        guard case .between(_, let latest) = self else { return nil }
        return latest
    }

    /// True when the whole window lies in the past: the queue is late, was paused, or keeps another schedule.
    public func isOverdue(at now: Timestamp) -> Bool {
        guard let latest else { return false }
        return latest < now
    }
}
