#if LiveTenant
internal import ArgumentParser
internal import Foundation

/// Prints how the ways to read a moving set compare, judged by the sample tenant's own log.
@main
struct PagingBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "paging-benchmark",
        abstract: "Reads sample tenants over HTTP and prints what each way of reading misses and costs.",
        subcommands: [
            ModelsCommand.self, MovingCommand.self, SlowCommand.self, PlainCommand.self, IncidentsCommand.self,
        ]
    )
}

/// The options of commands that read many tenants.
struct RunOptions: ParsableArguments {
    @Option(help: "Readings of each row, with seeds 1, 2, 3 and so on.")
    var seeds = 100

    @Option(help: "The first seed.")
    var firstSeed = 1

    @Option(help: "Requests at the same time, for the method that reads ahead.")
    var concurrency = 4

    @Option(help: "Readings at the same time.")
    var parallel = 4

    @Option(help: "Only these methods: \(PagingMethod.allCases.map(\.rawValue).joined(separator: ", ")).")
    var method: [PagingMethod] = []

    /// Runs each seed.
    func runs(_ body: @escaping @Sendable (UInt64) async throws -> ReadingRun) async throws -> ReadingRuns {
        try await withThrowingTaskGroup(of: ReadingRun.self) { group in
            var found: [ReadingRun] = []
            for number in 0..<max(1, seeds) {
                if number >= parallel, let run = try await group.next() { found.append(run) }
                group.addTask { try await body(UInt64(firstSeed + number)) }
            }
            for try await run in group { found.append(run) }
            return ReadingRuns(all: found)
        }
    }
}

/// A Markdown table. Each row goes out at once: a table takes minutes.
enum Table {
    /// The first columns, as many as `texts`, have text, the others numbers.
    static func header(_ names: [String], texts: Int) throws {
        try row(names)
        try line("|" + names.indices.map { $0 < texts ? "---|" : "---:|" }.joined())
    }

    static func row(_ cells: [String]) throws {
        try line("| " + cells.joined(separator: " | ") + " |")
    }

    static func line(_ text: String) throws {
        try FileHandle.standardOutput.write(contentsOf: Data("\(text)\n".utf8))
    }

    static func tenths(_ number: Double) -> String { "\((number * 10).rounded() / 10)" }
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
