internal import RetryJobs
internal import TinesRetryJobs

/// Hands pages over, one at a time, and numbers them in that order.
struct Handover: Sendable {
    private let deliver: @Sendable (RetryJobPage) async throws -> Void
    private let ledger: Ledger
    private let meter: Meter
    private var ids = JobIDSet()
    private(set) var pages = 0

    init(
        ledger: Ledger,
        meter: Meter,
        deliver: @escaping @Sendable (RetryJobPage) async throws -> Void
    ) {
        self.deliver = deliver
        self.ledger = ledger
        self.meter = meter
    }

    /// Hands a page over; answers how many of its jobs are new.
    mutating func callAsFunction(_ page: FetchedPage) async throws -> Int {
        try Task.checkCancellation()
        pages += 1
        var delivery = page.page
        delivery.prepare(number: pages, dropping: &ids)
        let new = delivery.jobs.records.count
        try await deliver(delivery)
        ledger.took(page.envelope)
        meter.took(new: new)
        return new
    }
}
