#if LiveTenant
import RetryReportKit

/// The metrics of an index: figures of all tenants together, and which of them have no current report.
struct FleetMetrics: Sendable {
    /// The figures in Prometheus' exposition format.
    let text: String

    /// `index`: nil for a run that ended without one, which has no figures of tenants.
    init(_ index: FleetIndex?, _ status: ExitStatus, finishedAt: Double, seconds: Double) {
        var text = PrometheusText()
        func gauge(_ name: String, _ help: String, _ value: Double) {
            text.gauge("retry_report_fleet_\(name)", help, [([], value)])
        }
        gauge("last_run_exit_status", "Exit status of the last run of all tenants.", Double(status.rawValue))
        gauge("last_run_timestamp_seconds", "When the last run of all tenants ended.", finishedAt)
        gauge("last_run_duration_seconds", "How long the last run of all tenants took.", seconds)
        guard let index else {
            self.text = text.text
            return
        }
        let totals = index.totals
        gauge("tenants", "Tenants of the index.", Double(totals.tenants))
        gauge("tenants_not_current", "Tenants without a current report.", Double(totals.notCurrent))
        gauge("tenants_incomplete", "Tenants whose report is incomplete.", Double(totals.incomplete))
        gauge("jobs", "Jobs that wait for a retry, of all tenants with a current report.", Double(totals.jobs))
        text.gauge(
            "retry_report_fleet_jobs_dying",
            "Jobs of all tenants that die within that time, by estimate.",
            [
                ([("within", "24h")], Double(totals.within24Hours)), ([("within", "7d")], Double(totals.within7Days)),
            ]
        )
        gauge("jobs_overdue", "Jobs of all tenants that should be dead already, by estimate.", Double(totals.overdue))
        gauge("jobs_died", "Jobs of all tenants that died lately.", Double(totals.died))
        text.gauge(
            "retry_report_fleet_current",
            "Whether a tenant has a current report.",
            index.tenants.map { tenant in
                ([("tenant", PrometheusText.labelValue(tenant.name))], tenant.current == nil ? 0 : 1)
            }
        )
        self.text = text.text
    }
}
#endif
