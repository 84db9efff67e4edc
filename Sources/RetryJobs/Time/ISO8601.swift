extension Timestamp {
    /// The moment as `2019-09-02T04:42:40.056226Z`: in UTC, with six decimals, or none when all six are zero.
    public var iso8601: String {
        var bytes: [UInt8] = []
        appendISO8601(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends ``iso8601`` as ASCII.
    package func appendISO8601(to bytes: inout [UInt8]) {
        let civil = CivilTime(self)
        func append(_ value: Int, digits: Int) {
            var divisor = 1
            for _ in 1..<digits { divisor *= 10 }
            while divisor > 0 {
                bytes.append(UInt8(48 + value / divisor % 10))
                divisor /= 10
            }
        }
        if civil.year < 0 { bytes.append(UInt8(ascii: "-")) }
        append(abs(civil.year), digits: abs(civil.year) > 9999 ? 6 : 4)
        bytes.append(UInt8(ascii: "-"))
        append(civil.month, digits: 2)
        bytes.append(UInt8(ascii: "-"))
        append(civil.day, digits: 2)
        bytes.append(UInt8(ascii: "T"))
        append(civil.hour, digits: 2)
        bytes.append(UInt8(ascii: ":"))
        append(civil.minute, digits: 2)
        bytes.append(UInt8(ascii: ":"))
        append(civil.second, digits: 2)
        if civil.microsecond != 0 {
            bytes.append(UInt8(ascii: "."))
            append(civil.microsecond, digits: 6)
        }
        bytes.append(UInt8(ascii: "Z"))
    }

    /// Reads `2019-09-02T04:42:40.056226Z`: a date, `T` or a space, a time with or without seconds and decimals,
    /// and `Z` or an offset from UTC. Decimals past the sixth are dropped. A leap second counts as the second
    /// before it. Reads whatever ``iso8601`` writes, years of six digits included. Nil for anything else, for a time
    /// without a zone, and for a moment that can't be counted in microseconds.
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
