/// Turns any documented or seen shape of a raw job into a ``RetryJob`` and tells what it had to mend.
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
public struct JobNormalizer: Sendable {
    /// A normalizer; it has no settings.
    public init() {}

    /// The job and its repairs, in the order of the fields. Throws only for a job without a usable `id`.
    public func normalize(_ raw: RawJob) throws(UnreadableReason) -> (job: RetryJob, repairs: [Repair]) {
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

    /// The number of an action. The least of all integers is none: ``JobRecord`` uses it for "unknown".
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

    /// The integer that a text writes in the one way an integer is written: `12`, not `012`, `+12` or ` 12`.
    static func canonicalInteger(_ text: String) -> Int64? {
        guard text.utf8.count <= 20, let number = Int64(text), String(number) == text else { return nil }
        return number
    }
}
