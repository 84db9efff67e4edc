#if LiveTenant
internal import SampleTenant

/// One reading of a set that moves, judged by the tenant's own log.
struct MovingRun: Sendable {
    /// The set that is read.
    struct Setting: Sendable {
        var jobs: Int
        var churn: Double
        var seed: UInt64
        var millisecondsPerRequest: Int
        var latency: Int
    }

    /// Jobs that were in the set from before the first request until after the last one, and were not found.
    let missed: Int
    /// Jobs that came more than once.
    let duplicates: Int
    let sweeps: Int
    let requests: Int
    let isVerified: Bool?
    let seconds: Double

    static func measure(_ setting: Setting, _ method: PagingMethod, _ concurrency: Int) async throws -> MovingRun {
        var configuration = SampleTenant.Configuration()
        configuration.jobs = setting.jobs
        configuration.seed = setting.seed
        configuration.changesPerSecond = setting.churn
        configuration.latency = setting.latency
        configuration.oddShapes = false
        if setting.millisecondsPerRequest > 0 {
            configuration.clock = .perRequest(milliseconds: setting.millisecondsPerRequest)
        }
        return try await SampleTenant.running(configuration) { tenant in
            let start = ContinuousClock.now
            let outcome = try await method.read(tenant, concurrency: concurrency)
            let time = ContinuousClock.now - start
            return MovingRun(
                missed: tenant.idsPresentThroughout().subtracting(outcome.ids).count,
                duplicates: outcome.received - outcome.ids.count,
                sweeps: outcome.sweeps,
                requests: tenant.log.count,
                isVerified: outcome.isVerified,
                seconds: time / .seconds(1)
            )
        }
    }
}

/// Runs of one churn and one method.
struct MovingRow {
    static let header = """
        | changes a second | method | runs | missed, mean | missed, most | runs that missed | of these vouched for \
        | vouched for | duplicates | sweeps | requests | seconds |
        |---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
        """

    let churn: Double
    let method: PagingMethod
    let runs: [MovingRun]

    var text: String {
        let vouched = runs.count { $0.isVerified == true }
        let wrong = runs.count { $0.missed > 0 && $0.isVerified == true }
        let cells = [
            "\(Int(churn))", method.rawValue, "\(runs.count)", mean(\.missed),
            "\(runs.map(\.missed).max() ?? 0)", "\(runs.count { $0.missed > 0 })",
            method == .ours ? "\(wrong)" : "–", method == .ours ? "\(vouched)" : "–",
            mean(\.duplicates), range(\.sweeps), mean(\.requests), Self.tenths(seconds),
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }

    private var seconds: Double { runs.reduce(0) { $0 + $1.seconds } / Double(runs.count) }

    private func mean(_ number: KeyPath<MovingRun, Int>) -> String {
        "\((runs.reduce(0) { $0 + $1[keyPath: number] } + runs.count / 2) / runs.count)"
    }

    private func range(_ number: KeyPath<MovingRun, Int>) -> String {
        let values = runs.map { $0[keyPath: number] }
        let (least, most) = (values.min() ?? 0, values.max() ?? 0)
        return least == most ? "\(least)" : "\(least) to \(most)"
    }

    static func tenths(_ number: Double) -> String { "\((number * 10).rounded() / 10)" }
}
#endif
