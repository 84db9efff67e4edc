internal import Logging
internal import RetryJobs
internal import TinesRetryJobs

/// Gets pages, each with as many attempts as its faults allow.
struct PageFetcher: Sendable {
    let exchange: PageExchange
    let gate: RateGate
    let backoff: Backoff
    let ticker: Ticker
    let decoder: SharedDecoder
    let configuration: TenantSource.Configuration
    let meter: Meter
    let logger: Logger
    /// By ``ticker``: when the whole run is over.
    let deadline: Duration

    /// Asks for a page until it is there or must be given up.
    ///
    /// - Throws: `RetryJobSourceError` when the key is refused, ``TimeLimitReached`` when a wait would outlast the
    ///   run, `CancellationError`.
    func fetch(_ window: PageWindow) async throws -> FetchOutcome {
        var attempt = 0
        while true {
            attempt += 1
            let fault: Fault
            do {
                let body = try await request(window, attempt: attempt)
                return .page(try await decode(body, window: window))
            } catch let error as Fault {
                fault = error
            }
            if case .keyRefused = fault { throw fault.sourceError(of: configuration.tenant) }
            guard attempt < fault.attempts(of: configuration.attempts) else {
                logger.warning(
                    "Page given up",
                    metadata: ["page": "\(window.number)", "attempts": "\(attempt)", "fault": "\(fault.sentence)"]
                )
                return .failed(window, attempts: attempt, fault)
            }
            try await pause(after: fault, window: window, attempt: attempt)
        }
    }

    private func request(_ window: PageWindow, attempt: Int) async throws -> [UInt8] {
        let sent = try await gate.enter()
        meter.sent(isRetry: attempt > 1)
        let fraction = backoff.fraction(page: window, attempt: -attempt)
        do {
            let body = try await exchange.body(of: window)
            await gate.leave(sent: sent, outcome: .answered, fraction: fraction)
            logger.debug(
                "Page received",
                metadata: [
                    "page": "\(window.number)", "per_page": "\(window.size)", "bytes": "\(body.count)",
                    "milliseconds": "\((ticker.now() - sent).nanoseconds / 1_000_000)",
                ]
            )
            return body
        } catch {
            var outcome: RateGate.Outcome?
            if case .tooManyRequests(let retryAfter)? = error as? Fault { outcome = .tooMany(retryAfter: retryAfter) }
            await gate.leave(sent: sent, outcome: outcome, fraction: fraction)
            throw error
        }
    }

    private func decode(_ answer: [UInt8], window: PageWindow) async throws(Fault) -> FetchedPage {
        var body = answer
        if let clean = configuration.key.redacting(answer: answer) {
            body = clean
            logger.warning("A page held the API key, which was taken out", metadata: ["page": "\(window.number)"])
        }
        do {
            return FetchedPage(window: window, page: try await decoder.decode(body))
        } catch {
            let first = body.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
            // A byte order mark may stand before it.
            if first == UInt8(ascii: "<") || body.starts(with: [0xEF, 0xBB, 0xBF, UInt8(ascii: "<")]) {
                throw .webPage
            }
            throw .invalidPage(Excerpt.clean(configuration.key.redacting("\(error)")))
        }
    }

    private func pause(after fault: Fault, window: PageWindow, attempt: Int) async throws {
        var delay = backoff.delay(page: window, attempt: attempt)
        if case .tooManyRequests(let retryAfter) = fault {
            // The gate makes everybody wait, this page too; waiting here as well would be twice.
            delay = .zero
            if let retryAfter, ticker.now() + retryAfter > deadline {
                throw TimeLimitReached(last: fault)
            }
        }
        logger.warning(
            "Asking for a page again",
            metadata: [
                "page": "\(window.number)", "attempt": "\(attempt)", "fault": "\(fault.sentence)",
                "milliseconds": "\(delay.nanoseconds / 1_000_000)",
            ]
        )
        if ticker.now() + delay > deadline { throw TimeLimitReached(last: fault) }
        if delay > .zero { try await ticker.sleep(delay) }
    }
}

/// The run's time is up, or what it waits for would come too late.
struct TimeLimitReached: Error {
    /// The fault that made it wait, if one did.
    var last: Fault?
}
