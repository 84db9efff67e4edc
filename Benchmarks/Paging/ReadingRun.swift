#if LiveTenant
internal import RetryJobs
internal import SampleTenant
internal import TinesRetryJobs

/// One reading of a sample tenant, judged by the tenant's own log.
struct ReadingRun: Sendable {
    let seed: UInt64
    /// Jobs that were in the set at each moment at which a page was served, and were not read; 0 for a refusal.
    var missed = 0
    /// Jobs that came more than once.
    var duplicates = 0
    var sweeps = 0
    var requests = 0
    /// Full pages of the set at its start.
    var pages = 0
    var isComplete = false
    var isVerified = false
    var seconds = 0.0
    /// Why nothing was read at all, if so.
    var refusal: String?
    /// Why it is not complete, or not verified.
    var problems: [String] = []

    /// It said that nothing was missed, and missed jobs.
    var isWrong: Bool { isVerified && missed > 0 }

    static func measure(
        _ configuration: SampleTenant.Configuration,
        _ method: PagingMethod,
        concurrency: Int,
        perPage: Int = 500
    ) async throws -> ReadingRun {
        try await SampleTenant.running(configuration) { tenant in
            var run = ReadingRun(seed: configuration.seed)
            let start = ContinuousClock.now
            do {
                let outcome = try await method.read(tenant, concurrency: concurrency, perPage: perPage)
                run.missed = max(
                    tenant.idsPresentThroughout().subtracting(outcome.ids).count,
                    tenant.countPresentThroughout() - outcome.delivered
                )
                run.duplicates = outcome.received - outcome.ids.count
                run.sweeps = outcome.sweeps
                run.isComplete = outcome.isComplete ?? true
                run.isVerified = outcome.isVerified ?? false
                run.problems = outcome.problems
            } catch let error as RetryJobSourceError {
                run.refusal = error.description
            }
            run.seconds = (ContinuousClock.now - start) / .seconds(1)
            run.requests = tenant.log.count
            run.pages = (configuration.jobs + perPage - 1) / perPage
            return run
        }
    }
}

/// The runs of a row.
struct ReadingRuns: Sendable {
    let all: [ReadingRun]

    var read: [ReadingRun] { all.filter { $0.refusal == nil } }

    func count(_ holds: (ReadingRun) -> Bool) -> String { "\(all.count(where: holds))" }

    func most(_ number: KeyPath<ReadingRun, Int>) -> String { "\(all.map { $0[keyPath: number] }.max() ?? 0)" }

    /// With one decimal.
    func mean(_ number: (ReadingRun) -> Double) -> String {
        let read = read
        return Table.tenths(read.isEmpty ? 0 : read.reduce(0) { $0 + number($1) } / Double(read.count))
    }

    func range(_ number: KeyPath<ReadingRun, Int>) -> String {
        let values = all.map { $0[keyPath: number] }
        let (least, most) = (values.min() ?? 0, values.max() ?? 0)
        return least == most ? "\(least)" : "\(least) to \(most)"
    }
}
#endif
