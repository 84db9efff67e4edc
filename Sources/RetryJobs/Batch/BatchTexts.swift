import Synchronization

/// The texts of one decoder's batches, growing with each batch; whoever reads a batch asks for those it lacks.
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

    /// Reads what is there without sharing it.
    package func read<Result: Sendable>(_ body: (borrowing JobTexts) -> Result) -> Result {
        state.withLock { body($0) }
    }

    /// The numbers of texts that a decoder met for the first time, in the order given.
    package func intern(_ texts: [String]) -> [TextTable.Symbol] {
        state.withLock { state in texts.map { state.texts.intern($0).symbol } }
    }
}
