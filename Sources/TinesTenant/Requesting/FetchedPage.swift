internal import RetryJobs
internal import TinesRetryJobs

/// A page that arrived whole.
struct FetchedPage: Sendable {
    let window: PageWindow
    let page: RetryJobPage

    var jobs: JobBatch { page.jobs }
    var envelope: PageEnvelope { page.envelope }

    /// Jobs on the page, readable or not.
    var received: Int { jobs.received }

    /// Fewer jobs than asked for and no next page: the set ended here when this was read.
    var isEnd: Bool { received < window.size && envelope.nextPageNumber == nil }

    /// What tells the readable jobs from others and from themselves at another time, in the order of the page.
    var marks: [JobMark] { jobs.records.map(JobMark.init) }

    /// The same for pages with the same jobs in the same state and order, within one run.
    var fingerprint: Int {
        var hasher = Hasher()
        hasher.combine(jobs.unreadable.count)
        for record in jobs.records { hasher.combine(JobMark(record)) }
        return hasher.finalize()
    }
}

/// A job in one state: a retry changes its count and its last retry, and moves it in the set.
struct JobMark: Hashable, Sendable {
    /// The number, or the place of the text among those that the run's decoder has seen.
    let id: Int64
    let hasTextID: Bool
    let retryCount: Int32
    let lastRetry: Int64

    init(_ record: JobRecord) {
        id = record.id
        hasTextID = record.hasTextID
        retryCount = record.retryCount
        lastRetry = record.lastRetry
    }
}

/// What became of asking for a page.
enum FetchOutcome: Sendable {
    case page(FetchedPage)
    /// All attempts failed; this is the last fault.
    case failed(PageWindow, attempts: Int, Fault)
}
