#if LiveTenant
import RetryJobs
import RetryReportKit

/// The metrics of a run.
struct RunFigures: Sendable {
    /// The tenant's origin or the path of the saved pages, which distinguishes the files of several tenants.
    var source: String
    var status: ExitStatus
    /// Seconds since 1970 at its end.
    var finishedAt: Double
    var seconds: Double
    /// Nil when nothing was published.
    var report: Report?
    var work: ReadingWork?
    /// The name of one of several tenants; nil for a run of one.
    var tenant: String?

    /// How many groups are named; those after it count together, so that a set full of made-up error classes does not
    /// become as many series in the monitoring.
    static let mostGroups = 50
    static let lastSuccess = "retry_report_last_success_timestamp_seconds"
    private static let others = "(others)"
    private static let none = "(none)"

    private var labels: PrometheusText.Labels {
        [("source", PrometheusText.labelValue(source))] + (tenant.map { [("tenant", $0)] } ?? [])
    }

    /// The report was published and is complete.
    var isSuccess: Bool { report.map { $0.reading.isComplete && !$0.isUnreadable } ?? false }

    /// How the line of the last success begins.
    var lastSuccessSeries: String { PrometheusText.series(Self.lastSuccess, labels) }

    /// All of it as text.
    ///
    /// `earlierSuccess`: when a run before this one last succeeded, which stays true when this one fails.
    func text(earlierSuccess: Double?) -> String {
        var text = PrometheusText()
        func gauge(_ name: String, _ help: String, _ value: Double?) {
            text.gauge("retry_report_\(name)", help, value.map { [(labels, $0)] } ?? [])
        }
        gauge("last_run_success", "Whether the last run published a complete report.", isSuccess ? 1 : 0)
        gauge("last_run_exit_status", "Exit status of the last run.", Double(status.rawValue))
        gauge("last_run_timestamp_seconds", "When the last run ended.", finishedAt)
        gauge("last_run_duration_seconds", "How long the last run took.", seconds)
        text.gauge(
            Self.lastSuccess,
            "When a run last published a complete report.",
            (isSuccess ? finishedAt : earlierSuccess).map { [(labels, $0)] } ?? []
        )
        if let report { add(report, to: &text) }
        if let work { add(work, to: &text) }
        return text.text
    }

    private func add(_ report: Report, to text: inout PrometheusText) {
        func gauge(_ name: String, _ help: String, _ value: Double) {
            text.gauge("retry_report_\(name)", help, [(labels, value)])
        }
        let reading = report.reading
        gauge("complete", "Whether every page of the set was read.", reading.isComplete ? 1 : 0)
        gauge("verified", "Whether the way of reading proves that no job was missed.", reading.isVerified ? 1 : 0)
        gauge("jobs_read", "Jobs that wait for a retry, all of those that were read.", Double(report.totals.jobs))
        text.gauge(
            "retry_report_jobs",
            "Jobs that wait for a retry, by type and error class; the smaller groups together as \(Self.others).",
            groups(of: report)
        )
        gauge("groups", "Pairs of a job type and an error class.", Double(report.totals.groups))
        gauge("actions", "Actions with at least one job.", Double(report.totals.actions))
        gauge("jobs_unreadable", "Jobs that could not be read.", Double(reading.unreadableJobs))
        let calendar = report.calendar
        func dying(within days: Int) -> Double {
            Double(calendar.days.prefix(days).reduce(0) { $0 + $1.count })
        }
        if report.hasEstimates {
            text.gauge(
                "retry_report_jobs_dying",
                "Jobs that die within that time, by estimate, without those that should be dead already.",
                [(labels + [("within", "24h")], dying(within: 1)), (labels + [("within", "7d")], dying(within: 7))]
            )
            gauge(
                "jobs_retry_late",
                "Jobs whose next retry is late, at least, by estimate: more than an hour.",
                Double(report.totals.lateRetries)
            )
        }
        if let jobs = report.changes?.jobs {
            gauge("jobs_new", "Jobs that wait and did not at the last complete report.", Double(jobs.new))
            if let died = jobs.died, let recovered = jobs.recovered {
                gauge("jobs_died", "Jobs that died since the last complete report.", Double(died))
                gauge(
                    "jobs_recovered",
                    "Jobs that recovered or were removed since the last complete report.",
                    Double(recovered)
                )
            }
        }
        if report.hasEstimates {
            gauge("jobs_overdue", "Jobs that should be dead already, by estimate.", Double(calendar.overdue))
        }
        if let check = report.estimateCheck {
            gauge("estimates_fit", "Whether the estimates fit what was seen of the jobs.", check.fits ? 1 : 0)
        }
        if let forecast = report.deathForecast {
            text.gauge(
                "retry_report_deaths_expected",
                "Jobs that are expected to die within that time, by how many late retries failed so far.",
                [
                    (labels + [("within", "24h")], forecast.within24Hours),
                    (labels + [("within", "7d")], forecast.within7Days),
                ]
            )
        }
        if let policy = report.policy {
            gauge("jobs_muted", "Jobs that a rule of the policy mutes.", Double(policy.muted))
            gauge("jobs_accepted", "Jobs that a rule of the policy accepts.", Double(policy.accepted))
        }
        if let dead = report.dead {
            gauge("jobs_dead", "Jobs that are dead, as far as their list was read.", Double(dead.count))
            gauge("dead_complete", "Whether the list of dead jobs was read to its end.", dead.isComplete ? 1 : 0)
        }
        func worker(_ name: String, _ help: String, _ value: Double?) {
            if let value { gauge(name, help, value) }
        }
        worker("workers", "Workers that run.", report.workers?.current.map(Double.init))
        worker("workers_max", "The most workers that may run.", report.workers?.max.map(Double.init))
        worker("queue_jobs", "Jobs that wait for a worker.", report.workers?.queueCount.map(Double.init))
        worker("queue_latency", "Latency of the queue, in the API's unit.", report.workers?.queueLatency)
    }

