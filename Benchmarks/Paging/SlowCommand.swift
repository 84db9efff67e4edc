#if LiveTenant
internal import ArgumentParser
internal import SampleTenant

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
        try Table.header(
            ["at a time", "pages", "seconds", "ratio", "requests beyond the pages", "missed", "verified"],
            texts: 0
        )
        for concurrency in concurrency {
            var configuration = SampleTenant.Configuration()
            configuration.jobs = pages * perPage
            configuration.latency = latency
            configuration.oddShapes = false
            let run = try await ReadingRun.measure(configuration, .ours, concurrency: concurrency, perPage: perPage)
            let ideal = Double(pages * latency) / Double(concurrency) / 1_000
            try Table.row([
                "\(concurrency)", "\(pages)", Table.tenths(run.seconds),
                "\((run.seconds / ideal * 1_000).rounded() / 1_000)", "\(run.requests - pages)", "\(run.missed)",
                run.isVerified ? "yes" : "no",
            ])
        }
    }
}
#endif
