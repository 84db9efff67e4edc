import RetryJobs
import Synchronization

/// Writes jobs as rows of JSON: each text is escaped once for all of them, and each day is written once.
///
/// By hand: a row takes 0.3 µs, member by member with ``JSONWriter`` 1.2, which for a million lines is a second of a run.
struct JobRows: Sendable {
    private typealias Key = RetryJob.CodingKeys

    /// The rows that were written and not taken yet.
    private var bytes: [UInt8] = []
    private let schedule: RetrySchedule
    private static let id = member(Key.id, after: "{")
    private static let action = member(Key.action, after: ",") + member(ActionReference.CodingKeys.id, after: "{")
    private static let noAction =
        member(Key.action, after: ",") + "null".utf8 + member(Key.eventIDs, after: ",") + "[".utf8
    private static let retryCount = member(Key.retryCount, after: "],")
    /// True for many jobs: texts that were written are kept for jobs that have the same.
    private let remembers: Bool
    private var lastRetry: MomentMember
    private var nextRetry: MomentMember
    private var death: MomentMember
    /// The members of types and error classes, at a place that depends on both. A power of two.
    private var heads: [Head]
    /// What follows the number of an action, by the number of its name; the first is that of none.
    private var names: [[UInt8]] = []
    /// JSON strings, by the number of the text.
    private var strings: [[UInt8]] = []

    private struct Head: Sendable {
        var type: TextTable.Symbol = -1
        var errorClass: TextTable.Symbol = -1
        var bytes: [UInt8] = []
    }

    /// Rows of about this many jobs: a report may have very many groups of few jobs each.
    init(schedule: RetrySchedule, jobs: Int = .max) {
        self.schedule = schedule
        remembers = jobs >= 256
        heads = Array(repeating: Head(), count: remembers ? 256 : 1)
        let days = remembers ? 64 : 0
        lastRetry = MomentMember(.lastRetry, days: days)
        nextRetry = MomentMember(.nextRetry, days: days)
        death = MomentMember(.death, days: days)
    }

    /// Writes a job. `texts` must be the same for all jobs, but may grow.
    mutating func append(_ record: JobRecord, _ texts: borrowing JobTexts) {
        bytes.append(contentsOf: Self.id)
        if record.hasTextID {
            appendJSONString(texts.ids.texts[Int(record.id)], to: &bytes)
        } else {
            bytes.append(decimal: record.id)
        }
        let place = Int(record.type &* 31 &+ record.errorClass) & (heads.count - 1)
        if heads[place].type != record.type || heads[place].errorClass != record.errorClass {
            heads[place] = head(record, texts)
        }
        bytes.append(contentsOf: heads[place].bytes)
        if record.hasAction {
            bytes.append(contentsOf: Self.action)
            if record.actionID == JobRecord.none { null() } else { bytes.append(decimal: record.actionID) }
            appendName(record.actionName, texts)
        } else {
            bytes.append(contentsOf: Self.noAction)
        }
        if record.hasManyEvents {
            appendEvents(texts.eventLists[Int(record.event)])
        } else if record.event != JobRecord.none {
            bytes.append(decimal: record.event)
        }
        bytes.append(contentsOf: Self.retryCount)
        if record.retryCount < 0 { null() } else { bytes.append(decimal: Int64(record.retryCount)) }
        let (count, last) = (record.knownRetryCount, record.knownLastRetry)
        lastRetry.append(last, to: &bytes)
        nextRetry.append(schedule.nextRetry(retryCount: count, lastRetry: last).earliest, to: &bytes)
        death.append(schedule.death(retryCount: count, lastRetry: last).earliest, to: &bytes)
        bytes.append(UInt8(ascii: "}"))
    }

    /// Ends a line.
    mutating func endLine() { bytes.append(UInt8(ascii: "\n")) }

    /// The rows so far, which are forgotten.
    mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    /// Moves the rows so far to the end of other bytes.
    mutating func move(to other: inout [UInt8]) {
        other.append(contentsOf: bytes)
        bytes.removeAll(keepingCapacity: true)
    }

    // MARK: Parts

    fileprivate static func member(_ key: some CodingKey, after mark: String) -> [UInt8] {
        Array("\(mark)\"\(key.stringValue)\":".utf8)
    }

    private mutating func null() { bytes.append(contentsOf: "null".utf8) }

    private mutating func head(_ record: JobRecord, _ texts: borrowing JobTexts) -> Head {
        var bytes = Self.member(Key.type, after: ",")
        bytes += string(record.type, texts)
        bytes += Self.member(Key.errorClass, after: ",")
        bytes += string(record.errorClass, texts)
        return Head(type: record.type, errorClass: record.errorClass, bytes: bytes)
    }

