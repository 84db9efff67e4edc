internal import RetryJobs

extension SampleTenant {
    /// The order in which a list is served. The vendor documents none.
    public enum Order: String, Sendable, Hashable, CaseIterable {
        /// By next retry, soonest first: a Redis sorted set read from its beginning.
        case ascending
        /// By next retry, latest first: what Sidekiq's own iteration over a set gives.
        case descending
        /// By id: a job keeps its place.
        case id
        /// By id, newest first: new jobs enter in front.
        case idDescending = "id-descending"
        /// By the time of the last failure, oldest first.
        case failure
        /// By the time of the last failure, newest first.
        case failureDescending = "failure-descending"
        /// In no order: a job keeps its place until it is retried, then it is anywhere.
        case none
        /// In no order, and another one in each answer.
        case shuffled
        /// By the minute of the next retry, and within a minute in another order in each answer.
        case minutes
        /// Two sets by next retry, one after the other.
        case halves

        /// At most `limit` jobs from `offset` on; none past the end. Cost: a sort of the set, except by next retry.
        ///
        /// `answer` is a number that differs from answer to answer.
        func jobs(of set: SortedJobs, from offset: Int, limit: Int, answer: Int) -> [TenantJob] {
            switch self {
            case .ascending:
                return set.jobs(from: offset, limit: limit)
            case .descending:
                let end = set.count - offset
                guard end > 0 else { return [] }
                let start = max(0, end - limit)
                return set.jobs(from: start, limit: end - start).reversed()
            default:
                guard offset < set.count else { return [] }
                let sorted = set.jobs(from: 0, limit: .max)
                    .map { (place: place(of: $0, answer: UInt64(answer)), job: $0) }
                    .sorted { $0.place < $1.place }
                return sorted[offset..<min(set.count, offset + limit)].map(\.job)
            }
        }

        private func place(of job: TenantJob, answer: UInt64) -> (Int64, UInt64) {
            switch self {
            case .ascending: (job.score, job.id)
            case .descending: (-job.score, ~job.id)
            case .id: (0, job.id)
            case .idDescending: (0, ~job.id)
            case .failure: (job.failedAt, job.id)
            case .failureDescending: (-job.failedAt, ~job.id)
            case .none: (0, SplitMix64.hash(job.id, UInt64(job.retryCount)))
            case .shuffled: (0, SplitMix64.hash(job.id, answer))
            case .minutes: (job.score / 60_000_000, SplitMix64.hash(job.id, answer))
            case .halves: (job.id.isMultiple(of: 2) ? job.score : job.score + .max / 2, job.id)
            }
        }
    }
}
