public import RetryJobs

/// Where retry jobs come from: a tenant, or pages that were saved.
public protocol RetryJobSource: Sendable {
    /// Reads everything and hands over each page in the order of reading, one after the other.
    ///
    /// - Parameter take: takes a page and answers how many of its jobs were not on any page before; a source that
    ///   reads a moving set goes on until a sweep brings nothing new.
    /// - Returns: how the reading went. A page that stays unreadable makes the reading incomplete; it is no error
    ///   as long as something was read.
    /// - Throws: ``RetryJobSourceError`` when nothing could be read, and whatever `take` throws.
    func read(_ take: @Sendable (RetryJobPage) async throws -> Int) async throws -> Reading
}

/// A page as it was read.
public struct RetryJobPage: Sendable {
    /// Its jobs; `jobs.page` is its number in the order of reading, from 1.
    public let jobs: JobBatch
    /// The page as it came, for those who save it. Never holds the key.
    public let body: [UInt8]
    /// What its envelope says about the pages around it.
    public let envelope: PageEnvelope

    /// A page by its parts.
    public init(jobs: JobBatch, body: [UInt8], envelope: PageEnvelope) {
        self.jobs = jobs
        self.body = body
        self.envelope = envelope
    }
}

/// The part of a page that is no job: the API's `meta`.
public struct PageEnvelope: Sendable, Hashable {
    /// The page that comes next: `meta.next_page_number`, or the `page` query of `meta.next_page` where an older
    /// tenant has no number. Of a next link only this number is ever taken: following its host or path could send
    /// the key elsewhere. Nil when the page names none.
    public var nextPageNumber: Int?
    /// `meta.count`. Source: the documentation's own sample says 0 beside a next page, so it may not end a loop.
    public var count: Int?
    /// `meta.pages`; no more to be trusted than ``count``.
    public var pages: Int?
    /// False for a bare array, which has no `meta`.
    public var hasMeta: Bool

    /// An envelope by its parts.
    public init(nextPageNumber: Int? = nil, count: Int? = nil, pages: Int? = nil, hasMeta: Bool = true) {
        self.nextPageNumber = nextPageNumber
        self.count = count
        self.pages = pages
        self.hasMeta = hasMeta
    }
}
