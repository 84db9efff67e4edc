extension FleetIndex {
    /// An index that has something at every place, for checking templates and for the table of names.
    package static let sample: FleetIndex = {
        let now = Report.sample.generatedAt
        let summary = TenantSummary(Report.sample)
        let path = FileLink.path(["acme", "retry-jobs.html"])
        let current = FleetTenant(
            name: "acme",
            state: .current,
            report: summary,
            documents: [.init(format: "html", path: path)]
        )
        var failed = FleetTenant(name: "acme-eu", state: .failed, reason: "why", exitStatus: 77, failedAt: now)
        failed.report = summary
        var partial = current
        partial.name = "acme-part"
        partial.report?.isComplete = false
        partial.report?.problem = "Page 2 failed five times."
        return FleetIndex(
            [current, failed, partial, FleetTenant(name: "acme-new", state: .missing)],
            title: "Retry jobs",
            generator: "retry-report",
            now: now
        )
    }()

    /// An index without tenants.
    package static let empty = FleetIndex(
        [],
        title: "Retry jobs",
        generator: "retry-report",
        now: Report.sample.generatedAt
    )
}
