/// Turns a raw job of any documented or observed shape into a ``RetryJob``, and says what it had to repair.
///
/// ```swift
/// var raw = RawJob()
/// raw.id = .integer(1234)
/// raw.type = .string("CredentialRefreshJob")
/// raw.agent = .string("7")
/// raw.retryCount = .integer(0)
/// let (job, repairs) = try JobNormalizer().normalize(raw)
/// // job.action?.id == 7, repairs == [.actionIDReadFromText]
/// ```
package struct JobNormalizer: Sendable {
    /// A normalizer; it has no settings.
    package init() {}

    /// The job and its repairs, in the order of the fields. Throws only for a job without a usable `id`.
    package func normalize(_ raw: RawJob) throws(UnreadableReason) -> (job: RetryJob, repairs: [Repair]) {
        var repairs: [Repair] = []
        let job = RetryJob(
            id: try Self.id(raw.id, &repairs),
            type: Self.type(raw.type, &repairs),
            action: Self.action(raw.agent, &repairs),
            eventIDs: Self.events(raw.events, &repairs),
            retryCount: Self.retryCount(raw.retryCount, &repairs),
            lastRetry: Self.lastRetry(raw.lastRetry, &repairs),
            errorClass: Self.errorClass(raw.errorClass, &repairs)
        )
        return (job, repairs)
    }

    private static func id(_ raw: RawValue, _ repairs: inout [Repair]) throws(UnreadableReason) -> JobID {
        switch raw {
        case .integer(let number): return .number(number)
        case .string(""), .absent, .null: throw .idMissing
        case .string(let text):
            guard let number = canonicalInteger(text) else { return .text(text) }
            repairs.append(.idReadAsNumber)
            return .number(number)
        case .largeInteger(let digits):
            repairs.append(.idKeptAsText)
            return .text(digits)
        case .number(let value):
            // Above, neighbouring integers are the same double: two jobs would have one id.
            guard abs(value) <= 9_007_199_254_740_992, let number = Int64(exactly: value) else {
                throw .idUnreadable
            }
            repairs.append(.idReadAsNumber)
            return .number(number)
        case .bool, .array, .object: throw .idUnreadable
        }
    }

    private static func type(_ raw: RawValue, _ repairs: inout [Repair]) -> JobType {
        if case .string(let text) = raw, !text.isEmpty { return JobType(rawValue: text) }
        repairs.append(.typeMissing)
        return JobType(rawValue: "")
    }

    private static func action(_ raw: RawValue, _ repairs: inout [Repair]) -> ActionReference? {
        switch raw {
        case .absent, .null, .string(""): return nil
        case .integer, .largeInteger, .number:
            if let id = actionID(raw) { return ActionReference(id: id, name: nil) }
        case .string(let text):
            if let id = actionID(raw) {
                repairs.append(.actionIDReadFromText)
                return ActionReference(id: id, name: nil)
            }
            repairs.append(.actionIDMissing)
            return ActionReference(id: nil, name: text)
        case .object(let rawID, let rawName):
            var name: String?
            if case .string(let text) = rawName, !text.isEmpty { name = text }
            if let id = actionID(rawID) {
                if case .string = rawID { repairs.append(.actionIDReadFromText) }
                return ActionReference(id: id, name: name)
            }
            if let name {
                repairs.append(.actionIDMissing)
                return ActionReference(id: nil, name: name)
            }
        case .bool, .array: break
        }
        repairs.append(.actionUnreadable)
        return nil
    }

    /// The number of an action. The smallest integer is not one: ``JobRecord`` uses it for "unknown".
    private static func actionID(_ raw: RawValue) -> Int64? {
        let id: Int64?
        switch raw {
        case .integer(let number): id = number
        case .number(let value): id = Int64(exactly: value)
        case .string(let text): id = canonicalInteger(text)
        default: id = nil
        }
        return id == JobRecord.none ? nil : id
    }

    private static func events(_ raw: RawValue, _ repairs: inout [Repair]) -> [Int64] {
        func number(_ raw: RawValue) -> Int64? {
            switch raw {
            case .integer(let id): id
            case .string(let text): canonicalInteger(text)
            default: nil
            }
        }
        switch raw {
        case .absent, .null, .string(""): return []
        case .array(let elements):
            let ids = elements.compactMap(number)
            repairs.append(.eventsReadFromList)
            if ids.count < elements.count { repairs.append(.eventUnreadable) }
            return ids
        default:
            if let id = number(raw) { return [id] }
            repairs.append(.eventUnreadable)
            return []
        }
    }

    private static func retryCount(_ raw: RawValue, _ repairs: inout [Repair]) -> Int? {
        var number: Int64?
        switch raw {
        case .integer(let value): number = value
        case .number(let value):
            number = Int64(exactly: value)
            if number != nil { repairs.append(.retryCountReadAsNumber) }
        case .string(let text):
            number = canonicalInteger(text)
            if number != nil { repairs.append(.retryCountReadAsNumber) }
        default: break
        }
        if let number, (0...Int64(Int32.max)).contains(number) { return Int(number) }
        repairs.append(.retryCountMissing)
        return nil
    }

    private static func errorClass(_ raw: RawValue, _ repairs: inout [Repair]) -> String? {
        switch raw {
        case .absent, .null, .string(""): return nil
        case .string(let text): return text
        default:
            repairs.append(.errorClassUnreadable)
            return nil
        }
    }

    /// The integer of a text in its usual form: `12`, not `012`, `+12` or ` 12`.
    static func canonicalInteger(_ text: String) -> Int64? {
        guard text.utf8.count <= 20, let number = Int64(text), String(number) == text else { return nil }
        return number
    }
}

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

/// A value of a raw job as it came.
package enum RawValue: Sendable, Hashable {
    /// The field was not there.
    case absent
    /// `null`
    case null
    /// `true` or `false`
    case bool(Bool)
    /// A number without decimals or exponent that fits 64 bits.
    case integer(Int64)
    /// A longer number without decimals or exponent: its decimal digits, perhaps after a minus sign.
    case largeInteger(String)
    /// Any other number.
    case number(Double)
    /// A text.
    case string(String)
    /// A list.
    case array([RawValue])
    /// An object: its `id` and its `name`, which is all that a job's fields need.
    indirect case object(id: RawValue, name: RawValue)
}

/// The fields of one job as they came, before ``JobNormalizer`` reads them. Unknown fields are left out.
package struct RawJob: Sendable, Hashable {
    /// `id`
    package var id: RawValue = .absent
    /// `type`
    package var type: RawValue = .absent
    /// `agent`: what Tines calls an action today.
    package var agent: RawValue = .absent
    /// `events`
    package var events: RawValue = .absent
    /// `retry_count`
    package var retryCount: RawValue = .absent
    /// `last_retry`
    package var lastRetry: RawValue = .absent
    /// `error_class`
    package var errorClass: RawValue = .absent

    /// A job without fields; set those that came.
    package init() {}
}
