#if LiveTenant
internal import ArgumentParser
internal import RetryReport
internal import RetryReportTesting

/// How well incidents are found.
struct IncidentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "incidents",
        abstract: "Sets with incidents in them, by background noise → precision and recall of those found."
    )

    @Option(help: "Sets of each row, with seeds 1, 2, 3 and so on.")
    var seeds = 100

    func run() async throws {
        try Table.header(
            ["first failures an hour and group", "jobs of a group", "seeded", "found", "precision, %", "recall, %"],
            texts: 0
        )
        for background in [0.0, 5, 30, 120] {
            for jobs in [10, 20, 60] {
                var settings = IncidentTrial.Settings()
                settings.background = background
                settings.jobsPerGroup = jobs
                var all = IncidentTrial.Score()
                for seed in 1...max(1, seeds) {
                    let trial = IncidentTrial(seed: UInt64(seed), settings)
                    let score = trial.score(Report(jobs: trial.jobs, now: trial.now))
                    all.found += score.found
                    all.right += score.right
                    all.seeded += score.seeded
                    all.recalled += score.recalled
                }
                try Table.row([
                    "\(Int(background))", "\(jobs)", "\(all.seeded)", "\(all.found)", Table.tenths(all.precision * 100),
                    Table.tenths(all.recall * 100),
                ])
            }
        }
    }
}
#endif
