import Foundation
import GRDB
import RetryJobs
import RetryReport

/// What became of retries in the time that is kept.
struct PastOutcomes {
    /// How many retries of each count failed, and how many jobs recovered or died.
    private struct Row {
        let errorClass: String
        let retries: Int
        let recovered: Int
        let died: Int
        let failed: Int
    }

    /// How many of a job's last retries the forecast goes by.
    static let lateRetries = 6
    /// How many retries of all error classes the share of one class is weighed against.
    private static let weight = 30.0

    private let rows: [Row]

    init(_ db: Database, tenant: Int64) throws {
        rows = try GRDB.Row.fetchAll(
            db,
            sql: """
                SELECT error_class, retries, recovered, died, failed FROM outcome_sum
                WHERE tenant = ? ORDER BY error_class, retries
                """,
            arguments: [tenant]
        ).map { Row(errorClass: $0[0], retries: $0[1], recovered: max(0, $0[2]), died: max(0, $0[3]), failed: $0[4]) }
    }

    /// The error classes of which enough is known, the one with most jobs first.
    func classes() -> [ErrorOutcome] {
        Dictionary(grouping: rows) { ExactText($0.errorClass) }
            .compactMap { name, rows -> ErrorOutcome? in
                let recovered = rows.reduce(0) { $0 + $1.recovered }
                let died = rows.reduce(0) { $0 + $1.died }
                guard recovered + died >= ErrorOutcome.enough else { return nil }
                var sum = 0
                let most = rows.sorted { $0.retries < $1.retries }.first { row in
                    sum += row.recovered
                    return recovered > 0 && sum * 4 >= recovered * 3
                }
                return ErrorOutcome(
                    errorClass: name.text.isEmpty ? nil : name.text,
                    recovered: recovered,
                    died: died,
                    mostWithinRetries: most.map { $0.retries + 1 }
                )
            }
            .sorted { left, right in
                left.jobs != right.jobs
                    ? left.jobs > right.jobs
                    : ExactText(left.errorClass ?? "") < ExactText(right.errorClass ?? "")
            }
    }

    /// How many of the jobs are expected to die soon; nil when too few late retries were seen.
    func forecast(_ states: JobStates, at moment: Timestamp, _ schedule: RetrySchedule) -> DeathForecast? {
        let late = rows.filter { $0.retries >= schedule.limit - Self.lateRetries && $0.retries < schedule.limit }
        let failed = late.reduce(0) { $0 + $1.failed }
        let all = failed + late.reduce(0) { $0 + $1.recovered }
        guard all >= ErrorOutcome.enough else { return nil }
        let usual = Double(failed) / Double(all)
        let shares = Dictionary(grouping: late) { ExactText($0.errorClass) }.mapValues { rows in
            let failed = Double(rows.reduce(0) { $0 + $1.failed })
            let all = failed + Double(rows.reduce(0) { $0 + $1.recovered })
            return (failed + Self.weight * usual) / (all + Self.weight)
        }
        let shareOfGroup = states.groups.map { shares[ExactText($0.errorClass ?? "")] ?? usual }
        var forecast = DeathForecast(within24Hours: 0, within7Days: 0, retries: all)
        let now = moment.microseconds
        for job in states.jobs where job.retryCount >= 0 && job.lastRetry != JobState.none {
            let left = schedule.limit - Int(job.retryCount)
            guard left >= 1 else { continue }
            let lastRetry = Timestamp(microseconds: job.lastRetry)
            guard let death = schedule.death(retryCount: Int(job.retryCount), lastRetry: lastRetry).earliest,
                death.microseconds >= now, death.microseconds - now <= 7 * 86_400_000_000
            else { continue }
            let chance = pow(shareOfGroup[Int(job.group)], Double(left))
            forecast.within7Days += chance
            if death.microseconds - now <= 86_400_000_000 { forecast.within24Hours += chance }
        }
        return forecast
    }
}

extension EstimateCheck {
    /// How many observations say something.
    private static let enoughDelays = 30
    private static let enoughDeaths = 10

    /// What the last reports saw of the schedule, the newest first; nil as long as that is too little.
    ///
    /// The schedule is given up when most of the newest observations contradict it, and most of those before as well:
    /// once may be a person who retries all jobs by hand.
    init?(_ runs: [DelayCheck.Observations]) {
        let delays = Self.batches(runs.map { ($0.delays, $0.fittingDelays) }, of: Self.enoughDelays)
        let deaths = Self.batches(runs.map { ($0.deaths, $0.fittingDeaths) }, of: Self.enoughDeaths)
        guard !delays.isEmpty || !deaths.isEmpty else { return nil }
        self.init(
            fits: !Self.contradict(delays) && !Self.contradict(deaths),
            delays: delays.reduce(0) { $0 + $1.all },
            fittingDelays: delays.reduce(0) { $0 + $1.fitting },
            deaths: deaths.reduce(0) { $0 + $1.all },
            fittingDeaths: deaths.reduce(0) { $0 + $1.fitting }
        )
    }

    /// Up to two sums of reports that have enough observations.
    private static func batches(_ runs: [(all: Int, fitting: Int)], of enough: Int) -> [(all: Int, fitting: Int)] {
        var batches: [(all: Int, fitting: Int)] = []
        var sum = (all: 0, fitting: 0)
        for run in runs where batches.count < 2 {
            sum = (sum.all + run.all, sum.fitting + run.fitting)
            if sum.all >= enough {
                batches.append(sum)
                sum = (0, 0)
            }
        }
        return batches
    }

    private static func contradict(_ batches: [(all: Int, fitting: Int)]) -> Bool {
        batches.count == 2 && batches.allSatisfy { $0.fitting * 2 < $0.all }
    }
}
