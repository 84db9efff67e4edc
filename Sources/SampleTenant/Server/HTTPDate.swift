internal import FoundationEssentials
internal import RetryJobs

extension Timestamp {
    /// This machine's clock.
    static func now() -> Timestamp {
        Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }

    /// The moment in the form of HTTP, in whole seconds: `Mon, 02 Sep 2019 04:42:40 GMT`.
    ///
    /// By hand: the standard library has no such style that is independent of the machine's locale and of ICU.
    var httpDate: String {
        let time = CivilTime(self)
        let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        // 1970-01-01 was a Thursday.
        let weekday = weekdays[Int(max(0, microseconds) / 86_400_000_000 % 7)]
        return "\(weekday), \(padded(time.day)) \(months[time.month - 1]) \(time.year) "
            + "\(padded(time.hour)):\(padded(time.minute)):\(padded(time.second)) GMT"
    }
}
