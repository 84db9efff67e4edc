import Synchronization

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
