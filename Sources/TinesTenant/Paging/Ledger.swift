internal import RetryJobs
internal import Synchronization
internal import TinesRetryJobs

/// The facts of a reading while it goes on. What the time limit leaves is what stands here.
final class Ledger: Sendable {
    private let state: Mutex<Reading>

    init(tenant: TenantOrigin) {
        state = Mutex(
            Reading(source: "\(tenant)", tenant: tenant)
        )
    }

    var reading: Reading { state.withLock { $0 } }

    func swept() { state.withLock { $0.sweeps += 1 } }

    func took(_ envelope: PageEnvelope) {
        state.withLock { reading in
            reading.pagesRead += 1
            if let count = envelope.count {
                if reading.countAtStart == nil { reading.countAtStart = count }
                reading.countAtEnd = count
            }
        }
    }

    func isComplete() { state.withLock { $0.isComplete = true } }

    func isVerified() { state.withLock { $0.isVerified = true } }

    func problem(_ sentence: String) {
        state.withLock { $0.problems.append(Diagnostic(.error, "reading.incomplete", sentence)) }
    }
}
