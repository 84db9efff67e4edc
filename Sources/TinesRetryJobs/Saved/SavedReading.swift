internal import RetryJobs

/// What is known of a reading of saved pages while it goes on.
struct SavedReading {
    /// So many sentences about single pages; the rest is counted.
    private static let problemsShown = 20

    private let source: String
    private var pagesRead = 0
    private var countAtStart: Int?
    private var countAtEnd: Int?
    private var failures: [String] = []
    private var failureCount = 0
    private var chain = PageChain()

    init(source: String) {
        self.source = source
    }

    mutating func add(_ page: RetryJobPage) {
        pagesRead += 1
        countAtStart = countAtStart ?? page.envelope.count
        countAtEnd = page.envelope.count ?? countAtEnd
        chain.add(page.envelope, isEmpty: page.jobs.received == 0)
    }

    mutating func addFailure(place: String, reason: String) {
        failureCount += 1
        chain.addUnknown()
        if failures.count < Self.problemsShown { failures.append("\(place) could not be read: \(reason)") }
    }

    /// How the reading went; with a record, as the record says as far as every page that it counts was read.
    func finished(record: ReadingRecord?, recordProblem: String?) throws(RetryJobSourceError) -> Reading {
        guard pagesRead > 0 else { throw nothingRead() }
        var reading =
            record?.reading
            ?? Reading(
                source: source,
                pagesRead: pagesRead,
                countAtStart: countAtStart,
                countAtEnd: countAtEnd,
                isComplete: true
            )
        var problems = failures
        if failureCount > failures.count { problems.append("\(failureCount - failures.count) more could not be read") }
        if let record, record.savedPages != pagesRead + failureCount {
            problems.append("\(record.savedPages) pages were saved, and \(pagesRead + failureCount) are there")
        }
        if record == nil, let missing = chain.missing {
            problems.append("the pages name page \(missing) as one that follows, and it is not among them")
        }
        if !problems.isEmpty {
            reading.pagesRead = pagesRead
            reading.isComplete = false
        }
        if let recordProblem { problems.append(recordProblem) }
        if !problems.isEmpty { reading.isVerified = false }
        reading.problems += problems.map { Diagnostic(.error, "saved-pages.incomplete", $0) }
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
            "\(first).\(others) Check that it is an answer of the API, saved whole and as it came."
        )
    }
}
