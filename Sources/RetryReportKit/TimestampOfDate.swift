public import FoundationEssentials
public import RetryJobs

extension Timestamp {
    /// The moment of a clock, to the microsecond. A date outside the years 1970 to 9999 becomes the nearer end.
    public init(date: Date) {
        let seconds = min(max(0, date.timeIntervalSince1970), Double(Timestamp.latest.microseconds / 1_000_000))
        self = Timestamp(seconds: seconds) ?? Timestamp.latest
    }
}
