#if LiveTenant
internal import Logging
internal import RetryJobs
internal import Synchronization
internal import TinesRetryJobs

/// The facts of a reading while it goes on. What the time limit leaves is what is written here.
final class Ledger: Sendable {
    private struct State {
        var reading: Reading
        /// The tenant's clock minus ours, in seconds: the most that an answer showed.
        var clockDifference: Int64?
        var firstArrived: Int64?
        var lastArrived: Int64 = 0
        /// Jobs, each counted once, and those of them that the sweep that goes on has seen.
        var jobs = 0
        var jobsOfSweep = 0
        /// The last sweep went from one end of the list to the other.
        var isSweepJoined = false
    }

    /// Seconds by which `Date` may fall behind: it is cut off to whole ones, and answers take a while.
    private static let mostDelay: Int64 = 3

    private let state: Mutex<State>
    private let meter: Meter
    private let logger: Logger

    init(tenant: TenantOrigin, meter: Meter, logger: Logger) {
        self.meter = meter
        self.logger = logger
        state = Mutex(State(reading: Reading(source: "\(tenant)", tenant: tenant)))
    }

    var reading: Reading { state.withLock { $0.reading } }

    /// Notes the moment at which the reading begins, in microseconds since 1970.
    func began(at time: Int64) { state.withLock { $0.reading.startedAt = Timestamp(microseconds: time) } }

    /// Notes that a page arrived, in microseconds since 1970.
    ///
    /// - Returns: true when the server's clock shows that the page is older than others that came before it.
    func arrived(_ time: Int64, clockDifference: Int64?) -> Bool {
        state.withLock { state in
            state.lastArrived = max(state.lastArrived, time)
            state.reading.finishedAt = Timestamp(microseconds: state.lastArrived)
            guard let clockDifference else { return false }
            let most = state.clockDifference ?? clockDifference
            state.clockDifference = max(most, clockDifference)
            return clockDifference < most - Self.mostDelay
        }
    }

    /// A sweep begins.
    func swept() {
        let sweeps = state.withLock { state in
            state.reading.sweeps += 1
            state.jobsOfSweep = 0
            state.isSweepJoined = false
            return state.reading.sweeps
        }
        meter.swept()
        logger.info("Sweep begins", metadata: ["sweep": "\(sweeps)"])
    }

    func took(_ envelope: PageEnvelope) {
        state.withLock { state in
            state.reading.pagesRead += 1
            if let count = envelope.count {
                if state.reading.countAtStart == nil { state.reading.countAtStart = count }
                state.reading.countAtEnd = count
            }
        }
    }

    /// Notes the jobs of a page: those on none before, and those on none before in this sweep.
    func saw(new: Int, again: Int) {
        state.withLock { state in
            state.jobs += new
            state.jobsOfSweep += again
        }
    }

    /// The sweep that goes on has reached the other end of the list without a gap.
    func joined() { state.withLock { $0.isSweepJoined = true } }

    /// Says how many jobs left the list while it was read: they are counted all the same.
    func noteLeft() {
        let left = state.withLock { state in
            state.reading.sweeps > 1 && state.isSweepJoined ? state.jobs - state.jobsOfSweep : 0
        }
        guard left > 0 else { return }
        note(
            left == 1
                ? "1 job was not found again when the list was read for the last time: it left the list meanwhile, and "
                    + "this report counts it."
                : "\(left) jobs were not found again when the list was read for the last time: they left the list "
                    + "meanwhile, and this report counts them."
        )
    }

    func isComplete() { state.withLock { $0.reading.isComplete = true } }

    func isVerified() { state.withLock { $0.reading.isVerified = true } }

    func problem(_ code: String, _ sentence: String) {
        state.withLock { $0.reading.problems.append(Diagnostic(.warning, Diagnostic.Code(rawValue: code), sentence)) }
    }

    func hasProblem(_ code: String) -> Bool {
        state.withLock { $0.reading.problems.contains { $0.code.rawValue == code } }
    }

    func note(_ sentence: String) { state.withLock { $0.reading.notes.append(sentence) } }

    /// Notes something that may be found on many pages.
    func noteOnce(_ sentence: String) {
        state.withLock { state in
            guard state.reading.notes.count < 3 else { return }
            state.reading.notes.append(sentence)
        }
    }

    /// Says by how much the clocks differ, where it matters: more than a minute.
    func noteClocks() {
        guard let difference = state.withLock({ $0.clockDifference }), abs(difference) > 60 else { return }
        note("The tenant's clock is \(abs(difference)) s \(difference > 0 ? "ahead of" : "behind") this machine's.")
    }
}
#endif
