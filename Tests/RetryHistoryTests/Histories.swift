import Foundation
import RetryJobs
import RetryReport
import TestSupport
import Testing

@testable import RetryHistory

extension TemporaryFolder {
    /// Where a test keeps its history.
    var history: String { file("history.sqlite") }
}

/// Reports of one tenant at moments that are hours after the first.
struct Reports {
    static let first = Timestamp(microseconds: 1_767_225_600_000_000)
    var isComplete = true
    var isVerified = true
    var tenant = "https://acme.tines.com"

    static func moment(_ hours: Double) -> Timestamp {
        first.advanced(byMicroseconds: Int64(hours * 3_600_000_000))
    }

    func report(_ jobs: [RetryJob], hours: Double) throws -> (Report, JobStates) {
        var builder = ReportBuilder(now: Self.moment(hours))
        builder.keepJobStates()
        builder.add(JobBatch(jobs: jobs))
        let reading = Reading(
            source: "test",
            tenant: try TenantOrigin(tenant),
            finishedAt: Self.moment(hours),
            isComplete: isComplete,
            isVerified: isVerified
        )
        let made = builder.finishWithStates(reading: reading, title: "Test", generator: "test", extras: TenantExtras())
        var states = try #require(made.states)
        states.sortByID()
        return (made.report, states)
    }

    /// Compares and records one run.
    @discardableResult
    func run(
        _ history: RetryHistory,
        _ jobs: [RetryJob],
        hours: Double,
        dead: DeadList? = nil
    ) throws -> Report {
        var (report, states) = try report(jobs, hours: hours)
        let comparison = try history.compare(&report, states, dead: dead)
        try history.record(report, states, comparison)
        return report
    }

    /// The same, for what became of the jobs alone.
    func changes(
        _ history: RetryHistory,
        _ jobs: [RetryJob],
        hours: Double,
        dead: DeadList? = nil
    ) throws -> JobChanges {
        let report = try run(history, jobs, hours: hours, dead: dead)
        return try #require(report.changes?.jobs)
    }
}

/// A job that was retried some hours after the first report. By default its next retry is due 17 minutes after that
/// report and the one after it four hours later, so a job that is missing an hour after the first report is known to be gone.
func job(_ id: JobID, _ errorClass: String? = "E", retries: Int = 10, at hours: Double = -2.5) -> RetryJob {
    RetryJob(
        id: id,
        type: .agentReceive,
        action: ActionReference(id: 7, name: "Send"),
        retryCount: retries,
        lastRetry: Reports.moment(hours),
        errorClass: errorClass
    )
}

func jobs(_ ids: Range<Int64>, _ errorClass: String? = "E") -> [RetryJob] {
    ids.map { job(.number($0), errorClass) }
}

/// A dead list that was read to its end.
func deadList(_ ids: [JobID]) -> DeadList {
    var list = DeadList()
    list.add(ids.map { job($0) })
    list.isComplete = true
    return list
}
