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
    private let id = Self.member(Key.id, after: "{")
    private let action = Self.member(Key.action, after: ",") + Self.member(ActionReference.CodingKeys.id, after: "{")
    private let noAction =
        Self.member(Key.action, after: ",") + "null".utf8 + Self.member(Key.eventIDs, after: ",") + "[".utf8
    private let retryCount = Self.member(Key.retryCount, after: "],")
    private var lastRetry = MomentMember(Key.lastRetry)
    private var nextRetry = MomentMember(JobEstimateKeys.nextRetry)
    private var death = MomentMember(JobEstimateKeys.death)
    /// The members of types and error classes, at a place that depends on both.
    private var heads = Array(repeating: Head(), count: headsKept)
    private static let headsKept = 256
    /// What follows the number of an action, by the number of its name; the first is that of none.
    private var names: [[UInt8]] = []
    /// JSON strings, by the number of the text.
    private var strings: [[UInt8]] = []

    private struct Head: Sendable {
        var type: TextTable.Symbol = -1
        var errorClass: TextTable.Symbol = -1
        var bytes: [UInt8] = []
    }

    init(schedule: RetrySchedule) {
        self.schedule = schedule
    }

    /// Writes a job. `texts` must be the same for all jobs, but may grow.
    mutating func append(_ record: JobRecord, _ texts: borrowing JobTexts) {
        bytes.append(contentsOf: id)
        if record.hasTextID {
            appendJSONString(texts.ids.texts[Int(record.id)], to: &bytes)
        } else {
            bytes.append(decimal: record.id)
        }
        let place = Int(record.type &* 31 &+ record.errorClass) & (Self.headsKept - 1)
        if heads[place].type != record.type || heads[place].errorClass != record.errorClass {
            heads[place] = head(record, texts)
        }
        bytes.append(contentsOf: heads[place].bytes)
        if record.hasAction {
            bytes.append(contentsOf: action)
            if record.actionID == JobRecord.none { null() } else { bytes.append(decimal: record.actionID) }
            appendName(record.actionName, texts)
        } else {
            bytes.append(contentsOf: noAction)
        }
        if record.hasManyEvents {
            appendEvents(texts.eventLists[Int(record.event)])
        } else if record.event != JobRecord.none {
            bytes.append(decimal: record.event)
        }
        bytes.append(contentsOf: retryCount)
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
        let place = Int(name) + 1
        while names.count <= place { names.append([]) }
        if names[place].isEmpty {
            names[place] =
                Self.member(ActionReference.CodingKeys.name, after: ",") + string(name, texts)
                + Self.member(Key.eventIDs, after: "},") + "[".utf8
        }
        bytes.append(contentsOf: names[place])
    }

    private mutating func appendEvents(_ events: [Int64]) {
        for (place, event) in events.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(decimal: event)
        }
    }

    /// A text as a JSON string, or null.
    private mutating func string(_ symbol: TextTable.Symbol, _ texts: borrowing JobTexts) -> [UInt8] {
        guard let text = texts.text(symbol) else { return Array("null".utf8) }
        let place = Int(symbol)
        while strings.count <= place { strings.append([]) }
        if strings[place].isEmpty { appendJSONString(text, to: &strings[place]) }
        return strings[place]
    }
}

/// A member with a moment in ISO 8601, or null. Remembers what comes before the time of day for some days.
private struct MomentMember: Sendable {
    private static let day: Int64 = 86_400_000_000
    private static let daysKept = 64

    private let null: [UInt8]
    private let key: [UInt8]
    private var days = Array(repeating: (day: Int64(-1), bytes: [UInt8]()), count: daysKept)

    init(_ key: some CodingKey) {
        let member = JobRows.member(key, after: ",")
        self.key = member + [UInt8(ascii: "\"")]
        null = member + "null".utf8
    }

    mutating func append(_ moment: Timestamp?, to bytes: inout [UInt8]) {
        guard let moment = moment?.withinISO8601 else { return bytes.append(contentsOf: null) }
        let (day, rest) = moment.microseconds.quotientAndRemainder(dividingBy: Self.day)
        let place = Int(day) % Self.daysKept
        if days[place].day != day {
            days[place] = (day, key)
            Timestamp(microseconds: day * Self.day).appendISO8601Date(to: &days[place].bytes)
        }
        bytes.append(contentsOf: days[place].bytes)
        Timestamp.appendISO8601Time(rest, to: &bytes)
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