    private mutating func appendName(_ name: TextTable.Symbol, _ texts: borrowing JobTexts) {
        guard remembers else { return bytes.append(contentsOf: nameMembers(name, texts)) }
        let place = Int(name) + 1
        while names.count <= place { names.append([]) }
        if names[place].isEmpty { names[place] = nameMembers(name, texts) }
        bytes.append(contentsOf: names[place])
    }

    private mutating func nameMembers(_ name: TextTable.Symbol, _ texts: borrowing JobTexts) -> [UInt8] {
        Self.nameKey + string(name, texts) + Self.eventIDsAfterName
    }

    private static let nameKey = member(ActionReference.CodingKeys.name, after: ",")
    private static let eventIDsAfterName = member(Key.eventIDs, after: "},") + "[".utf8

    private mutating func appendEvents(_ events: [Int64]) {
        for (place, event) in events.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(decimal: event)
        }
    }

    /// A text as a JSON string, or null.
    private mutating func string(_ symbol: TextTable.Symbol, _ texts: borrowing JobTexts) -> [UInt8] {
        guard let text = texts.text(symbol) else { return Array("null".utf8) }
        guard remembers else {
            var string: [UInt8] = []
            appendJSONString(text, to: &string)
            return string
        }
        let place = Int(symbol)
        while strings.count <= place { strings.append([]) }
        if strings[place].isEmpty { appendJSONString(text, to: &strings[place]) }
        return strings[place]
    }
}

/// Dates as ISO 8601 writes them before the time of day, remembered for some days.
struct DateTexts: Sendable {
    private static let day: Int64 = 86_400_000_000

    private let prefix: [UInt8]
    private var days: [(day: Int64, bytes: [UInt8])]

    /// Dates after something that is always the same. With no days nothing is remembered.
    init(after prefix: [UInt8] = [], days: Int = 64) {
        self.prefix = prefix
        self.days = Array(repeating: (-1, []), count: days)
    }

    /// Appends what comes before the date, the date and a `T`, and returns the microseconds since midnight. The moment must
    /// not be before 1970.
    mutating func append(_ moment: Timestamp, to bytes: inout [UInt8]) -> Int64 {
        let (day, rest) = moment.microseconds.quotientAndRemainder(dividingBy: Self.day)
        if days.isEmpty {
            bytes.append(contentsOf: prefix)
            moment.appendISO8601Date(to: &bytes)
            return rest
        }
        let place = Int(day) % days.count
        if days[place].day != day {
            days[place] = (day, prefix)
            moment.appendISO8601Date(to: &days[place].bytes)
        }
        bytes.append(contentsOf: days[place].bytes)
        return rest
    }
}

/// A member with a moment in ISO 8601, or null.
private struct MomentMember: Sendable {
    private let null: [UInt8]
    private var dates: DateTexts

    /// A member of a job, without a moment and with the beginning of one.
    struct Key: Sendable {
        let null: [UInt8]
        let start: [UInt8]

        init(_ key: some CodingKey) {
            let member = JobRows.member(key, after: ",")
            null = member + "null".utf8
            start = member + [UInt8(ascii: "\"")]
        }

        static let lastRetry = Key(RetryJob.CodingKeys.lastRetry)
        static let nextRetry = Key(JobEstimateKeys.nextRetry)
        static let death = Key(JobEstimateKeys.death)
    }

    init(_ key: Key, days: Int) {
        null = key.null
        dates = DateTexts(after: key.start, days: days)
    }

    mutating func append(_ moment: Timestamp?, to bytes: inout [UInt8]) {
        guard let moment = moment?.withinISO8601 else { return bytes.append(contentsOf: null) }
        Timestamp.appendISO8601Time(dates.append(moment, to: &bytes), to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }
}

/// The rows of the pages of one run as lines, which are written with the texts of those before.
final class JobLines: Sendable {
    private struct State: Sendable {
        var source: BatchTexts?
        var schedule = RetrySchedule.standard
        var rows = JobRows(schedule: .standard)
    }

    private let state = Mutex(State())

    /// The jobs of a page, a line each.
    func bytes(of jobs: JobBatch, schedule: RetrySchedule) -> [UInt8] {
        state.withLock { state in
            if state.source !== jobs.source || state.schedule != schedule {
                state = State(source: jobs.source, schedule: schedule, rows: JobRows(schedule: schedule))
            }
            return jobs.source.read { texts in
                for record in jobs.records {
                    state.rows.append(record, texts)
                    state.rows.endLine()
                }
                return state.rows.take()
            }
        }
    }
}
