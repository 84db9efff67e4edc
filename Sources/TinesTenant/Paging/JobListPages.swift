#if LiveTenant
internal import RetryJobs
internal import Synchronization
internal import TinesRetryJobs

/// A tenant's list of jobs, as paging asks for it.
struct JobListPages: PageAsking {
    let client: TenantClient
    let endpoint: Endpoint<RetryJobPage>
    let ledger: Ledger

    func ask(_ window: PageWindow) async throws -> PageAnswer {
        switch try await client.ask(endpoint, window) {
        case .failed(let failure):
            return PageAnswer(window: window, content: .failed(attempts: failure.attempts, failure.fault))
        case .answer(let received):
            let isOld = ledger.arrived(received.arrived, clockDifference: received.clockDifference)
            var sight = PageAnswer.Sight(received.value)
            sight.isOld = isOld || received.isFromCache
            sight.time = received.arrived + (received.clockDifference ?? 0) * 1_000_000
            return PageAnswer(window: window, content: .page(sight))
        }
    }
}

extension PageAnswer.Sight {
    init(_ page: RetryJobPage) {
        var marks = page.jobs.records.map(JobMark.init)
        var unidentified = 0
        // In the order of their places, so that each goes where it was.
        for job in page.jobs.unreadable where job.reason != .notAnObject {
            unidentified += 1
            marks.insert(.unreadable, at: min(job.index, marks.count))
        }
        let envelope = page.envelope
        let next: PageAnswer.NextPage =
            if let number = envelope.nextPageNumber {
                .named(number)
            } else if envelope.hasUnreadableNext {
                .unreadable
            } else {
                envelope.hasMeta ? .none : .unsaid
            }
        self.init(page: page, jobs: marks, next: next, count: envelope.count, pages: envelope.pages)
        hasMeta = envelope.hasMeta
        self.unidentified = unidentified
        hasTwins = page.jobs.repeatsWithin() > 0
    }
}

extension JobMark {
    init(_ record: JobRecord) {
        self.init(
            id: record.id,
            lastRetry: record.lastRetry,
            retryCount: record.retryCount,
            hasTextID: record.hasTextID
        )
    }
}

/// Delivers pages one at a time, numbers them in that order, and drops the jobs that were on a page before.
struct PageDelivery: PageDelivering {
    private let body: @Sendable (RetryJobPage) async throws -> Void
    private let ledger: Ledger
    private let meter: Meter
    private var ids = JobIDSet()
    private var pages = 0
    /// The ids of the sweep that goes on, after the first one: those that are not among them have left the list.
    private var idsOfSweep = JobIDSet()
    private var sweep = 1

    private let perPage: Int

    init(perPage: Int, ledger: Ledger, meter: Meter, to body: @escaping @Sendable (RetryJobPage) async throws -> Void) {
        self.perPage = perPage
        self.body = body
        self.ledger = ledger
        self.meter = meter
    }

    mutating func deliver(_ sight: PageAnswer.Sight, known: Range<Int>) async throws -> Int {
        try Task.checkCancellation()
        pages += 1
        var page = sight.page
        if pages == 1, let count = page.envelope.count, count > 0 {
            meter.expects(pages: (count - 1) / perPage + 1)
        }
        page.dropUnreadable(at: known)
        let again = countAgain(page.jobs)
        page.prepare(number: pages, dropping: &ids)
        let new = page.jobs.records.count
        try await body(page)
        ledger.took(page.envelope)
        ledger.saw(new: new, again: again)
        meter.took(new: new)
        return new
    }

    /// How many jobs of a page are seen in this sweep for the first time; 0 in the first sweep, where all are.
    private mutating func countAgain(_ jobs: JobBatch) -> Int {
        let current = ledger.reading.sweeps
        guard current > 1 else { return 0 }
        if current != sweep {
            sweep = current
            idsOfSweep = JobIDSet()
        }
        return jobs.records.count { idsOfSweep.insert($0, jobs.source) }
    }
}
#endif
