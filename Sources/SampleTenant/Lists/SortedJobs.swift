#if LiveTenant
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

/// Jobs ordered by their score (the next retry, or the time of death), read by offset as a Redis sorted set is.
///
/// A sorted array in chunks: reading, inserting and removing touch one chunk and the list of
/// chunks, so a set of a million jobs stays quick to change and small in memory.
struct SortedJobs: Sendable {
    private static let chunkSize = 512

    private var chunks: [[TenantJob]]
    private(set) var count: Int

    /// Takes the jobs in any order. Cost: one sort.
    init(_ jobs: consuming [TenantJob]) {
        jobs.sort { $0.precedes($1) }
        count = jobs.count
        chunks = stride(from: 0, to: jobs.count, by: Self.chunkSize).map { start in
            Array(jobs[start..<Swift.min(start + Self.chunkSize, jobs.count)])
        }
    }

    /// At most `limit` jobs from `offset` on; none past the end.
    func jobs(from offset: Int, limit: Int) -> [TenantJob] {
        guard offset < count, limit > 0 else { return [] }
        var found: [TenantJob] = []
        found.reserveCapacity(Swift.min(limit, count - offset))
        var (chunk, index) = position(of: offset)
        while chunk < chunks.count, found.count < limit {
            let end = Swift.min(chunks[chunk].count, index + limit - found.count)
            found.append(contentsOf: chunks[chunk][index..<end])
            chunk += 1
            index = 0
        }
        return found
    }

    /// Calls `body` with every job in order.
    func forEach(_ body: (TenantJob) -> Void) {
        for chunk in chunks { chunk.forEach(body) }
    }

    /// The job with the lowest score.
    var first: TenantJob? { chunks.first?.first }
    /// The job with the highest score.
    var last: TenantJob? { chunks.last?.last }

    /// Adds a job at its place.
    mutating func insert(_ job: TenantJob) {
        count += 1
        guard !chunks.isEmpty else {
            chunks = [[job]]
            return
        }
        let after = Self.firstIndex(in: chunks) { chunk in chunk.last.map(job.precedes) ?? true }
        let chunk = Swift.min(after, chunks.count - 1)
        let index = Self.firstIndex(in: chunks[chunk]) { job.precedes($0) }
        chunks[chunk].insert(job, at: index)
        if chunks[chunk].count > 2 * Self.chunkSize {
            let half = Array(chunks[chunk][Self.chunkSize...])
            chunks[chunk].removeLast(half.count)
            chunks.insert(half, at: chunk + 1)
        }
    }

    /// Removes the job at `offset`; `nil` past the end.
    mutating func remove(at offset: Int) -> TenantJob? {
        guard offset >= 0, offset < count else { return nil }
        let (chunk, index) = position(of: offset)
        let job = chunks[chunk].remove(at: index)
        if chunks[chunk].isEmpty { chunks.remove(at: chunk) }
        count -= 1
        return job
    }

    /// Removes all jobs and returns them in order.
    mutating func removeAll() -> [TenantJob] {
        defer { self = SortedJobs([]) }
        return chunks.flatMap { $0 }
    }

    private func position(of offset: Int) -> (chunk: Int, index: Int) {
        var left = offset
        for (chunk, jobs) in chunks.enumerated() {
            if left < jobs.count { return (chunk, left) }
            left -= jobs.count
        }
        return (chunks.count, 0)
    }

    private static func firstIndex<Element>(in sorted: [Element], where holds: (Element) -> Bool) -> Int {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if holds(sorted[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
#endif
