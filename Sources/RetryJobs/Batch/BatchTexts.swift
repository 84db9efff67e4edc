import Synchronization

/// The texts of one decoder's batches, growing with each batch; whoever reads a batch asks for those it lacks.
package final class BatchTexts: Sendable {
    private let state = Mutex(JobTexts())

    package init() {}

    package func record(_ job: RetryJob) -> JobRecord {
        state.withLock { $0.record(job) }
    }

    /// Everything so far. Whoever keeps it makes the next batch copy it: let go of it soon.
    package func snapshot() -> JobTexts {
        state.withLock { $0 }
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
