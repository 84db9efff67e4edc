import FoundationEssentials
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

/// Makes pages as the API sends them.
enum PageText {
    /// A page whose jobs have the given numbers.
    static func page(_ ids: some Sequence<Int>, next: Int? = nil, count: Int? = nil) -> String {
        let jobs = ids.map { #"{"id":\#($0),"type":"T","retry_count":0}"# }.joined(separator: ",")
        let next = next.map { "\($0)" } ?? "null"
        let count = count.map { "\($0)" } ?? "null"
        return #"{"admin/retry_jobs":[\#(jobs)],"meta":{"next_page_number":\#(next),"count":\#(count)}}"#
    }
}
