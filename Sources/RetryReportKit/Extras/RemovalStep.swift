import RetryJobs
import RetryReport
import TinesRetryJobs

/// Asks the tenant's audit log who removed jobs since the report that this one is compared with.
///
/// One request, and only when jobs are gone. A key that may not read the log is usual, so whatever fails adds nothing and
/// says nothing.
struct RemovalStep: ReportStep {
    let fetch: APIFetch
    let budget: Duration

    var name: String { "audit log" }

    func apply(to report: inout Report) async throws {
        guard let since = report.changes?.since, let jobs = report.changes?.jobs,
            (jobs.recovered ?? 0) + (jobs.unsettled ?? 0) > 0
        else { return }
        let until = report.generatedAt
        guard let body = try? await withTimeLimit(budget, { try await fetch(.removals(after: since)) }),
            let entries = try? DirectoryDecoder().auditEntries(body).rows
        else { return }
        // A tenant that does not know the parameters answers with everything.
        report.changes?.removals =
            entries
            .filter { AuditEntry.removals.contains($0.operation) && $0.createdAt > since && $0.createdAt <= until }
            .sorted { $0.createdAt > $1.createdAt }
            .prefix(Changes.removalsKept)
            .map { JobRemoval(at: $0.createdAt, operation: $0.operation, user: $0.userName) }
    }
}
