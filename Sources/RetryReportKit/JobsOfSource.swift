public import RetryReport
public import TinesRetryJobs

extension RetryJobSource {
    /// Reads everything that the source has and writes each job, once, as it is read: for sets that no report has room
    /// for.
    ///
    /// ```swift
    /// var sink = ByteBuffer()
    /// let reading = try await SavedPages(path: "pages").render(with: NDJSONRenderer(), to: &sink)
    /// if !reading.isComplete { print("there may be more jobs than these") }
    /// ```
    ///
    /// Memory grows with the distinct ids only. When this throws, what is in `sink` is incomplete.
    ///
    /// - Parameters:
    ///   - renderer: writes the jobs. It is told how the reading ended.
    ///   - schedule: what the estimates are made with.
    ///   - sink: takes the bytes.
    /// - Returns: how the jobs were read.
    /// - Throws: `RetryJobSourceError` when nothing could be read, `CancellationError`, and what `renderer` and `sink`
    ///   throw. A reading that ends early is not an error: the result says that it is incomplete.
    @discardableResult
    public func render<Sink: ByteSink & Sendable>(
        with renderer: some JobRenderer,
        schedule: RetrySchedule = .standard,
        to sink: inout Sink
    ) async throws -> ReadingFacts {
        let jobs = RenderedJobs(renderer, schedule: schedule, sink: sink)
        do {
            try await jobs.begin()
            let reading = try await read { page in try await jobs.add(page) }
            let facts = try await jobs.end(reading)
            sink = await jobs.sink
            return facts
        } catch {
            sink = await jobs.sink
            throw error
        }
    }
}

/// Where the jobs of a source are written.
private actor RenderedJobs<Renderer: JobRenderer, Sink: ByteSink & Sendable> {
    private let renderer: Renderer
    private let schedule: RetrySchedule
    private(set) var sink: Sink
    private var ids = JobIDSet()
    private var received = 0
    private var repeated = 0
    private var unreadable = 0

    init(_ renderer: Renderer, schedule: RetrySchedule, sink: Sink) {
        self.renderer = renderer
        self.schedule = schedule
        self.sink = sink
    }

    func begin() throws {
        try renderer.begin(to: &sink)
    }

    func add(_ page: RetryJobPage) throws {
        var jobs = page.jobs
        // A source of an embedder's own may deliver a job twice.
        if !jobs.hasDistinctIDs { jobs.dropRepeated(&ids) }
        received += jobs.received
        repeated += jobs.repeated
        unreadable += jobs.unreadable.count
        try renderer.render(jobs, schedule: schedule, to: &sink)
    }

    func end(_ reading: Reading) throws -> ReadingFacts {
        let facts = ReadingFacts(
            reading: reading,
            jobsReceived: received,
            repeatedJobs: repeated,
            unreadableJobs: unreadable
        )
        try renderer.end(facts, to: &sink)
        return facts
    }
}
