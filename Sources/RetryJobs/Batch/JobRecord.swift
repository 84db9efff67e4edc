import Synchronization

/// A ``RetryJob`` in 56 bytes without references: texts are numbers of a ``TextTable``, so that a million jobs fit into
/// memory and grouping compares numbers.
package struct JobRecord: Sendable {
    /// Means "no number" in ``lastRetry``, ``actionID`` and ``event``.
    package static let none = Int64.min

    /// The number of the job, or with ``hasTextID`` the place of its text in the table of identifiers.
    package var id: Int64
    /// Microseconds since 1970, or ``none``.
    package var lastRetry: Int64
    package var actionID: Int64
    /// The only event, ``none``, or with ``hasManyEvents`` a place in the lists of events.
    package var event: Int64
    package var actionName: TextTable.Symbol
    package var type: TextTable.Symbol
    package var errorClass: TextTable.Symbol
    /// -1 when it is unknown.
    package var retryCount: Int32
    package var hasTextID: Bool
    package var hasManyEvents: Bool
    package var hasAction: Bool

    package init(
        id: Int64,
        lastRetry: Int64,
        actionID: Int64,
        event: Int64,
        actionName: TextTable.Symbol,
        type: TextTable.Symbol,
        errorClass: TextTable.Symbol,
        retryCount: Int32,
        hasTextID: Bool,
        hasManyEvents: Bool,
        hasAction: Bool
    ) {
        self.id = id
        self.lastRetry = lastRetry
        self.actionID = actionID
        self.event = event
        self.actionName = actionName
        self.type = type
        self.errorClass = errorClass
        self.retryCount = retryCount
        self.hasTextID = hasTextID
        self.hasManyEvents = hasManyEvents
        self.hasAction = hasAction
    }

    package var knownRetryCount: Int? { retryCount < 0 ? nil : Int(retryCount) }

    package var knownLastRetry: Timestamp? { lastRetry == Self.none ? nil : Timestamp(microseconds: lastRetry) }
}

/// The texts and lists that the numbers in ``JobRecord``s refer to.
package struct JobTexts: Sendable {
    /// Job types, error classes and names of actions.
    package var texts = TextTable()
    /// Identifiers of jobs that are not numbers.
    package var ids = TextTable()
    /// Events of jobs that have more than one.
    package var eventLists: [[Int64]] = []

    package init() {}

    package mutating func record(_ job: RetryJob) -> JobRecord {
        var id: Int64 = 0
        var hasTextID = false
        switch job.id {
        case .number(let number): id = number
        case .text(let text):
            id = Int64(ids.intern(text).symbol)
            hasTextID = true
        }
        var event = job.eventIDs.first ?? JobRecord.none
        if job.eventIDs.count > 1 || event == JobRecord.none && !job.eventIDs.isEmpty {
            event = Int64(eventLists.count)
            eventLists.append(job.eventIDs)
        }
        return JobRecord(
            id: id,
            lastRetry: job.lastRetry?.microseconds ?? JobRecord.none,
            actionID: job.action?.id ?? JobRecord.none,
            event: event,
            actionName: texts.symbol(for: job.action?.name),
            type: texts.intern(job.type.rawValue).symbol,
            errorClass: texts.symbol(for: job.errorClass),
            retryCount: job.retryCount.map(Int32.init(clamping:)) ?? -1,
            hasTextID: hasTextID,
            hasManyEvents: job.eventIDs.count > 1 || job.eventIDs.first == JobRecord.none,
            hasAction: job.action != nil
        )
    }

    package func job(_ record: JobRecord) -> RetryJob {
        RetryJob(
            id: id(record),
            type: JobType(rawValue: texts.texts[Int(record.type)]),
            action: action(record),
            eventIDs: events(record),
            retryCount: record.knownRetryCount,
            lastRetry: record.knownLastRetry,
            errorClass: text(record.errorClass)
        )
    }

    package func text(_ symbol: TextTable.Symbol) -> String? {
        symbol == TextTable.none ? nil : texts.texts[Int(symbol)]
    }

    package func id(_ record: JobRecord) -> JobID {
        record.hasTextID ? .text(ids.texts[Int(record.id)]) : .number(record.id)
    }

    package func events(_ record: JobRecord) -> [Int64] {
        if record.hasManyEvents { return eventLists[Int(record.event)] }
        return record.event == JobRecord.none ? [] : [record.event]
    }

    package func action(_ record: JobRecord) -> ActionReference? {
        guard record.hasAction else { return nil }
        return ActionReference(
            id: record.actionID == JobRecord.none ? nil : record.actionID,
            name: text(record.actionName)
        )
    }
}

/// Texts stored once, each under a small number. Two texts are the same only when their bytes are: Swift's `==` is also
/// true for texts that differ in normalization.
package struct TextTable: Sendable {
    /// A text's number in its table.
    package typealias Symbol = Int32
    /// Means "no text".
    package static let none: Symbol = -1

    /// Every text, by its number.
    package private(set) var texts: [String] = []
    private var symbols: [ExactText: Symbol] = [:]

    package init() {}

    /// The text's number and whether it is new here.
    package mutating func intern(_ text: String) -> (symbol: Symbol, isNew: Bool) {
        let key = ExactText(text)
        if let symbol = symbols[key] { return (symbol, false) }
        let symbol = Symbol(texts.count)
        texts.append(text)
        symbols[key] = symbol
        return (symbol, true)
    }

    package mutating func symbol(for text: String?) -> Symbol {
        guard let text else { return Self.none }
        return intern(text).symbol
    }
}

/// The texts of the batches of one run, which grow with each batch. The decoders of a run share one table and the
/// report that is built of its batches keeps it, so a text is numbered once.
package final class BatchTexts: Sendable {
    private let state = Mutex(JobTexts())

    package init() {}

    package func record(_ job: RetryJob) -> JobRecord {
        state.withLock { $0.record(job) }
    }

    /// The number of a job's id that is a text.
    package func internID(_ text: String) -> TextTable.Symbol {
        state.withLock { $0.ids.intern(text).symbol }
    }

    /// The texts so far. The next text that is added copies the table if it is still shared then.
    package func snapshot() -> JobTexts {
        state.withLock { $0 }
    }

    /// Adds a list of events and returns its place.
    package func add(events: [Int64]) -> Int64 {
        state.withLock { state in
            state.eventLists.append(events)
            return Int64(state.eventLists.count - 1)
        }
    }

    /// Reads the texts without sharing them.
    package func read<Result: Sendable>(_ body: (borrowing JobTexts) -> Result) -> Result {
        state.withLock { body($0) }
    }

    /// The numbers of texts that a decoder met for the first time, in the order given.
    package func intern(_ texts: [String]) -> [TextTable.Symbol] {
        state.withLock { state in texts.map { state.texts.intern($0).symbol } }
    }
}
