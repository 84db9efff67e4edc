#if LiveTenant
internal import AsyncHTTPClient
internal import FoundationEssentials
public import Logging
public import RetryJobs
public import TinesRetryJobs

/// Reads the retry jobs of a live tenant over HTTP.
///
/// ```swift
/// let tenant = try TenantOrigin("acme.tines.com")
/// var configuration = TenantSource.Configuration(tenant: tenant, key: try APIKey(text))
/// configuration.timeout = .seconds(600)
/// let source = try TenantSource(configuration)
/// // Report(reading:) is in the module RetryReportKit.
/// let report = try await Report(reading: source, now: Timestamp(date: Date()))
/// ```
///
/// The list moves while it is read; the article <doc:Paging> says how it is made sure that nothing is lost. Nothing is ever written to the
/// tenant, and the key goes to ``Configuration/tenant`` only: redirects are refused and links are not followed.
public struct TenantSource: RetryJobSource {
    let configuration: Configuration
    private let transport: HTTPClient.Configuration
    private let logger: Logger
    private let meter: Meter

    /// A source that reads the tenant anew with each ``read(_:)``.
    ///
    /// - Parameters:
    ///   - configuration: which tenant to read, and how hard to try.
    ///   - logger: gets a line for each request and failed attempt (debug), sweep (info) and page that was given up
    ///     (warning); never the key.
    ///   - watch: is told how far the reading is, after each request and page; it should return at once.
    /// - Throws: ``TenantConfigurationError`` for a value outside its range and for a CA file that can't be used.
    public init(
        _ configuration: Configuration,
        logger: Logger = Logger(label: "retry-report.tenant", factory: { _ in SwiftLogNoOpLogHandler() }),
        watch: @escaping @Sendable (ReadingProgress) -> Void = { _ in }
    ) throws(TenantConfigurationError) {
        try configuration.check()
        self.configuration = configuration
        transport = try configuration.transport()
        self.logger = logger
        meter = Meter(watch: watch)
    }

    /// Where the reading is, and after its end what it took.
    public var progress: ReadingProgress { meter.progress }

    /// Reads the complete set. A page that keeps failing, once others were read, makes the reading incomplete; so does
    /// the end of ``Configuration/timeout``.
    ///
    /// - Parameter deliver: takes a page; jobs that were on a page before are not in it. The time limit cancels it; it
    ///   must not ignore that for long.
    /// - Returns: how the reading went.
    /// - Throws: `RetryJobSourceError` when the key is refused or nothing could be read, `CancellationError` when the
    ///   task was cancelled, and what `deliver` throws.
    public func read(_ deliver: @Sendable (RetryJobPage) async throws -> Void) async throws -> Reading {
        try await read(.retry, deliver)
    }

    /// Reads a list of jobs as ``read(_:)`` does.
    public func read(
        _ list: JobListKind,
        _ deliver: @Sendable (RetryJobPage) async throws -> Void
    ) async throws -> Reading {
        try await withClient { client in try await read(list, by: client, deliver) }
    }

    /// Makes a client that asks any endpoint of the tenant; connections are closed when `body` returns. The limits on
    /// requests hold for everything that it asks.
    package func withClient<Result: Sendable>(
        _ body: (TenantClient) async throws -> Result
    ) async throws -> Result {
        meter.begin()
        return try await HTTPClient.withHTTPClient(configuration: transport) { client in
            try await body(TenantClient(client, configuration, meter: meter, logger: logger))
        }
    }

    /// Reads a list of jobs by a client that may read others as well.
    package func read(
        _ list: JobListKind,
        by client: TenantClient,
        _ deliver: @Sendable (RetryJobPage) async throws -> Void
    ) async throws -> Reading {
        let ledger = Ledger(tenant: configuration.tenant, meter: meter, logger: logger)
        ledger.began(at: Int64(Date().timeIntervalSince1970 * 1_000_000))
        try await withoutActuallyEscaping(deliver) { deliver in
            let delivery = PageDelivery(perPage: configuration.perPage, ledger: ledger, meter: meter, to: deliver)
            let pages = JobListPages(client: client, endpoint: .jobs(list), ledger: ledger)
            try await limited(ledger) {
                var reader = ListReader(
                    pages: pages,
                    delivery: delivery,
                    ledger: ledger,
                    perPage: configuration.perPage,
                    concurrency: configuration.concurrency,
                    maxPages: configuration.maxPages
                )
                try await reader.run()
            }
        }
        ledger.noteClocks()
        ledger.noteLeft()
        return ledger.reading
    }

    /// Runs `body` until the time limit, and writes down when that ends it.
    private func limited(_ ledger: Ledger, _ body: @escaping @Sendable () async throws -> Void) async throws {
        let reached: TimeLimitReached
        do {
            if try await withTimeLimit(configuration.timeout, body) != nil { return }
            reached = TimeLimitReached()
        } catch let error as TimeLimitReached {
            reached = error
        } catch let error as FirstPageFailed {
            throw error.fault.sourceError(of: configuration.tenant, attempts: error.attempts)
        }
        try Task.checkCancellation()
        let limit = "\(Double(configuration.timeout.nanoseconds / 1_000_000) / 1_000) s"
        var asks: String?
        if let wait = reached.retryAfter {
            asks =
                "\(configuration.tenant) asks to wait \(wait.components.seconds) s, which is longer than the time limit "
                + "of \(limit) leaves."
        }
        guard ledger.reading.pagesRead > 0 else {
            if let asks { throw RetryJobSourceError(.temporary, asks + " Try again later.") }
            throw reached.last?.sourceError(of: configuration.tenant)
                ?? RetryJobSourceError(
                    .temporary,
                    "\(configuration.tenant) gave no page within the time limit of \(limit). Try again later."
                )
        }
        if let asks {
            ledger.problem("reading.time-limit", asks)
        } else if let last = reached.last {
            ledger.problem("reading.time-limit", "The next attempt would have come too late: \(last.sentence).")
        }
        ledger.problem(
            "reading.time-limit",
            ledger.reading.isComplete
                ? "The time limit of \(limit) ended the reading before it was verified that no job was missed."
                : "The time limit of \(limit) ended the reading before the end of the list."
        )
    }
}
#endif
