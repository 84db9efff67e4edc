#if LiveTenant
internal import AsyncHTTPClient
internal import FoundationEssentials
internal import Logging
internal import RetryJobs
internal import TinesRetryJobs

/// Asks any endpoint of a tenant: with as many attempts as the faults allow, within the limits on requests, which apply
/// to everything that one client asks.
package struct TenantClient: Sendable {
    /// The outcome of a request.
    package enum Outcome<Value: Sendable>: Sendable {
        case answer(Received<Value>)
        /// All attempts failed; this is the last fault.
        case failed(Failure)
    }

    /// An answer that arrived completely and could be read.
    package struct Received<Value: Sendable>: Sendable {
        package let value: Value
        /// Microseconds since 1970 by this machine's clock when it had arrived.
        let arrived: Int64
        /// The server's clock minus this machine's, in seconds; nil when the answer has no `Date`.
        let clockDifference: Int64?
        /// A cache kept it for some time.
        let isFromCache: Bool
    }

    /// Why an endpoint could not be read.
    package struct Failure: Error, Sendable, CustomStringConvertible {
        package let attempts: Int
        let fault: Fault
        let tenant: TenantOrigin

        /// A sentence; free of keys.
        package var description: String { fault.sourceError(of: tenant).description }
    }

    private let configuration: TenantSource.Configuration
    private let exchange: HTTPExchange
    private let overall: RateGate
    /// The most requests at a time besides those for jobs: slow answers to them must not keep the pages waiting.
    private let besides: RateGate
    static let mostBesides = 4
    /// How long a request besides those for jobs may be asked to wait.
    private static let patience = Duration.seconds(60)
    private let gates: [RateLimitClass: RateGate]
    private let backoff: Backoff
    private let ticker: Ticker
    private let meter: Meter
    private let logger: Logger
    /// By ``ticker``: when the run is over.
    private let deadline: Duration

    init(_ client: HTTPClient, _ configuration: TenantSource.Configuration, meter: Meter, logger: Logger) {
        let ticker = Ticker.continuous()
        self.configuration = configuration
        self.ticker = ticker
        self.meter = meter
        self.logger = logger
        exchange = HTTPExchange(client: client, configuration: configuration, meter: meter)
        let concurrency = configuration.concurrency
        overall = RateGate(
            pace: Pace(requestsPerMinute: configuration.requestsPerMinute, concurrency: concurrency),
            ticker: ticker
        )
        besides = RateGate(
            pace: Pace(requestsPerMinute: configuration.requestsPerMinute, concurrency: Self.mostBesides),
            ticker: ticker
        )
        var gates: [RateLimitClass: RateGate] = [:]
        for rate in RateLimitClass.allCases {
            guard let requests = rate.requestsPerMinute else { continue }
            gates[rate] = RateGate(pace: Pace(requestsPerMinute: requests, concurrency: concurrency), ticker: ticker)
        }
        self.gates = gates
        backoff = Backoff(seed: configuration.seed ?? .random(in: 0 ... .max))
        deadline = ticker.now() + configuration.timeout
    }

    /// Asks an endpoint for one document.
    package func ask<Value>(_ endpoint: Endpoint<Value>) async throws -> Outcome<Value> {
        try await ask(endpoint, nil)
    }

    /// Asks for a page of a list, from 1.
    package func ask<Value>(_ endpoint: Endpoint<Value>, page: Int, size: Int) async throws -> Outcome<Value> {
        try await ask(endpoint, PageWindow(number: page, size: size))
    }

    /// Asks until the answer is there or must be given up.
    ///
    /// - Throws: `RetryJobSourceError` when the key is refused, ``TimeLimitReached`` when a wait would outlast the
    ///   run, `CancellationError`.
    func ask<Value>(_ endpoint: Endpoint<Value>, _ window: PageWindow?) async throws -> Outcome<Value> {
        let place = Place(window?.number ?? 0, window?.size ?? 0)
        var attempt = 0
        while true {
            attempt += 1
            let fault: Fault
            do {
                let answer = try await request(endpoint, window, place, attempt: attempt)
                return .answer(try await read(answer, endpoint, place))
            } catch let error as Fault {
                fault = error
            }
            if case .keyRefused = fault, endpoint.isVital {
                throw fault.sourceError(of: configuration.tenant)
            }
            guard attempt < fault.attempts(of: endpoint.attempts ?? configuration.attempts) else {
                let failure = Failure(attempts: attempt, fault: fault, tenant: configuration.tenant)
                // Of what is not vital the report itself says that it is missing.
                logger.log(
                    level: endpoint.isVital ? .warning : .debug,
                    "Page given up",
                    metadata: place.metadata.merging(["attempts": "\(attempt)", "fault": "\(fault.sentence)"]) { $1 }
                )
                return .failed(failure)
            }
            try await pause(after: fault, endpoint, place, attempt: attempt)
        }
    }

    private func request<Value>(
        _ endpoint: Endpoint<Value>,
        _ window: PageWindow?,
        _ place: Place,
        attempt: Int
    ) async throws -> HTTPExchange.Answer {
        let own = gates[endpoint.rate]
        var passed: [(gate: RateGate, at: Duration)] = []
        do {
            for gate in [own, endpoint.isVital ? nil : besides, overall].compactMap(\.self) {
                passed.append((gate, try await gate.enter()))
            }
            try await configuration.sharedLimit?.enter()
        } catch {
            for passage in passed { await passage.gate.leave(sent: passage.at, outcome: nil, fraction: 0) }
            throw error
        }
        let sent = ticker.now()
        if !endpoint.isVital, let passage = passed.popLast() {
            await passage.gate.leave(sent: passage.at, outcome: nil, fraction: 0)
        }
        meter.sent(isRetry: attempt > 1)
        let fraction = backoff.fraction(place.number, place.size, attempt: -attempt)
        var outcome: RateGate.Outcome?
        let result: Result<HTTPExchange.Answer, any Error>
        do {
            result = .success(try await exchange.answer(endpoint.url(configuration.tenant, window)))
            outcome = .answered
        } catch {
            outcome = (error as? Fault)?.slowsDown.map(RateGate.Outcome.tooMany)
            result = .failure(error)
        }
        configuration.sharedLimit?.leave()
        for passage in passed {
            // A limit on one kind of requests must not slow the others down.
            let isOwn = passage.gate === (own ?? (endpoint.isVital ? overall : nil))
            await passage.gate.leave(
                sent: passage.at,
                outcome: isOwn ? outcome : outcome.map { _ in .answered },
                fraction: fraction
            )
        }
        let answer = try result.get()
        logger.debug(
            "Page received",
            metadata: place.metadata.merging([
                "bytes": "\(answer.body.count)",
                "milliseconds": "\((ticker.now() - sent).nanoseconds / 1_000_000)",
            ]) { $1 }
        )
        return answer
    }

    private func read<Value>(
        _ answer: HTTPExchange.Answer,
        _ endpoint: Endpoint<Value>,
        _ place: Place
    ) async throws -> Received<Value> {
        let arrived = Int64(Date().timeIntervalSince1970 * 1_000_000)
        var body = answer.body
        if let clean = configuration.key.redacting(answer: body) {
            body = clean
            logger.warning("A page contained the API key, which was taken out", metadata: place.metadata)
        }
        do {
            return Received(
                value: try await endpoint.decode(body),
                arrived: arrived,
                clockDifference: answer.date.map { $0 - arrived / 1_000_000 },
                isFromCache: answer.age ?? 0 > 0
            )
        } catch {
            let first = body.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
            // A byte order mark may come before it.
            if first == UInt8(ascii: "<") || body.starts(with: [0xEF, 0xBB, 0xBF, UInt8(ascii: "<")]) {
                throw Fault.webPage
            }
            throw Fault.invalidPage(Excerpt.clean(configuration.key.redacting("\(error)")))
        }
    }

    private func pause<Value>(
        after fault: Fault,
        _ endpoint: Endpoint<Value>,
        _ place: Place,
        attempt: Int
    ) async throws {
        var delay = backoff.delay(place.number, place.size, attempt: attempt)
        let deadline = endpoint.isVital ? deadline : min(deadline, ticker.now() + Self.patience)
        if let retryAfter = fault.slowsDown {
            if let retryAfter, ticker.now() + retryAfter > deadline {
                throw TimeLimitReached(last: fault, retryAfter: retryAfter)
            }
            // A gate makes every request of its kind wait, this one too; waiting here as well would be twice.
            let isGated = endpoint.isVital || gates[endpoint.rate] != nil
            delay = isGated ? .zero : max(delay, retryAfter ?? .zero)
        }
        logger.debug(
            "Asking for a page again",
            metadata: place.metadata.merging([
                "attempt": "\(attempt)", "fault": "\(fault.sentence)",
                "milliseconds": "\(delay.nanoseconds / 1_000_000)",
            ]) { $1 }
        )
        if ticker.now() + delay > deadline { throw TimeLimitReached(last: fault) }
        if delay > .zero { try await ticker.sleep(delay) }
    }

    /// The page that was asked for, for the log and for jitter.
    private struct Place {
        let number: Int
        let size: Int

        init(_ number: Int, _ size: Int) {
            self.number = number
            self.size = size
        }

        var metadata: Logger.Metadata { ["page": "\(number)", "per_page": "\(size)"] }
    }
}

/// The run's time is over, or the next attempt would be too late.
struct TimeLimitReached: Error {
    /// The fault that made it wait, if one did.
    var last: Fault?
    /// The tenant asks for a wait that is longer than the time left.
    var retryAfter: Duration?
}
#endif
