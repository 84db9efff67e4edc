#if LiveTenant
internal import ArgumentParser
internal import Foundation

/// Plays weeks of reports with a history and prints how well they knew what became of the jobs.
@main
struct HistoryBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history-benchmark",
        abstract: "Plays weeks of reports with a history, and compares what they say with the tenant's own log."
    )

    @Option(help: "Sequences, with seeds 1, 2, 3 and so on.")
    var seeds = 100

    @Option(help: "The first seed.")
    var firstSeed: UInt64 = 1

    @Option(help: "Days of each sequence.")
    var days = 14.0

    @Option(help: "Jobs at the start.")
    var jobs = 400

    @Option(help: "Jobs that fail for the first time, an hour.")
    var newPerHour = 20.0

    @Option(help: "Hours between two reports, separated by commas; taken in turn.")
    var hours = "1,6,24"

    @Option(help: "How many seconds a retry takes at most.")
    var longestRun = 300.0

    @Flag(help: "Without the list of dead jobs.")
    var withoutDead = false

    func run() async throws {
        let hours = hours.split(separator: ",").compactMap { Double($0) }
        var sum = FateSequence.Result()
        var wrongSeeds = 0
        for place in 0..<max(1, seeds) {
            var sequence = FateSequence(seed: firstSeed + UInt64(place), jobs: jobs)
            sequence.days = days
            sequence.newPerHour = newPerHour
            sequence.longestRun = longestRun
            sequence.hours = hours[place % hours.count]
            sequence.readsDead = !withoutDead
            let result = try await sequence.play()
            wrongSeeds += result.wrong.isEmpty ? 0 : 1
            sum.reports += result.reports
            sum.compared += result.compared
            sum.untold += result.untold
            sum.wrongEstimates += result.wrongEstimates
            sum.claims.merge(result.claims, uniquingKeysWith: +)
            sum.reportsUntilTold.merge(result.reportsUntilTold, uniquingKeysWith: +)
            sum.wrong += result.wrong
            for line in result.wrong.prefix(3) { print(line) }
        }
        print("seeds \(seeds), with a wrong fate \(wrongSeeds), wrong fates \(sum.wrong.count)")
        print("reports \(sum.reports), compared and verified \(sum.compared)")
        for (fate, count) in sum.claims.sorted(by: { $0.value > $1.value }) { print("  \(fate): \(count)") }
        print("deaths by the estimates that were none: \(sum.wrongEstimates)")
        print("never told: \(sum.untold)")
        for (reports, count) in sum.reportsUntilTold.sorted(by: { $0.key < $1.key }) {
            print("  told \(reports) reports after the job was seen last: \(count)")
        }
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
