/// What the last reports of several tenants say, the tenant that needs attention first: facts only.
///
/// It is made of the tenants' JSON reports, so it does not matter which run, process or machine wrote them.
package struct FleetIndex: Sendable, Hashable {
    /// The version of the JSON made of it.
    package static let currentVersion = 1

    /// What wrote the index: `retry-report` and its version.
    package let generator: String
    /// The index's own title: untrusted text, as configured.
    package let title: String
    /// The moment that every "ago" refers to.
    package let generatedAt: Timestamp
    /// The tenants by urgency; see ``FleetTenant/precedes(_:_:)``.
    package let tenants: [FleetTenant]

    /// An index of tenants in any order. A report older than `longest` seconds counts as old.
    package init(
        _ tenants: [FleetTenant],
        title: String,
        generator: String,
        now: Timestamp,
        longestAge longest: Int64 = FleetIndex.usualLongestAge
    ) {
        self.title = title
        self.generator = generator
        generatedAt = now
        self.tenants = tenants.map { tenant in
            var tenant = tenant
            if tenant.state == .current, let report = tenant.report, now.seconds(after: report.generatedAt) > longest {
                tenant.state = .old
            }
            return tenant
        }.sorted(by: FleetTenant.precedes)
    }

    /// 26 hours: a daily report and some delay.
    package static let usualLongestAge: Int64 = 26 * 3600

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case version
        case generator
        case title
        case generatedAt = "generated_at"
        case totals
        case tenants
    }
}

/// A tenant of an index.
package struct FleetTenant: Sendable, Hashable {
    /// How much its report is worth.
    package enum State: String, Sendable, Hashable, CaseIterable {
        /// The report is of the last run.
        case current
        /// The last run failed; the report, if there is one, is of an earlier run.
        case failed
        /// There is neither a report nor a record of a run.
        case missing
        /// There is a report, and it can't be read.
        case damaged
        /// The report is older than it should be.
        case old
    }

    /// A document of the tenant's report.
    package struct Document: Sendable, Hashable {
        /// The format, such as `html`.
        package var format: String
        /// Where it is, seen from the index: file names that are escaped as in an address.
        package var path: String

        package init(format: String, path: String) {
            self.format = format
            self.path = path
        }

        /// The names of the members in JSON.
        package enum CodingKeys: String, CodingKey, CaseIterable {
            case format
            case path
        }
    }

    /// The name of the tenant, which is the name of its folder.
    package var name: String
    /// How much the report is worth.
    package var state: State
    /// Why the last run failed or the report can't be read, in words; nil for the other states.
    package var reason: String?
    /// The exit status of a last run that failed.
    package var exitStatus: Int?
    /// When that run ended.
    package var failedAt: Timestamp?
    /// What the last report says; nil when there is none that can be read.
    package var report: TenantSummary?
    /// The documents of that report.
    package var documents: [Document]

    package init(
        name: String,
        state: State,
        reason: String? = nil,
        exitStatus: Int? = nil,
        failedAt: Timestamp? = nil,
        report: TenantSummary? = nil,
        documents: [Document] = []
    ) {
        self.name = name
        self.state = state
        self.reason = reason
        self.exitStatus = exitStatus
        self.failedAt = failedAt
        self.report = report
        self.documents = documents
    }

    /// The report when it is of the last run: only then do its figures count.
    package var current: TenantSummary? { state == .current ? report : nil }

    /// True when the report is of the last run, complete, verified and without unreadable jobs.
    package var isWhole: Bool { current?.isWhole ?? false }

    /// The order of an index: tenants without a current report; then incomplete reports; then by the jobs that die within
    /// 24 hours or should be dead already, the jobs that died, the groups that are news, the jobs that die within 7 days,
    /// all jobs, and the name.
    package static func precedes(_ left: FleetTenant, _ right: FleetTenant) -> Bool {
        let (one, other) = (left.urgency, right.urgency)
        for (first, second) in zip(one, other) where first != second { return first > second }
        return ExactText(left.name) < ExactText(right.name)
    }

    private var urgency: [Int] {
        guard let report = current else { return [1, state == .failed ? 1 : 0] }
        let isPartial = !report.isComplete || report.unreadableJobs > 0
        return [
            0, isPartial ? 1 : 0, report.deaths.within24Hours + report.deaths.overdue, report.lateDeaths,
            report.changes?.newsGroups ?? 0, report.deaths.within7Days, report.jobs,
        ]
    }

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case name
        case state
        case reason
        case exitStatus = "exit_status"
        case failedAt = "failed_at"
        case report
        case documents
    }
}

/// Figures of all tenants of an index. Those without a current report are in no sum.
package struct FleetTotals: Sendable, Hashable {
    /// Tenants.
    package var tenants = 0
    /// Tenants without a current report.
    package var notCurrent = 0
    /// Tenants whose report is incomplete.
    package var incomplete = 0
    /// Tenants whose report is complete and not verified.
    package var unverified = 0
    /// Jobs that wait for a retry.
    package var jobs = 0
    /// Those of them that no policy mutes or accepts.
    package var openJobs = 0
    /// Open jobs that die within 24 hours, by estimate.
    package var within24Hours = 0
    /// Open jobs that die within 7 days, by estimate, those within 24 hours included.
    package var within7Days = 0
    /// Open jobs that should be dead already, by estimate.
    package var overdue = 0
    /// Jobs that died lately: since the last complete report, or in the last 24 hours where that is not known.
    package var died = 0

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case tenants
        case notCurrent = "not_current"
        case incomplete
        case unverified
        case jobs
        case openJobs = "open_jobs"
        case within24Hours = "within_24_hours"
        case within7Days = "within_7_days"
        case overdue
        case died
    }
}

extension FleetIndex {
    /// The figures of all tenants.
    package var totals: FleetTotals {
        var totals = FleetTotals()
        totals.tenants = tenants.count
        for tenant in tenants {
            guard let report = tenant.current else {
                totals.notCurrent += 1
                continue
            }
            if !report.isComplete { totals.incomplete += 1 }
            if report.isComplete, !report.isVerified { totals.unverified += 1 }
            totals.jobs += report.jobs
            totals.openJobs += report.openJobs
            totals.within24Hours += report.deaths.within24Hours
            totals.within7Days += report.deaths.within7Days
            totals.overdue += report.deaths.overdue
            totals.died += report.lateDeaths
        }
        return totals
    }

    /// True when every figure is exact: each tenant has a current report that is complete and verified.
    package var isWhole: Bool { tenants.allSatisfy(\.isWhole) }

    /// False when a figure may be too small: a tenant has no current report, or an incomplete one.
    package var isComplete: Bool {
        tenants.allSatisfy { ($0.current?.isComplete ?? false) && $0.current?.isUnreadable == false }
    }
}
