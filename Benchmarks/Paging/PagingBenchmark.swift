#if LiveTenant
internal import ArgumentParser
internal import Foundation

/// Prints how the ways to read a moving set compare, judged by the sample tenant's own log.
@main
struct PagingBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "paging-benchmark",
        abstract: "Reads sample tenants over HTTP and prints what each way of reading misses and costs.",
        subcommands: [ModelsCommand.self, MovingCommand.self, SlowCommand.self]
    )
}

/// Churn × method.
struct MovingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "moving",
        abstract: "Sets that move: churn × method → missed, duplicates, sweeps, requests."
    )

    @Option(help: "Changes a second, separated by commas.", transform: numbers)
    var churn: [Double] = [0, 50, 500]

    @Option(help: "Jobs in each set at its start.")
    var jobs = 100_000

    @Option(help: "Runs of each row, with seeds 1, 2, 3 and so on.")
    var runs = 100

    @Option(help: "Requests at the same time, for the method that reads ahead.")
    var concurrency = 4

    @Option(help: "Milliseconds of the set's time that each request takes; 0 takes the machine's clock.")
    var millisecondsPerRequest = 25

    @Option(help: "Milliseconds that each answer waits.")
    var latency = 0

    @Option(help: "Runs at the same time.")
    var parallel = 1

    @Option(help: "Only these methods: \(PagingMethod.allCases.map(\.rawValue).joined(separator: ", ")).")
    var method: [PagingMethod] = PagingMethod.allCases

    func run() async throws {
        try Table.line(MovingRow.header)
        for churn in churn {
            for method in method {
                let row = MovingRow(
                    churn: churn,
                    method: method,
                    runs: try await inParallel { seed in
                        try await MovingRun.measure(configuration(churn: churn, seed: seed), method, concurrency)
                    }
                )
                try Table.line(row.text)
            }
        }
    }

    private func configuration(churn: Double, seed: Int) -> MovingRun.Setting {
        MovingRun.Setting(
            jobs: jobs,
            churn: churn,
            seed: UInt64(seed),
            millisecondsPerRequest: millisecondsPerRequest,
            latency: latency
        )
    }

    private func inParallel(_ body: @escaping @Sendable (Int) async throws -> MovingRun) async throws -> [MovingRun] {
        try await withThrowingTaskGroup(of: MovingRun.self) { group in
            var found: [MovingRun] = []
            for seed in 1...max(1, runs) {
                if seed > parallel, let run = try await group.next() { found.append(run) }
                group.addTask { try await body(seed) }
            }
            for try await run in group { found.append(run) }
            return found
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

/// A slow tenant whose set stands still.
struct SlowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slow",
        abstract: "A slow tenant whose set stands still: seconds against pages ÷ concurrency × latency."
    )

    @Option(help: "Full pages of the set.")
    var pages = 2_000

    @Option(help: "Jobs a page.")
    var perPage = 500

    @Option(help: "Milliseconds that each answer waits.")
    var latency = 100

    @Option(help: "Requests at the same time; may repeat.")
    var concurrency: [Int] = [1, 4, 16]

    func run() async throws {
        try Table.line(SlowRun.header)
        for concurrency in concurrency {
            let run = try await SlowRun.measure(
                pages: pages,
                perPage: perPage,
                latency: latency,
                concurrency: concurrency
            )
            try Table.line(run.text)
        }
    }
}

/// Where rows go, each at once: a table takes minutes.
enum Table {
    static func line(_ text: String) throws {
        try FileHandle.standardOutput.write(contentsOf: Data("\(text)\n".utf8))
    }
}
#else
/// Built without the package trait `LiveTenant`.
@main
struct BuiltWithoutLiveTenant {
    static func main() {
        print("built without the package trait LiveTenant")
    }
}
#endif
