/// What became of jobs in the past, and what may be expected of those that can die soon.
struct OutcomesView {
    /// How many error classes are listed.
    private static let mostRows = 10

    private let context: ViewContext

    init(_ context: ViewContext) {
        self.context = context
    }

    var list: ViewList {
        ViewList(
            context.report.outcomes.prefix(Self.mostRows).map { outcome in
                [
                    "errorClass": .object(context.names.errorClass(outcome.errorClass)),
                    "jobs": .text(NumberWords.grouped(outcome.jobs)),
                    "recovered": .text(NumberWords.share(outcome.recovered, of: outcome.jobs)),
                    "died": .text(NumberWords.share(outcome.died, of: outcome.jobs)),
                    "within": .text(
                        outcome.mostWithinRetries.map { NumberWords.counted($0, "retry", "retries") } ?? "–"
                    ),
                ]
            }
        )
    }

    /// `of 1,204 earlier jobs with this error 92 % recovered or were removed, most within 4 retries, and 8 % died`.
    static func words(_ outcome: ErrorOutcome) -> String {
        let jobs = "of \(NumberWords.grouped(outcome.jobs)) earlier jobs with this error"
        let recovered = NumberWords.share(outcome.recovered, of: outcome.jobs)
        let within =
            outcome.mostWithinRetries.map { ", most within \(NumberWords.counted($0, "retry", "retries"))" } ?? ""
        if outcome.died == 0 { return "\(jobs) all recovered or were removed\(within)" }
        if outcome.recovered == 0 { return "\(jobs) all died" }
        let died = NumberWords.share(outcome.died, of: outcome.jobs)
        return "\(jobs) \(recovered) recovered or were removed\(within), and \(died) died"
    }

    /// Expected deaths: one decimal below ten, since a part of a job matters there.
    static func expected(_ number: Double) -> String {
        guard number < 9.95 else { return NumberWords.grouped(Int(number.rounded())) }
        return number > 0 && number < 0.05 ? "<0.1" : NumberWords.decimal((number * 10).rounded() / 10)
    }

    /// What the second figure beside the estimates means; empty when there is none.
    var forecast: String {
        guard let forecast = context.report.deathForecast, context.report.totals.deaths.within7Days > 0 else {
            return ""
        }
        let deaths = context.report.totals.deaths
        let read = context.reading.isComplete ? "" : " that were read"
        return
            "Of the \(NumberWords.counted(deaths.within7Days, "job"))\(read) that \(deaths.within7Days == 1 ? "dies" : "die") "
            + "within 7 days if every retry fails, ≈ \(Self.expected(forecast.within7Days)) "
            + "\(forecast.within7Days == 1 ? "is" : "are") expected to, going by \(NumberWords.counted(forecast.retries, "late retry", "late retries")) "
            + "of the time that is kept."
    }
}

/// How many jobs the last reports counted, this one included: words, and the numbers behind a bar for each.
struct HistoryView {
    private let context: ViewContext
    private let runs: [JobCountThen]

    init(_ context: ViewContext) {
        self.context = context
        let report = context.report
        runs =
            report.history.isEmpty
            ? [] : report.history + [JobCountThen(at: report.generatedAt, jobs: report.totals.jobs)]
    }

    private var highest: Int { runs.map(\.jobs).max() ?? 0 }

    /// All of them.
    var list: ViewList { list(of: runs) }

    /// The last of them, for a mail.
    var recent: ViewList { list(of: Array(runs.suffix(8))) }

    private func list(of runs: [JobCountThen]) -> ViewList {
        let highest = runs.map(\.jobs).max() ?? 0
        return ViewList(
            runs.enumerated().map { place, run in
                let isLast = place == runs.count - 1
                let values: ViewObject = [
                    "at": .object(context.time.values(run.at)),
                    "count": .text(NumberWords.grouped(run.jobs)),
                    "hasCount": .flag(run.jobs > 0),
                    "isNow": .flag(isLast),
                    "isUrgent": .flag(false),
                ]
                return ViewObject(
                    values,
                    measure: .column(
                        position: place,
                        count: runs.count,
                        height: run.jobs,
                        highest: highest,
                        isMajor: place == 0 || isLast
                    )
                )
            }
        )
    }

    /// `1,072, 1,284 and now 1,300 jobs; the first of these reports 3 d ago`.
    var words: String {
        guard let first = runs.first, let last = runs.last else { return "" }
        let jobs = runs.map(\.jobs)
        let least = jobs.min() ?? 0
        let read = context.reading.isComplete ? "" : ", at least"
        return "The last \(NumberWords.counted(runs.count, "report")), since \(context.time.relative(first.at)): "
            + "between \(NumberWords.grouped(least)) and \(NumberWords.counted(highest, "job")); first "
            + "\(NumberWords.grouped(first.jobs)), now \(NumberWords.grouped(last.jobs))\(read)."
    }

    /// A character for each report, by the share of the highest count.
    var line: String {
        let blocks = Array("▁▂▃▄▅▆▇█")
        return String(
            runs.map { run in
                highest == 0 ? blocks[0] : blocks[min(7, run.jobs * 8 / max(1, highest))]
            }
        )
    }
}
