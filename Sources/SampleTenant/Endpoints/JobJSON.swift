#if LiveTenant
internal import RetryJobs

/// Writes jobs as the API does. Names of actions are quoted once, not for every job.
struct JobJSON: Sendable {
    private let names: [[UInt8]]
    private let errors: [[UInt8]]
    private let types: [[UInt8]]

    /// The same for all tenants of a process: names don't depend on the seed of the set, and a test that
    /// starts hundreds of tenants pays for them once.
    static let shared = JobJSON()

    private init() {
        names = (0..<JobFactory.actionCount).map { Self.quoted(ActionNames.name(at: $0)) }
        errors = ErrorClasses.all.map(Self.quoted)
        types = JobTypes.all.map { Self.quoted($0.name) }
    }

    /// Adds one job as a JSON object.
    func append(_ job: TenantJob, paging: SampleTenant.Paging, to json: inout [UInt8]) {
        if paging.withoutID > 0, Int(job.id) % paging.withoutID == 0 {
            json.append(json: "{\"type\":")
        } else {
            json.append(json: "{\"id\":")
            appendID(of: job, paging.ids, to: &json)
            json.append(json: ",\"type\":")
        }
        json.append(contentsOf: types[Int(job.type)])
        appendAgent(of: job, to: &json)
        appendEvents(of: job, to: &json)
        if paging.hasState {
            appendRetryCount(of: job, to: &json)
            appendLastRetry(of: job, to: &json)
        }
        appendErrorClass(of: job, to: &json)
        if job.shape == .hasUnknownField {
            json.append(json: ",\"queue\":{\"name\":\"default\",\"latency\":[0.25,null]}")
        }
        json.append(json: "}")
    }

    /// The job's id as its JSON carries it, without quotation marks.
    static func identifier(of job: TenantJob, ids: SampleTenant.Paging.IDs) -> String {
        guard job.shape == .idIsJID || job.shape == .idIsUUID else {
            switch ids {
            case .huge: return String(job.id + 1 << 63)
            case .long: return "4815162342000000\(job.id)00"
            case .shared: return String(job.id / 10 * 10)
            default: return String(job.id)
            }
        }
        var random = SplitMix64(seed: job.id)
        let hex = (0..<2).map { _ in random.next().padded(to: 16, radix: 16) }.joined()
        guard job.shape == .idIsUUID else { return String(hex.prefix(24)) }
        var rest = Substring(hex)
        return [8, 4, 4, 4, 12].map { length in
            defer { rest = rest.dropFirst(length) }
            return String(rest.prefix(length))
        }.joined(separator: "-")
    }

    private func appendID(of job: TenantJob, _ ids: SampleTenant.Paging.IDs, to json: inout [UInt8]) {
        switch (job.shape, ids) {
        case (.documented, .documented): json.append(number: job.id)
        case (.idIsJID, _), (.idIsUUID, _), (_, .text): json.append(quoted: Self.identifier(of: job, ids: ids))
        default: json.append(json: Self.identifier(of: job, ids: ids) + (ids == .floats ? ".0" : ""))
        }
    }

    private func appendAgent(of job: TenantJob, to json: inout [UInt8]) {
        let form = JobTypes.all[Int(job.type)].agent
        guard form != .none, job.shape != .agentIsAbsent else { return }
        json.append(json: ",\"agent\":")
        switch (job.shape, form) {
        case (.agentIsNull, _):
            json.append(json: "null")
        case (.agentIsText, _):
            json.append(quoted: String(job.action))
        case (_, .object):
            json.append(json: "{\"id\":")
            json.append(number: job.action)
            if job.shape != .agentHasNoName {
                json.append(json: ",\"name\":")
                json.append(contentsOf: names[Int(job.action - JobFactory.firstAction)])
            }
            json.append(json: "}")
        default:
            json.append(number: job.action)
        }
    }

    private func appendEvents(of job: TenantJob, to json: inout [UInt8]) {
        guard JobTypes.all[Int(job.type)].hasEvents, job.shape != .eventsAreAbsent else { return }
        let event = job.id &* 37 &+ 1_000_003
        json.append(json: ",\"events\":")
        switch job.shape {
        case .eventsAreNull:
            json.append(json: "null")
        case .eventsAreAnArray:
            json.append(json: "[")
            json.append(number: event)
            json.append(json: ",")
            json.append(number: event + 1)
            json.append(json: "]")
        default:
            json.append(number: event)
        }
    }

    private func appendRetryCount(of job: TenantJob, to json: inout [UInt8]) {
        guard job.shape != .retryCountIsAbsent else { return }
        json.append(json: ",\"retry_count\":")
        if job.shape == .retryCountIsText {
            json.append(quoted: String(job.retryCount))
        } else {
            json.append(number: job.retryCount)
        }
    }

    private func appendLastRetry(of job: TenantJob, to json: inout [UInt8]) {
        guard job.shape != .lastRetryIsAbsent else { return }
        json.append(json: ",\"last_retry\":")
        guard job.shape != .lastRetryIsNull else {
            json.append(json: "null")
            return
        }
        guard let lastRetry = job.lastRetry else {
            json.append(json: "\"\"")
            return
        }
        switch job.shape {
        case .lastRetryIsMilliseconds: json.append(number: lastRetry / 1_000)
        case .lastRetryIsISO8601: json.append(quoted: Timestamp(microseconds: lastRetry).iso8601)
        case .lastRetryIsText:
            json.append(json: "\"")
            Self.appendSeconds(lastRetry, to: &json)
            json.append(json: "\"")
        default: Self.appendSeconds(lastRetry, to: &json)
        }
    }

    private func appendErrorClass(of job: TenantJob, to json: inout [UInt8]) {
        switch job.shape {
        case .errorClassIsAbsent: return
        case .errorClassIsNull: json.append(json: ",\"error_class\":null")
        case .errorClassIsEmpty: json.append(json: ",\"error_class\":\"\"")
        default:
            json.append(json: ",\"error_class\":")
            json.append(contentsOf: errors[Int(job.errorClass)])
        }
    }

    /// Seconds as Ruby prints a float: no zeros at the end, but one digit after the point.
    private static func appendSeconds(_ microseconds: Int64, to json: inout [UInt8]) {
        json.append(number: microseconds / 1_000_000)
        json.append(json: ".")
        var fraction = microseconds % 1_000_000
        var unit: Int64 = 100_000
        repeat {
            json.append(number: fraction / unit)
            fraction %= unit
            unit /= 10
        } while fraction > 0
    }

    private static func quoted(_ text: String) -> [UInt8] {
        var json: [UInt8] = []
        json.append(quoted: text)
        return json
    }
}

extension [UInt8] {
    /// Adds text as it is: for JSON that is already made.
    mutating func append(json text: String) {
        append(contentsOf: text.utf8)
    }

    /// Adds a number.
    mutating func append(number: some BinaryInteger) {
        append(contentsOf: String(number).utf8)
    }

    /// Adds text as a JSON string, escaped as Rails does: markup as `\u003c`, the rest as UTF-8.
    mutating func append(quoted text: String) {
        append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": append(json: "\\\"")
            case "\\": append(json: "\\\\")
            case "\n": append(json: "\\n")
            case "<": append(json: "\\u003c")
            case ">": append(json: "\\u003e")
            case "&": append(json: "\\u0026")
            case _ where scalar.value < 0x20 || scalar.value == 0x2028 || scalar.value == 0x2029:
                append(json: "\\u" + scalar.value.padded(to: 4, radix: 16))
            default: append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        append(UInt8(ascii: "\""))
    }
}
#endif
