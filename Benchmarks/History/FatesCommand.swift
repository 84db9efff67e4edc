#if LiveTenant
internal import ArgumentParser
internal import Foundation
internal import RetryHistory

/// Plays weeks of reports with a history and prints how well they knew what became of the jobs.
struct FatesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fates",
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

    @Option(help: "The share of retries that fail, from 0 to 1.")
    var failsAgain = 0.85

    @Option(help: "How much less it is for some error classes.")
    var spread = 0.3

    @Option(help: "Saves the pages of each reading of the first sequence below this folder.")
    var savePages: String?

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
            sequence.failsAgain = failsAgain
            sequence.spread = spread
            sequence.hours = hours[place % hours.count]
            sequence.readsDead = !withoutDead
            if place == 0 { sequence.pagesFolder = savePages }
            let result = try await sequence.play()
            wrongSeeds += result.wrong.isEmpty ? 0 : 1
            sum.reports += result.reports
            sum.compared += result.compared
            sum.untold += result.untold
            sum.wrongEstimates += result.wrongEstimates
            sum.claims.merge(result.claims, uniquingKeysWith: +)
            sum.reportsUntilTold.merge(result.reportsUntilTold, uniquingKeysWith: +)
            sum.wrong += result.wrong
            sum.forecasts += result.forecasts
            for line in result.wrong.prefix(3) { print(line) }
        }
        print("seeds \(seeds), with a wrong fate \(wrongSeeds), wrong fates \(sum.wrong.count)")
        print("reports \(sum.reports), compared and verified \(sum.compared)")
        for (fate, count) in sum.claims.sorted(by: { $0.value > $1.value }) { print("  \(fate): \(count)") }
        print("deaths by the estimates that were none: \(sum.wrongEstimates)")
        print("never told: \(sum.untold)")
        for hours in [24, 168] {
            let forecasts = sum.forecasts.filter { $0.hours == hours }
            guard !forecasts.isEmpty else { continue }
            let (estimated, came) = (forecasts.reduce(0) { $0 + $1.estimated }, forecasts.reduce(0) { $0 + $1.came })
            let expected = forecasts.reduce(0) { $0 + $1.expected }
            let error = forecasts.reduce(0) { $0 + abs($1.expected - Double($1.came)) } / Double(forecasts.count)
            print(
                "within \(hours) h, \(forecasts.count) reports: \(estimated) die if every retry fails, "
                    + "\(Int(expected.rounded())) are expected to, \(came) did; mean error of a report "
                    + "\((error * 100).rounded() / 100)"
            )
        }
        for (reports, count) in sum.reportsUntilTold.sorted(by: { $0.key < $1.key }) {
            print("  told \(reports) reports after the job was seen last: \(count)")
        }
    }
}
#endif
