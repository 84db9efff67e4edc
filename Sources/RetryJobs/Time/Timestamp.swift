/// A moment in UTC with the precision the API has: microseconds.
///
/// An integer, because a `Double` of seconds rounds and `Date` counts from another epoch.
public struct Timestamp: Sendable, Hashable {
    /// Microseconds since 1970-01-01T00:00:00Z.
    public let microseconds: Int64

    /// A moment by microseconds since 1970-01-01T00:00:00Z.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// A moment by seconds since 1970-01-01T00:00:00Z, rounded to the nearest microsecond.
    /// Nil outside the years 1970 to 9999.
    public init?(seconds: Double) {
        let scaled = (seconds * 1_000_000).rounded()
        guard scaled >= 0, scaled <= Double(Self.latest.microseconds) else { return nil }
        self.init(microseconds: Int64(scaled))
    }

    /// 9999-12-31T23:59:59.999999Z, the last moment that ISO 8601 writes with four digits of year.
    package static let latest = Timestamp(microseconds: 253_402_300_799_999_999)

    /// This moment moved by whole microseconds; stops at the ends of what can be counted.
    public func advanced(byMicroseconds offset: Int64) -> Timestamp {
        let (sum, overflow) = microseconds.addingReportingOverflow(offset)
        return Timestamp(microseconds: overflow ? (offset < 0 ? .min : .max) : sum)
    }

    /// This moment moved by whole seconds.
    public func advanced(bySeconds offset: Int64) -> Timestamp {
        let (scaled, overflow) = offset.multipliedReportingOverflow(by: 1_000_000)
        return advanced(byMicroseconds: overflow ? (offset < 0 ? .min : .max) : scaled)
    }
}

extension Timestamp: Comparable {
    /// Earlier before later.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }
}

extension Timestamp: CustomStringConvertible {
    /// ISO 8601 in UTC; see ``iso8601``.
    public var description: String { iso8601 }
}

extension Timestamp: Codable {
    /// Reads an ISO 8601 text.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let timestamp = Timestamp(iso8601: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an ISO 8601 time")
        }
        self = timestamp
    }

    /// Writes an ISO 8601 text with as many decimals as it takes to lose nothing.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(iso8601)
    }
}

