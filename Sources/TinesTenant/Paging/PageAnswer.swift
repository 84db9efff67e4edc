#if LiveTenant
internal import TinesRetryJobs

/// What came of asking for a window.
struct PageAnswer: Sendable {
    let window: PageWindow
    let content: Content

    enum Content: Sendable {
        case page(Sight)
        /// All attempts failed; this is the last fault.
        case failed(attempts: Int, Fault)
    }

    /// A page as paging sees it.
    struct Sight: Sendable {
        /// What is delivered.
        var page: RetryJobPage
        /// The jobs in the order of the page; one that could not be read has a mark too, so that places are right.
        var jobs: [JobMark]
        /// What the page says about the pages after it.
        var next: NextPage
        /// `meta.count`.
        var count: Int?
        /// `meta.pages`.
        var pages: Int?
        var hasMeta = true
        /// Jobs whose id could not be read.
        var unidentified = 0
        /// A job was on the page twice, so the page is not one moment of the list.
        var hasTwins = false
        /// The answer may come from a cache, so it may be older than its request.
        var isOld = false
        /// The tenant's time in microseconds since 1970, or the best guess.
        var time: Int64 = 0
        /// When it was asked for and when it arrived, among the answers of the reading.
        var moment = Moment()
        /// The place of its first job, as asked for.
        var start = 0
    }

    /// The order of requests and answers: an answer is from a later moment than another one that arrived before it was
    /// asked for.
    struct Moment: Sendable {
        /// Answers that had arrived when it was asked for.
        var asked = 0
        /// Answers that had arrived with it.
        var arrived = 0
    }

    /// What a page says about the pages after it.
    enum NextPage: Sendable, Equatable {
        /// It says that there is none.
        case none
        case named(Int)
        /// It says something that is not a page number.
        case unreadable
        /// It says nothing.
        case unsaid

        /// There is another page, as far as this one knows.
        var isThere: Bool {
            switch self {
            case .named, .unreadable: true
            case .none, .unsaid: false
            }
        }
    }

    var sight: Sight? {
        if case .page(let sight) = content { sight } else { nil }
    }

    /// The same answer with its place among the answers of the reading.
    func at(_ moment: Moment) -> PageAnswer {
        guard case .page(var sight) = content else { return self }
        sight.moment = moment
        sight.start = window.start
        return PageAnswer(window: window, content: .page(sight))
    }

    /// Jobs on the page, readable or not.
    var received: Int { sight?.jobs.count ?? 0 }

    /// The place after its last job.
    var end: Int { window.start + received }

    /// Fewer jobs than asked for and no next page: the list ended here when this was read.
    var looksLikeEnd: Bool {
        guard let sight else { return false }
        return received < window.size && !sight.next.isThere
    }

    /// How many jobs the page says there are, at least; 0 when it says nothing.
    var leastCount: Int {
        let pages = sight?.pages ?? 0
        let (full, overflow) = max(0, pages - 1).multipliedReportingOverflow(by: window.size)
        return max(sight?.count ?? 0, pages > 1 && !overflow ? full + 1 : 0)
    }

    /// The page gives the count of exactly the jobs that are there, so that its end is certain.
    var countAgrees: Bool { sight?.count == end && looksLikeEnd }
}

/// A job in one state: a retry changes its count and its last retry, and may move it in the list.
struct JobMark: Hashable, Sendable {
    /// The number, or the place of the text among those that the run's decoder has seen.
    let id: Int64
    /// Microseconds since 1970; `Int64.min` when there was none.
    let lastRetry: Int64
    /// Or -1 when unknown.
    let retryCount: Int32
    let hasTextID: Bool
    /// False for a job that could not be read: it has no identity.
    let isReadable: Bool
    /// Eight bytes that stand for the mark in large sets; two marks of a run share them once in many billions. Kept, since
    /// each page asks several sets for each of its jobs.
    let digest: Int

    init(id: Int64, lastRetry: Int64, retryCount: Int32, hasTextID: Bool = false, isReadable: Bool = true) {
        self.id = id
        self.lastRetry = lastRetry
        self.retryCount = retryCount
        self.hasTextID = hasTextID
        self.isReadable = isReadable
        var hasher = Hasher()
        hasher.combine(id)
        hasher.combine(lastRetry)
        hasher.combine(retryCount)
        hasher.combine(hasTextID)
        hasher.combine(isReadable)
        digest = hasher.finalize()
    }

    func hash(into hasher: inout Hasher) { hasher.combine(digest) }

    static let unreadable = JobMark(id: 0, lastRetry: .min, retryCount: -1, isReadable: false)
}
#endif
