import RetryJobs
import Synchronization
import TinesRetryJobs

/// Everything that a source hands over.
struct ReadPages {
    let pages: [RetryJobPage]
    let reading: Reading

    init(_ source: some RetryJobSource) async throws {
        let taken = Mutex<[RetryJobPage]>([])
        reading = try await source.read { page in
            taken.withLock { $0.append(page) }
        }
        pages = taken.withLock { $0 }
    }

    init(_ path: String) async throws {
        try await self.init(SavedPages(path: path))
    }

    /// The numbers of all jobs, in order.
    var ids: [Int64] {
        pages.flatMap { $0.jobs.jobs }.compactMap { job in
            guard case .number(let number) = job.id else { return nil }
            return number
        }
    }
}
