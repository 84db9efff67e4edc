internal import RetryJobs

/// What is known of a reading of saved pages while it goes on.
struct SavedReading {
    /// The most remarks about single pages; the rest is counted.
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

    /// `tenant`: the one that a record names.
    init(source: String, tenant: TenantOrigin? = nil) {
        self.source = source
        self.tenant = tenant
    }

    /// Adds a page that is about to be delivered. Throws when it belongs to another tenant than those before it.
    mutating func add(_ page: RetryJobPage) throws(RetryJobSourceError) {
        if let other = page.envelope.tenant {
            if let tenant, tenant != other {
                throw .twoTenants(tenant, other, in: source)
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
                add(
                    "saved-pages.count",
                    "The tenant counted \(NumberWords.counted(count, "job")), and the pages have \(NumberWords.grouped(jobs + unreadable))."
                )
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

/// What the pages of a list say about each other: which of those that they name were not given.
///
/// A page's own number is that of `meta.current_page`, or follows from the page that it names as the next or the
/// previous one. A page that names none of these may be any page.
struct PageChain {
    private var named: Set<Int> = []
    private var present: Set<Int> = []
    private var anyPages = 0
    /// Numbers above this are ignored: the missing pages are listed one by one.
    private static let largest = 10_000_000

    /// Adds a page.
    mutating func add(_ envelope: PageEnvelope, isEmpty: Bool) {
        let next = plausible(envelope.nextPageNumber)
        let previous = plausible(envelope.previousPageNumber)
        // The API names a next page even where none is: its own sample does. An empty page ends the list.
        if let next, !isEmpty { named.insert(next) }
        if let previous { named.insert(previous) }
        if let own = plausible(envelope.pageNumber) ?? next.map({ $0 - 1 }) ?? previous.map({ $0 + 1 }) {
            present.insert(own)
        } else {
            anyPages += 1
        }
    }

    /// Adds a page of which nothing is known.
    mutating func addUnknown() {
        anyPages += 1
    }

    /// The pages that are named, or come before one that is there, and can't be among those that were added; in order.
    var missing: [Int] {
        let last = max(named.max() ?? 0, present.max() ?? 0)
        guard last > 0 else { return [] }
        let missing = (1...last).filter { !present.contains($0) }
        // A page that names no other is most likely the last one.
        return Array(missing.dropLast(anyPages))
    }

    private func plausible(_ number: Int?) -> Int? {
        number.flatMap { (1...Self.largest).contains($0) ? $0 : nil }
    }

    /// `Page 2 is missing`, `Pages 1, 4 to 6 and 9 are missing`; of very many only the first are named.
    static func sentence(_ missing: [Int]) -> String? {
        guard let first = missing.first else { return nil }
        var ranges = [first...first]
        for number in missing.dropFirst() {
            if let last = ranges.last, last.upperBound + 1 == number {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        var words = ranges.prefix(10).map { range in
            range.count == 1
                ? "\(range.lowerBound)"
                : "\(range.lowerBound) \(range.count == 2 ? "and" : "to") \(range.upperBound)"
        }
        if ranges.count > 10 { words.append("others") }
        let last = words.removeLast()
        let list = words.isEmpty ? last : "\(words.joined(separator: ", ")) and \(last)"
        return missing.count == 1
            ? "Page \(list) is missing: the pages that were given name it."
            : "Pages \(list) are missing: the pages that were given name them or come after them."
    }
}

extension RetryJobSourceError {
    /// Pages of two tenants were given as one reading.
    static func twoTenants(_ tenant: TenantOrigin, _ other: TenantOrigin, in source: String) -> Self {
        Self(
            .unreadableInput,
            "Pages of two tenants, \(tenant) and \(other), are in \(source). Their jobs can't be compared: give the "
                + "pages of one tenant at a time."
        )
    }
}
