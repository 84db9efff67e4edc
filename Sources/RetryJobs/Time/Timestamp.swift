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
    public static let latest = Timestamp(microseconds: 253_402_300_799_999_999)

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
