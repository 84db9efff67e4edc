import Foundation
import RetryJobs
import RetryReport

/// Up to 4,096 jobs of a snapshot as one value of the database.
///
/// By hand, because a row for each job was measured: a million rows take 5.1 s to write and 0.7 s to read through GRDB,
/// and 290 such values take 0.3 s to write, on the same machine. Each number is written in groups of seven bits, the
/// lowest first; ids and times as the distance from the one before.
struct SnapshotPage {
    /// A value that is not what ``encoded(_:ids:groups:)`` wrote.
    struct Damage: Error {}

    static let jobs = 4096
    private static let form: UInt8 = 1
    /// With ``marks``.
    private static let formWithMarks: UInt8 = 2

    /// The jobs; groups are the database's numbers, texts are places in ``ids``.
    private(set) var states: [JobState] = []
    private(set) var ids: [String] = []
    /// What is known of each job that was missing; empty for jobs that were not.
    private(set) var marks: [AwayMarks] = []

    /// The bytes of a page, with each group as its number in `groups`, which is the database's.
    static func encoded(_ states: ArraySlice<JobState>, ids: [String], groups: [Int32]) -> Data {
        encoded(states, ids: ids, marks: nil) { groups[Int($0.group)] }
    }

    /// The bytes of a page of jobs that were missing, whose groups are numbers of the database.
    static func encoded(_ away: AwayJobs, _ places: Range<Int>) -> Data {
        encoded(away.jobs[places], ids: away.ids, marks: away.marks[places]) { $0.group }
    }

    private static func encoded(
        _ states: ArraySlice<JobState>,
        ids: [String],
        marks: ArraySlice<AwayMarks>?,
        group: (JobState) -> Int32
    ) -> Data {
        var writer = Writer()
        writer.bytes.reserveCapacity(states.count * 16)
        writer.bytes.append(marks == nil ? form : formWithMarks)
        writer.number(UInt64(states.count))
        var (lastID, lastTime, lastAction) = (Int64(0), Int64(0), Int64(0))
        for (place, state) in zip(states.indices, states) {
            // Three bits say what follows, so that nothing is written for what is not there.
            let hasTime = state.lastRetry != JobState.none
            let hasAction = state.actionID != JobState.none
            let flags: UInt64 = (state.hasTextID ? 1 : 0) | (hasTime ? 2 : 0) | (hasAction ? 4 : 0)
            writer.number(flags | UInt64(max(0, Int(state.retryCount) + 1)) << 3)
            if state.hasTextID {
                writer.text(ids[Int(state.id)])
            } else {
                writer.signed(state.id &- lastID)
                lastID = state.id
            }
            if hasTime {
                writer.signed(state.lastRetry &- lastTime)
                lastTime = state.lastRetry
            }
            if hasAction {
                writer.signed(state.actionID &- lastAction)
                lastAction = state.actionID
            }
            writer.number(UInt64(max(0, group(state))))
            if let marks { writer.number(marks[place].rawValue) }
        }
        return Data(writer.bytes)
    }

    /// A page from its bytes. Throws ``Damage``.
    init(_ data: Data) throws {
        var reader = Reader(bytes: [UInt8](data)[...])
        let form = try reader.byte()
        guard form == Self.form || form == Self.formWithMarks else { throw Damage() }
        let count = try reader.number()
        guard count <= Self.jobs else { throw Damage() }
        states.reserveCapacity(Int(count))
        var (lastID, lastTime, lastAction) = (Int64(0), Int64(0), Int64(0))
        for _ in 0..<count {
            let head = try reader.number()
            guard let retryCount = Int16(exactly: Int64(head >> 3) - 1) else { throw Damage() }
            var state = JobState(id: 0, group: 0, retryCount: retryCount, hasTextID: head & 1 != 0)
            if state.hasTextID {
                state.id = Int64(ids.count)
                ids.append(try reader.text())
            } else {
                lastID &+= try reader.signed()
                state.id = lastID
            }
            if head & 2 != 0 {
                lastTime &+= try reader.signed()
                state.lastRetry = lastTime
            }
            if head & 4 != 0 {
                lastAction &+= try reader.signed()
                state.actionID = lastAction
            }
            guard let group = Int32(exactly: try reader.number()) else { throw Damage() }
            state.group = group
            states.append(state)
            if form == Self.formWithMarks { marks.append(AwayMarks(rawValue: try reader.number())) }
        }
        guard reader.bytes.isEmpty else { throw Damage() }
    }

    private struct Writer {
        var bytes: [UInt8] = []

        mutating func number(_ number: UInt64) {
            var rest = number
            while rest > 0x7F {
                bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
                rest >>= 7
            }
            bytes.append(UInt8(rest))
        }

        mutating func signed(_ number: Int64) {
            self.number(UInt64(bitPattern: number << 1 ^ number >> 63))
        }

        mutating func text(_ text: String) {
            number(UInt64(text.utf8.count))
            bytes += text.utf8
        }
    }

    private struct Reader {
        var bytes: ArraySlice<UInt8>

        mutating func byte() throws -> UInt8 {
            guard let byte = bytes.popFirst() else { throw Damage() }
            return byte
        }

        mutating func number() throws -> UInt64 {
            var number: UInt64 = 0
            for shift in stride(from: UInt64(0), through: 63, by: 7) {
                let byte = try byte()
                number |= UInt64(byte & 0x7F) << shift
                if byte < 0x80 { return number }
            }
            throw Damage()
        }

        mutating func signed() throws -> Int64 {
            let number = try number()
            return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
        }

        mutating func text() throws -> String {
            let count = try number()
            guard count <= bytes.count, let text = String(validating: bytes.prefix(Int(count)), as: UTF8.self) else {
                throw Damage()
            }
            bytes = bytes.dropFirst(Int(count))
            return text
        }
    }
}
