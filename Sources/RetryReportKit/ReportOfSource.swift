public import RetryReport
public import TinesRetryJobs

extension Report {
    /// Reads everything that a source has and makes the report of it.
    ///
    /// ```swift
    /// let report = try await Report(reading: SavedPages(path: "pages"), now: Timestamp(date: Date()))
    /// let page = try HTMLRenderer.page().render(report)
    /// ```
    ///
    /// - Parameters:
    ///   - source: ``SavedPages``, `TenantSource` of the module `TinesTenant`, or a source of your own.
    ///   - title: the report's own title, any text.
    ///   - now: the moment that every estimate and every "ago" refers to.
    ///   - schedule: what the estimates are made with.
    ///   - limits: what the report keeps of what it counts.
    /// - Throws: `RetryJobSourceError` when nothing could be read, and `CancellationError`. A reading that breaks off is
    ///   no error: ``Report/reading`` says that it is incomplete, and so does every format.
    public init(
        reading source: some RetryJobSource,
        title: String = "Retry jobs",
        now: Timestamp,
        schedule: RetrySchedule = .standard,
        limits: ReportLimits = ReportLimits()
    ) async throws {
        let pages = GatheredPages(ReportBuilder(now: now, schedule: schedule, limits: limits))
        let reading = try await source.read { page in await pages.add(page) }
        self = await pages.builder.finish(reading: reading, title: title)
    }
}

/// Where the pages of a source come together.
private actor GatheredPages {
    private(set) var builder: ReportBuilder

    init(_ builder: ReportBuilder) {
        self.builder = builder
    }

    func add(_ page: RetryJobPage) {
        builder.add(page.jobs)
    }
}
