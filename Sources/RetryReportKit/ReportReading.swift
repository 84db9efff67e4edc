public import FoundationEssentials
public import RetryJobs
public import RetryReport
public import TinesRetryJobs

extension Report {
    /// Reads everything that a source has and makes the report of it: the stages of the program up to rendering.
    ///
    /// ```swift
    /// let report = try await Report(reading: SavedPages(path: "pages"), now: Timestamp(date: Date()))
    /// let page = try HTMLRenderer.page().render(report)
    /// ```
    ///
    /// - Parameters:
    ///   - source: `SavedPages`, `TenantSource` of the module `TinesTenant`, or a source of your own.
    ///   - title: the report's own title, any text.
    ///   - now: the moment that every estimate and every "ago" refers to; nil for the end of the reading. Saved pages
    ///     with a record know it; the current time takes its place where it is not known.
    ///   - schedule: what the estimates are made with.
    ///   - limits: what the report keeps of what it counts.
    ///   - extras: what to read besides jobs, beside their pages: of a tenant, or from the folder of a reading that was
    ///     saved. A source of another kind has none. What can't be read is missing from the report and said in
    ///     `Report.reading.notes`; nothing of it makes the call throw.
    ///   - filter: what the report is restricted to. Stories and teams need ``ReportExtra/stories``.
    ///   - policy: what is known of failures in advance. Stories, teams and tags need ``ReportExtra/stories``.
    /// - Throws: `RetryJobSourceError` when nothing could be read, and `CancellationError`. A reading that breaks off is
    ///   not an error: `Report.reading` says that it is incomplete, and so does every format.
    public init(
        reading source: some RetryJobSource,
        title: String = "Retry jobs",
        now: Timestamp? = nil,
        schedule: RetrySchedule = .standard,
        limits: ReportLimits = ReportLimits(),
        with extras: Set<ReportExtra> = ReportExtra.standard,
        restrictedTo filter: ReportFilter = ReportFilter(),
        policy: Policy? = nil
    ) async throws {
        var plan = ReportPlan(now: now)
        plan.title = title
        plan.schedule = schedule
        plan.limits = limits
        plan.filter = filter
        plan.policy = policy
        var pipeline = Pipeline(source: source, plan: plan)
        if let tenant = source as? any AskingSource {
            pipeline.extras = ExtrasPlan(asking: extras, of: tenant)
        } else if let folder = (source as? SavedPages)?.folder, let saved = SavedExtras.find(folder: folder) {
            pipeline.extras = ExtrasPlan(asking: extras, saved: saved)
        }
        self = try await pipeline.report()
    }
}

extension Timestamp {
    /// The moment of a clock, to the microsecond. A date outside the years 1970 to 9999 becomes the nearer end.
    public init(date: Date) {
        let seconds = min(max(0, date.timeIntervalSince1970), Double(Timestamp.latest.microseconds / 1_000_000))
        self = Timestamp(seconds: seconds) ?? Timestamp.latest
    }
}
