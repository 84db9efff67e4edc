#if LiveTenant
extension SampleTenant {
    /// Something that became of a job.
    public struct JobEvent: Sendable, Hashable {
        /// What became of it.
        public enum Kind: Sendable, Hashable {
            /// It failed for the first time.
            case entered
            /// A retry failed, and left it waiting with this retry count.
            case failed(retryCount: Int)
            /// Its last retry failed: it is on the list of dead jobs.
            case died
            /// A retry succeeded.
            case recovered
            /// It was deleted.
            case removed
        }

        /// The tenant's time, in microseconds since 1970.
        public let time: Int64
        /// The number of the job.
        public let job: UInt64
        /// What became of it.
        public let kind: Kind
    }
}

/// What became of each job, in order; nothing unless it is kept.
struct JobLog: Sendable {
    var isKept = false
    private(set) var events: [SampleTenant.JobEvent] = []

    mutating func add(_ kind: SampleTenant.JobEvent.Kind, _ job: TenantJob, at time: Int64) {
        guard isKept else { return }
        events.append(SampleTenant.JobEvent(time: time, job: job.id, kind: kind))
    }
}
#endif
