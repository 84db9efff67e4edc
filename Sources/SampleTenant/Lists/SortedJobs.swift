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
