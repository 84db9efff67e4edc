internal import RetryJobs
internal import TinesRetryJobs

/// Hands pages over, one at a time, and numbers them in that order.
struct Handover: Sendable {
    private let take: @Sendable (RetryJobPage) async throws -> Int
    private let decoder: SharedDecoder
    private let ledger: Ledger
    private let meter: Meter
    private(set) var pages = 0

    init(
        decoder: SharedDecoder,
        ledger: Ledger,
        meter: Meter,
        take: @escaping @Sendable (RetryJobPage) async throws -> Int
    ) {
        self.take = take
        self.decoder = decoder
        self.ledger = ledger
        self.meter = meter
    }

    /// Hands a page over; answers how many of its jobs are new.
    mutating func callAsFunction(_ page: FetchedPage) async throws -> Int {
        try Task.checkCancellation()
        pages += 1
        var jobs = page.jobs
        // The guess was wrong: a page before it failed, or stood in no plan.
        if jobs.page != pages { (jobs, _) = try await decoder.decode(page.body, page: pages) }
        let new = try await take(RetryJobPage(jobs: jobs, body: page.body, envelope: page.envelope))
        ledger.took(page.envelope)
        meter.took(new: new)
        return new
    }
}
