import RetryJobs

/// A moment as RFC 5322 writes it, in UTC.
enum MailDate {
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// `Sun, 26 Jul 2026 12:00:00 +0000`. A header has room for four digits of year; a moment before 1970 or after
    /// 9999 is told as the nearest one in between.
    static func text(_ time: Timestamp) -> String {
        let time = clamped(time)
        let civil = CivilTime(time)
        // 1970-01-01 was a Thursday.
        let weekday = weekdays[Int(time.microseconds / 86_400_000_000 % 7)]
        let clock = [civil.hour, civil.minute, civil.second].map { digits($0, 2) }.joined(separator: ":")
        return "\(weekday), \(civil.day) \(months[civil.month - 1]) \(digits(civil.year, 4)) \(clock) +0000"
    }

    /// `20260726T120000.000000Z`, for identifiers.
    static func compact(_ time: Timestamp) -> String {
        let civil = CivilTime(clamped(time))
        let date = digits(civil.year, 4) + digits(civil.month, 2) + digits(civil.day, 2)
        let clock = digits(civil.hour, 2) + digits(civil.minute, 2) + digits(civil.second, 2)
        return "\(date)T\(clock).\(digits(civil.microsecond, 6))Z"
    }

    private static func clamped(_ time: Timestamp) -> Timestamp {
        min(max(time, Timestamp(microseconds: 0)), .latest)
    }

    private static func digits(_ number: Int, _ count: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }
}
