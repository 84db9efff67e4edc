internal import RetryJobs

/// The header field `Retry-After` in both of its forms (source: RFC 9110, section 10.2.3).
enum RetryAfter {
    /// How long to wait; nil for what is neither a number of seconds nor an HTTP date.
    ///
    /// - Parameter now: seconds since 1970 by the server's clock, as its `Date` field has it, where it has one: only
    ///   the difference counts, and the clocks may disagree.
    static func delay(_ value: String, now: Int64) -> Duration? {
        let value = value.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
        if !value.isEmpty, value.utf8.count <= 9, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            return Int64(value).map(Duration.seconds)
        }
        return date(value).map { .seconds(max(0, $0 - now)) }
    }

    /// Seconds since 1970 of an HTTP date, `Sun, 06 Nov 1994 08:49:37 GMT`. The two obsolete forms of RFC 9110 are
    /// not read: no server writes them.
    static func date(_ value: String) -> Int64? {
        let parts = value.split(separator: " ")
        guard parts.count == 6, parts[0].count == 4, parts[5] == "GMT", let day = number(parts[1], 1...31),
            let month = months.firstIndex(of: String(parts[2])), let year = number(parts[3], 1970...9999)
        else { return nil }
        let time = parts[4].split(separator: ":", omittingEmptySubsequences: false)
        guard time.count == 3, let hour = number(time[0], 0...23), let minute = number(time[1], 0...59),
            let second = number(time[2], 0...60)
        else { return nil }
        return CivilTime.days(year: Int(year), month: month + 1, day: Int(day)).map { days in
            Int64(days) * 86_400 + hour * 3_600 + minute * 60 + second
        }
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private static func number(_ text: Substring, _ range: ClosedRange<Int64>) -> Int64? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int64(text), range.contains(number)
        else { return nil }
        return number
    }
}