extension Timestamp {
    /// The moment in whole seconds as mail and HTTP write it, before a space and the zone: `Mon, 02 Sep 2019 04:42:40`.
    /// They have room for a year of four digits: a moment before 1970 or after 9999 becomes the nearest one in between.
    ///
    /// Source: RFC 5322, section 3.3; RFC 9110, section 5.6.7.
    package var internetDate: String {
        let time = min(max(self, Timestamp(microseconds: 0)), .latest)
        let civil = CivilTime(time)
        // 1970-01-01 was a Thursday.
        let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][Int(time.microseconds / 86_400_000_000 % 7)]
        let clock = [civil.hour, civil.minute, civil.second].map { $0.padded(to: 2) }.joined(separator: ":")
        return "\(weekday), \(civil.day.padded(to: 2)) \(Self.monthNames[civil.month - 1]) \(civil.year) \(clock)"
    }

    /// The months' names in ``internetDate``.
    package static let monthNames = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The moment as `2019-09-02T04:42:40.056226Z`: in UTC, with six decimals, or none when all six are zero.
    public var iso8601: String {
        var bytes: [UInt8] = []
        appendISO8601(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends ``iso8601`` as ASCII.
    package func appendISO8601(to bytes: inout [UInt8]) {
        appendISO8601Date(to: &bytes)
        Self.appendISO8601Time(CivilTime.divide(microseconds, by: 86_400_000_000).remainder, to: &bytes)
    }

    /// Appends the date of ``iso8601`` and the `T` after it, as ASCII.
    package func appendISO8601Date(to bytes: inout [UInt8]) {
        let civil = CivilTime(self)
        if civil.year < 0 { bytes.append(UInt8(ascii: "-")) }
        bytes.append(abs(civil.year), digits: abs(civil.year) > 9999 ? 6 : 4)
        bytes.append(UInt8(ascii: "-"))
        bytes.append(civil.month, digits: 2)
        bytes.append(UInt8(ascii: "-"))
        bytes.append(civil.day, digits: 2)
        bytes.append(UInt8(ascii: "T"))
    }

    /// Appends the time of ``iso8601`` and the `Z` after it, as ASCII, for a number of microseconds since midnight.
    package static func appendISO8601Time(_ microseconds: Int64, to bytes: inout [UInt8]) {
        let (seconds, decimals) = (Int(microseconds / 1_000_000), Int(microseconds % 1_000_000))
        bytes.append(addingCapacity: 16) { bytes in
            bytes.append(pair: seconds / 3600)
            bytes.append(UInt8(ascii: ":"))
            bytes.append(pair: seconds / 60 % 60)
            bytes.append(UInt8(ascii: ":"))
            bytes.append(pair: seconds % 60)
            if decimals != 0 {
                bytes.append(UInt8(ascii: "."))
                bytes.append(pair: decimals / 10_000)
                bytes.append(pair: decimals / 100 % 100)
                bytes.append(pair: decimals % 100)
            }
            bytes.append(UInt8(ascii: "Z"))
        }
    }

    /// Reads `2019-09-02T04:42:40.056226Z`: a date, `T` or a space, a time with or without seconds and decimals,
    /// and `Z` or an offset from UTC. Decimals past the sixth are dropped. A leap second counts as the second
    /// before it. Reads everything that ``iso8601`` writes, including years of six digits. Nil for anything else, for a
    /// time without a zone, and for a moment that can't be counted in microseconds.
    public init?(iso8601 text: String) {
        var scanner = DigitScanner(text)
        guard let year = scanner.year(), scanner.take("-"),
            let month = scanner.number(digits: 2), scanner.take("-"),
            let day = scanner.number(digits: 2),
            scanner.take("T") || scanner.take("t") || scanner.take(" "),
            let hour = scanner.number(digits: 2), scanner.take(":"),
            let minute = scanner.number(digits: 2)
        else { return nil }
        var second = 0
        var micro = 0
        if scanner.take(":") {
            guard let value = scanner.number(digits: 2) else { return nil }
            second = value
            if scanner.take(".") || scanner.take(",") {
                guard let decimals = scanner.fraction(digits: 6) else { return nil }
                micro = decimals
            }
        }
        guard let offset = scanner.offsetInMinutes(), scanner.isAtEnd,
            hour <= 23, minute <= 59, second <= 60,
            let days = CivilTime.days(year: year, month: month, day: day)
        else { return nil }
        let seconds = days * 86_400 + hour * 3600 + (minute - offset) * 60 + min(second, 59)
        guard let total = Int64(exactly: Int128(seconds) * 1_000_000 + Int128(micro)) else { return nil }
        self.init(microseconds: total)
    }
}

/// Reads fixed runs of ASCII digits.
private struct DigitScanner {
    private var rest: Substring.UTF8View

    init(_ text: String) {
        rest = Substring(text).utf8
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, UInt32(first) == character.value else { return false }
        rest.removeFirst()
        return true
    }

    mutating func digit() -> Int? {
        guard let first = rest.first, (48...57).contains(first) else { return nil }
        rest.removeFirst()
        return Int(first) - 48
    }

    mutating func number(digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// A year of four or six digits, perhaps before the year 0.
    mutating func year() -> Int? {
        let sign = take("-") ? -1 : 1
        guard let year = number(digits: 4) else { return nil }
        guard let first = rest.first, first != UInt8(ascii: "-") else { return sign * year }
        return number(digits: 2).map { sign * (year * 100 + $0) }
    }

    /// One decimal or more, the first `digits` of which count.
    mutating func fraction(digits: Int) -> Int? {
        guard let first = digit() else { return nil }
        var value = first
        var read = 1
        while let next = digit() {
            if read < digits {
                value = value * 10 + next
                read += 1
            }
        }
        for _ in read..<digits { value *= 10 }
        return value
    }

    mutating func offsetInMinutes() -> Int? {
        if take("Z") || take("z") { return 0 }
        let sign = take("+") ? 1 : take("-") ? -1 : 0
        guard sign != 0, let hours = number(digits: 2), hours <= 23 else { return nil }
        if isAtEnd { return sign * hours * 60 }
        _ = take(":")
        guard let minutes = number(digits: 2), minutes <= 59 else { return nil }
        return sign * (hours * 60 + minutes)
    }
}

/// Year, month, day and time of day in UTC, in the proleptic Gregorian calendar.
///
/// By hand, because the platform's formatters stop at milliseconds.
package struct CivilTime: Sendable, Hashable {
    package var year: Int
    package var month: Int
    package var day: Int
    package var hour: Int
    package var minute: Int
    package var second: Int
    package var microsecond: Int

    /// The civil time of a moment. Years before 0 come out negative.
    package init(_ timestamp: Timestamp) {
        let (days, rest) = Self.divide(timestamp.microseconds, by: 86_400_000_000)
        let seconds = Int(rest / 1_000_000)
        microsecond = Int(rest % 1_000_000)
        hour = seconds / 3600
        minute = seconds / 60 % 60
        second = seconds % 60
        // Days are counted from 0000-03-01 in eras of 400 years, so that the leap day comes last.
        let shifted = Int(days) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Days from 1970-01-01 to a date; nil when the date does not exist.
    package static func days(year: Int, month: Int, day: Int) -> Int? {
        guard (1...12).contains(month), day >= 1, day <= length(ofMonth: month, year: year) else { return nil }
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    fileprivate static func divide(_ value: Int64, by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

extension OutputSpan<UInt8> {
    /// Appends a number below 100 as two digits.
    @inline(__always)
    fileprivate mutating func append(pair number: Int) {
        append(UInt8(truncatingIfNeeded: 48 + number / 10))
        append(UInt8(truncatingIfNeeded: 48 + number % 10))
    }
}
