internal import RetryJobs

/// What is known of a reading of saved pages while it goes on.
struct SavedReading {
    /// So many remarks about single pages; the rest is counted.
    private static let problemsShown = 20

    private let source: String
    private var pagesRead = 0
    private var jobs = 0
    private var unreadable = 0
    private var countAtStart: Int?
    private var countAtEnd: Int?
    private var tenant: TenantOrigin?
    private var failures: [Diagnostic] = []
    private var failureCount = 0
    private var hasUnreadableNext = false
    private var chain = PageChain()

    init(source: String) {
        self.source = source
    }

    /// Adds a page that is about to be delivered. Throws when it belongs to another tenant than those before it.
    mutating func add(_ page: RetryJobPage) throws(RetryJobSourceError) {
        if let other = page.envelope.tenant {
            if let tenant, tenant != other {
                throw RetryJobSourceError(
                    .unreadableInput,
                    "\(source) has pages of two tenants, \(tenant) and \(other). Their jobs can't be compared: give the "
                        + "pages of one tenant at a time."
                )
            }
            tenant = other
        }
        pagesRead += 1
        jobs += page.jobs.records.count
        unreadable += page.jobs.unreadable.count
        countAtStart = countAtStart ?? page.envelope.count
        countAtEnd = page.envelope.count ?? countAtEnd
        if page.envelope.hasUnreadableNext, page.jobs.received > 0 { hasUnreadableNext = true }
        chain.add(page.envelope, isEmpty: page.jobs.received == 0)
    }

    mutating func addFailure(place: String, reason: String, code: Diagnostic.Code) {
        failureCount += 1
        chain.addUnknown()
        if failures.count < Self.problemsShown {
            failures.append(Diagnostic(.error, code, "\(place) could not be read: \(reason)"))
        }
    }

    /// How the reading went; with a record, as the record says as far as every page that it counts was read.
    ///
    /// Without a record nothing is verified: nobody knows how long the pages took and what moved meanwhile.
    func finished(record: ReadingRecord?, recordProblem: String?) throws(RetryJobSourceError) -> Reading {
        guard pagesRead > 0 else { throw nothingRead() }
        var problems = failures
        func add(_ code: Diagnostic.Code, _ message: String) { problems.append(Diagnostic(.error, code, message)) }
        if failureCount > failures.count {
            add("saved-pages.unreadable", "\(failureCount - failures.count) more could not be read")
        }
        if let record {
            let found = pagesRead + failureCount
            if record.savedPages != found {
                add("saved-pages.missing", "\(record.savedPages) pages were saved, and \(found) were found")
            }
        } else {
            if let missing = PageChain.sentence(chain.missing) { add("saved-pages.missing", missing) }
            if hasUnreadableNext { add("page.next-unreadable", "A page names a next page that can't be read.") }
            if let count = countAtEnd, count > jobs + unreadable + max(20, jobs / 10) {
                add("saved-pages.count", "The tenant counted \(count) jobs, and the pages have \(jobs + unreadable).")
            }
        }
        var reading =
            record?.reading
            ?? Reading(
                source: source,
                tenant: tenant,
                pagesRead: pagesRead,
                countAtStart: countAtStart,
                countAtEnd: countAtEnd,
                isComplete: true
            )
        if !problems.isEmpty {
            reading.pagesRead = pagesRead
            reading.isComplete = false
        }
        if let recordProblem { add("saved-pages.record", recordProblem) }
        if unreadable > 0, reading.isVerified {
            add("jobs.unidentified", "\(unreadable) jobs could not be identified, so others may be missing.")
        }
        if !problems.isEmpty { reading.isVerified = false }
        reading.problems += problems
        return reading
    }

    private func nothingRead() -> RetryJobSourceError {
        guard let first = failures.first else {
            return RetryJobSourceError(
                .unreadableInput,
                "There is nothing to read in \(source). Expected an answer of the API, a list of jobs, or one of "
                    + "these on each line."
            )
        }
        let others = failureCount > 1 ? " None of the \(failureCount) pages could be read." : ""
        return RetryJobSourceError(
            .unreadableInput,
            "\(first.message).\(others) Check that it is an answer of the API, saved completely and as it came."
        )
    }
}
