internal import FoundationEssentials

/// A time in UTC, split for printing. Own arithmetic: nothing may depend on a locale or a zone.
struct CalendarTime {
    let year: Int
    let month: Int
    let day: Int
    let hour: Int
    let minute: Int
    let second: Int
    let microsecond: Int
    let weekday: Int

    /// - Parameter microseconds: since 1970.
    init(microseconds: Int64) {
        let (days, inDay) = Self.divide(microseconds, by: 86_400_000_000)
        hour = Int(inDay / 3_600_000_000)
        minute = Int(inDay / 60_000_000 % 60)
        second = Int(inDay / 1_000_000 % 60)
        microsecond = Int(inDay % 1_000_000)
        weekday = Int(Self.divide(days + 4, by: 7).remainder)
        // Days to a civil date, counting years from March so that the leap day comes last.
        let (era, dayOfEra) = Self.divide(days + 719_468, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        day = Int(dayOfYear - (153 * shifted + 2) / 5 + 1)
        month = Int(shifted < 10 ? shifted + 3 : shifted - 9)
        year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
    }

    /// `2019-09-02T04:42:40.056226Z`
    var iso8601: String {
        "\(Self.padded(year, 4))-\(Self.padded(month))-\(Self.padded(day))"
            + "T\(Self.padded(hour)):\(Self.padded(minute)):\(Self.padded(second)).\(Self.padded(microsecond, 6))Z"
    }

    /// `Mon, 02 Sep 2019 04:42:40 GMT`
    var httpDate: String {
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return "\(days[weekday]), \(Self.padded(day)) \(months[month - 1]) \(Self.padded(year, 4)) "
            + "\(Self.padded(hour)):\(Self.padded(minute)):\(Self.padded(second)) GMT"
    }

    /// The machine's clock, in microseconds since 1970.
    static func currentMicroseconds() -> Int64 {
        Int64(Date().timeIntervalSince1970 * 1_000_000)
    }

    private static func divide(_ value: Int64, by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let remainder = (value % divisor + divisor) % divisor
        return ((value - remainder) / divisor, remainder)
    }

    private static func padded(_ number: Int, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
