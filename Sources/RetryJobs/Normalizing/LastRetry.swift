extension JobNormalizer {
    /// Above this many seconds (the year 5138) a number counts milliseconds; Sidekiq 8 writes those.
    package static let leastMilliseconds = 1e11
    /// Above this it counts microseconds.
    private static let leastMicroseconds = 1e14

    static func lastRetry(_ raw: RawValue, _ repairs: inout [Repair]) -> Timestamp? {
        switch raw {
        case .absent, .null, .string(""): return nil
        case .integer(let value): return time(Double(value), exact: value, &repairs)
        case .number(let value): return time(value, exact: nil, &repairs)
        case .string(let text):
            if let time = Timestamp(iso8601: text) {
                guard time >= Timestamp(microseconds: 0), time <= Timestamp.latest else { break }
                repairs.append(.lastRetryReadFromISO8601)
                return time
            }
            guard text.utf8.count <= 32, let value = Double(text), value.isFinite else { break }
            repairs.append(.lastRetryReadFromText)
            return time(value, exact: Int64(text), &repairs)
        case .bool, .largeInteger, .array, .object: break
        }
        repairs.append(.lastRetryUnreadable)
        return nil
    }

    private static func time(_ value: Double, exact: Int64?, _ repairs: inout [Repair]) -> Timestamp? {
        var time: Timestamp?
        if value > leastMicroseconds {
            time = (exact ?? Int64(exactly: value.rounded())).map(Timestamp.init(microseconds:))
        } else if value > leastMilliseconds {
            time = exact.map { Timestamp(microseconds: $0 * 1000) } ?? Timestamp(seconds: value / 1000)
        } else if value > 0 {
            return Timestamp(seconds: value)
        }
        guard let time, time <= Timestamp.latest else {
            repairs.append(.lastRetryUnreadable)
            return nil
        }
        repairs.append(.lastRetryReadAsMilliseconds)
        return time
    }
}
