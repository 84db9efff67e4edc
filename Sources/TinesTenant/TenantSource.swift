internal import AsyncHTTPClient
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
/// The set moves while it is read; the article <doc:Paging> says how nothing gets lost. Nothing is ever written to the
/// tenant, and the key goes to ``Configuration/tenant`` only: redirects are refused and links are not followed.
public struct TenantSource: RetryJobSource {
    private let configuration: Configuration
    private let transport: HTTPClient.Configuration
    private let logger: Logger
    private let meter: Meter

    /// A source that reads the tenant anew with each ``read(_:)``.
    ///
    /// - Parameters:
    ///   - logger: gets a line for each request (debug), sweep (info) and failed attempt (warning); never the key.
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

    /// Reads the whole set. A page that keeps failing, once others were read, makes the reading incomplete; so does
    /// the end of ``Configuration/timeout``.
    ///
    /// - Parameter deliver: takes a page; jobs that were on a page before are not in it. The time limit cancels it; it
    ///   must not ignore that for long.
    /// - Returns: how the reading went.
    /// - Throws: `RetryJobSourceError` when the key is refused or nothing could be read, `CancellationError` when the
    ///   task was cancelled, and what `deliver` throws.
    public func read(_ deliver: @Sendable (RetryJobPage) async throws -> Void) async throws -> Reading {
        meter.begin()
        let ticker = Ticker.continuous()
        let ledger = Ledger(tenant: configuration.tenant)
        try await withoutActuallyEscaping(deliver) { deliver in
            try await HTTPClient.withHTTPClient(configuration: transport) { client in
                let decoder = SharedDecoder()
                let run = TenantRun(
                    configuration: configuration,
                    fetcher: fetcher(client, decoder: decoder, ticker: ticker),
                    ledger: ledger,
                    meter: meter,
                    logger: logger
                )
                let handover = Handover(ledger: ledger, meter: meter, deliver: deliver)
                try await within(configuration.timeout, ledger: ledger) { try await run.run(handover) }
            }
        }
        return ledger.reading
    }

    private func fetcher(_ client: HTTPClient, decoder: SharedDecoder, ticker: Ticker) -> PageFetcher {
        let pace = Pace(requestsPerMinute: configuration.requestsPerMinute, concurrency: configuration.concurrency)
        return PageFetcher(
            exchange: PageExchange(client: client, configuration: configuration, meter: meter),
            gate: RateGate(pace: pace, ticker: ticker),
            backoff: Backoff(seed: configuration.seed ?? .random(in: 0 ... .max)),
            ticker: ticker,
            decoder: decoder,
            configuration: configuration,
            meter: meter,
            logger: logger,
            deadline: ticker.now() + configuration.timeout
        )
    }

    /// Runs `body` until the time limit, and writes down when that ends it.
    private func within(
        _ limit: Duration,
        ledger: Ledger,
        _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                defer { group.cancelAll() }
                group.addTask(operation: body)
                group.addTask {
                    try await Task.sleep(for: limit)
                    throw TimeLimitReached()
                }
                try await group.next()
            }
        } catch let reached as TimeLimitReached {
            try Task.checkCancellation()
            let seconds = Double(limit.nanoseconds / 1_000_000) / 1_000
            guard ledger.reading.pagesRead > 0 else {
                throw reached.last?.sourceError(of: configuration.tenant)
                    ?? RetryJobSourceError(
                        .temporary,
                        "\(configuration.tenant) gave no page within the time limit of \(seconds) s; try again later"
                    )
            }
            let hadEnd = ledger.reading.isComplete
            if let last = reached.last {
                ledger.problem("The next attempt would have come too late: \(last.sentence).")
            }
            ledger.problem(
                hadEnd
                    ? "The time limit of \(seconds) s ended the reading before it was sure that no job was missed."
                    : "The time limit of \(seconds) s ended the reading before the end of the set."
            )
        }
    }
}
