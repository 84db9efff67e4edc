internal import Logging
internal import RetryJobs
internal import TinesRetryJobs

/// One reading of a tenant: a first sweep, then either a proof that the set stood still or sweeps that need none.
struct TenantRun {
    /// Sweeps of a moving set, after the first one.
    static let mostChainSweeps = 3
    /// Jobs that windows of a moving set share to begin with, as a part of the largest page: one in so many.
    private static let firstOverlap = 20

    let configuration: TenantSource.Configuration
    let fetcher: PageFetcher
    let ledger: Ledger
    let meter: Meter
    let logger: Logger

    /// Reads everything and writes down in the ledger how it went.
    func run(_ handover: consuming Handover) async throws {
        var handover = handover
        try await withThrowingTaskGroup(of: ReadAhead.Arrival.self) { group in
            // Requests for pages beyond the end may still be under way.
            defer { group.cancelAll() }
            var ahead = ReadAhead(fetcher: fetcher, concurrency: configuration.concurrency)
            let first = try await firstSweep(&ahead, &group, &handover)
            guard first.isWhole else {
                for problem in first.problems { ledger.problem(problem) }
                return
            }
            ledger.isComplete()
            if first.isOnePage {
                ledger.isVerified()
            } else if try await stoodStill(first, &ahead, &group, &handover) {
                ledger.isVerified()
            } else {
                try await followMoves(first, &ahead, &group, &handover)
            }
        }
    }

    private func firstSweep(
        _ ahead: inout ReadAhead,
        _ group: inout ReadAhead.Group,
        _ handover: inout Handover
    ) async throws -> FirstSweep {
        beginSweep("first")
        var sweep = FirstSweep(maxPages: configuration.maxPages)
        var number = 1
        var runsAhead = false
        // Nothing is asked for ahead until the tenant has shown that it takes the key and has a full page.
        ahead.begin(at: 1, limit: 1)
        while true {
            let outcome = try await ahead.outcome(at: number, in: &group) { number in
                number <= configuration.maxPages ? PageWindow(number: number, size: configuration.perPage) : nil
            }
            let step: FirstSweep.Step
            switch outcome {
            case .page(let page):
                step = sweep.took(page, new: try await handover(page))
                if number == 1, let count = page.envelope.count, count > 0 {
                    meter.expects(pages: (count - 1) / configuration.perPage + 1)
                }
            case .failed(let window, let attempts, let fault):
                step = sweep.failed(window, attempts: attempts, fault)
                if let refusal = sweep.refusal { throw refusal.sourceError(of: configuration.tenant) }
            }
            guard case .goOn(let next) = step else { return sweep }
            if next != number + 1 || !runsAhead {
                runsAhead = sweep.largestPage >= configuration.perPage || sweep.seen.count > 1
                ahead.begin(at: next, limit: runsAhead ? .max : next)
            }
            number = next
        }
    }

    /// Reads a sample of the pages once more and compares.
    private func stoodStill(
        _ first: FirstSweep,
        _ ahead: inout ReadAhead,
        _ group: inout ReadAhead.Group,
        _ handover: inout Handover
    ) async throws -> Bool {
        guard !first.hasMoved else { return false }
        // An empty page at the end shows no shift that the page before it does not show.
        let seen = first.seen.last?.received == 0 ? first.seen.dropLast() : first.seen[...]
        let sample = StillnessCheck.sample(of: seen.count).map { seen[$0] }
        ahead.begin(at: 0, limit: sample.count)
        for (place, seen) in sample.enumerated() {
            let outcome = try await ahead.outcome(at: place, in: &group) { place in
                place < sample.count ? sample[place].window : nil
            }
            guard case .page(let page) = outcome, page.fingerprint == seen.fingerprint else { return false }
        }
        return true
    }

    private func followMoves(
        _ first: FirstSweep,
        _ ahead: inout ReadAhead,
        _ group: inout ReadAhead.Group,
        _ handover: inout Handover
    ) async throws {
        let largest = max(1, first.largestPage)
        var overlap = max(1, largest / Self.firstOverlap)
        var outcome = ChainSweep.Outcome.apart(1)
        for attempt in 0..<Self.mostChainSweeps {
            beginSweep("overlapping")
            // Neighbours that are asked for together may be answered far apart; fewer at a time come closer.
            let width = configuration.concurrency >> (2 * attempt)
            let jobs = first.seen.reduce(0) { $0 + $1.received }
            var sweep = ChainSweep(largest: largest, overlap: overlap, jobs: jobs, fetcher: fetcher)
            outcome = try await sweep.run(ahead: &ahead, in: &group, handover: &handover, width: width)
            overlap = 2 * sweep.overlap
            if case .apart = outcome { continue }
            break
        }
        switch outcome {
        case .joined: ledger.isVerified()
        case .apart(let gaps):
            ledger.problem(
                "The set changed faster than it could be read: in \(gaps) \(gaps == 1 ? "place" : "places") the pages "
                    + "could not be joined without a gap, so jobs may be missing."
            )
        case .sizesIgnored:
            ledger.problem(
                "The set changed while it was read and the tenant does not keep to the page sizes asked for, "
                    + "so jobs may be missing."
            )
        }
    }

    private func beginSweep(_ kind: String) {
        ledger.swept()
        meter.swept()
        logger.info("Sweep begins", metadata: ["kind": "\(kind)", "sweep": "\(meter.progress.sweeps)"])
    }
}