    private func add(_ work: ReadingWork, to text: inout PrometheusText) {
        func gauge(_ name: String, _ help: String, _ value: Int?) {
            text.gauge("retry_report_\(name)", help, value.map { [(labels, Double($0))] } ?? [])
        }
        gauge("read_pages", "Pages read, those of all sweeps together.", work.pages)
        gauge("read_bytes", "Bytes of pages read, after decompression.", work.bytes)
        gauge("read_sweeps", "Times that the set was read from its beginning.", work.requests?.sweeps)
        gauge("requests", "Requests sent, each attempt counted.", work.requests?.sent)
        gauge(
            "requests_retried",
            "Requests sent because an attempt before them failed.",
            work.requests?.retries
        )
    }

    /// Jobs by type and error class, each once: those that differ only in what a label can't contain count together.
    private func groups(of report: Report) -> [(labels: PrometheusText.Labels, value: Double)] {
        struct Name: Hashable {
            let type: String
            let errorClass: String
        }
        var order: [Name] = []
        var counts: [Name: Int] = [:]
        for (place, group) in report.rankedGroups.enumerated() {
            let type = PrometheusText.labelValue(group.type.rawValue)
            let isNamed = place < Self.mostGroups
            let name =
                isNamed
                ? Name(
                    type: type.isEmpty ? Self.none : type,
                    errorClass: group.errorClass.map(PrometheusText.labelValue) ?? Self.none
                ) : Name(type: Self.others, errorClass: Self.others)
            if counts[name] == nil { order.append(name) }
            counts[name, default: 0] += group.count
        }
        return order.map { name in
            (labels + [("type", name.type), ("error_class", name.errorClass)], Double(counts[name] ?? 0))
        }
    }
}

/// Text in Prometheus' exposition format, version 0.0.4: gauges with a help line and any number of samples.
struct PrometheusText {
    typealias Labels = [(name: String, value: String)]

    private(set) var text = ""
    private static let longestValue = 120

    /// A family of gauges; one without samples is left out.
    mutating func gauge(_ name: String, _ help: String, _ samples: [(labels: Labels, value: Double)]) {
        guard !samples.isEmpty else { return }
        text += "# HELP \(name) \(help)\n# TYPE \(name) gauge\n"
        for sample in samples {
            text += "\(Self.series(name, sample.labels)) \(Self.number(sample.value))\n"
        }
    }

    /// What a sample's line begins with.
    static func series(_ name: String, _ labels: Labels) -> String {
        guard !labels.isEmpty else { return name }
        return "\(name){\(labels.map { "\($0.name)=\"\(escaped($0.value))\"" }.joined(separator: ","))}"
    }

    /// A value as a label may contain it: not too long, and with invisible characters made visible. Made before values
    /// are compared, since two of them may become the same.
    static func labelValue(_ value: String) -> String {
        VisibleText.clean(value, to: longestValue)
    }

    private static func escaped(_ value: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\", "\"":
                result.append("\\")
                result.append(scalar)
            case "\n": result.append(contentsOf: "\\n".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    private static func number(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? String(value)
    }
}
#endif
