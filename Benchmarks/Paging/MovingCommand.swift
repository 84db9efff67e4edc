#if LiveTenant
internal import ArgumentParser
internal import SampleTenant

/// Churn × method.
struct MovingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "moving",
        abstract: "Sets that move: churn × method → missed, duplicates, sweeps, requests."
    )

    @OptionGroup var options: RunOptions

    @Option(help: "Changes a second, separated by commas.", transform: numbers)
    var churn: [Double] = [0, 50, 500]

    @Option(help: "Jobs in each set at its start.")
    var jobs = 100_000

    @Option(help: "Milliseconds of the set's time that each request takes; 0 takes the machine's clock.")
    var millisecondsPerRequest = 25

    @Option(help: "Milliseconds that each answer waits.")
    var latency = 0

    func run() async throws {
        try Table.header(
            [
                "method", "changes a second", "runs", "missed, mean", "missed, most", "runs that missed",
                "verified that missed", "verified", "duplicates", "sweeps", "requests", "seconds",
            ],
            texts: 1
        )
        for churn in churn {
            for method in options.method.isEmpty ? PagingMethod.allCases : options.method {
                let runs = try await options.runs { seed in
                    var configuration = SampleTenant.Configuration()
                    configuration.jobs = jobs
                    configuration.seed = seed
                    configuration.changesPerSecond = churn
                    configuration.latency = latency
                    configuration.oddShapes = false
                    if millisecondsPerRequest > 0 {
                        configuration.clock = .perRequest(milliseconds: millisecondsPerRequest)
                    }
                    return try await ReadingRun.measure(configuration, method, concurrency: options.concurrency)
                }
                let isOurs = method == .ours
                try Table.row([
                    method.rawValue, "\(Int(churn))", "\(runs.all.count)", runs.mean { Double($0.missed) },
                    runs.most(\.missed), runs.count { $0.missed > 0 }, isOurs ? runs.count(\.isWrong) : "–",
                    isOurs ? runs.count(\.isVerified) : "–", runs.mean { Double($0.duplicates) },
                    runs.range(\.sweeps), runs.mean { Double($0.requests) }, runs.mean(\.seconds),
                ])
            }
        }
    }

    @Sendable
    private static func numbers(_ text: String) throws -> [Double] {
        try text.split(separator: ",").map { part in
            guard let number = Double(part), number >= 0 else {
                throw ValidationError("'\(part)' is not a number of changes a second.")
            }
            return number
        }
    }
}
#endif
