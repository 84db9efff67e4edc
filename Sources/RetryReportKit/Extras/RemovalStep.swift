import RetryJobs
import RetryReport
import TinesRetryJobs

/// Says who removed jobs since the report that this one is compared with, by the tenant's audit log.
///
/// One request, and only when jobs are gone. A key that may not read the log is usual, so whatever fails adds nothing and
/// says nothing.
struct RemovalStep: ReportStep {
    /// Where removals since a moment are looked for.
    enum Log {
        case tenant(APIFetch, budget: Duration)
        /// What an earlier reading saved.
        case saved([JobRemoval])
    }

    let log: Log

    var name: String { "audit log" }

    func apply(to report: inout Report) async throws {
        guard let since = report.changes?.since, let jobs = report.changes?.jobs,
            (jobs.recovered ?? 0) + (jobs.unsettled ?? 0) > 0
        else { return }
        let until = report.generatedAt
        // A tenant that does not know the parameters answers with everything.
        report.changes?.removals =
            await removals(since: since)
            .filter { AuditEntry.removals.contains($0.operation) && $0.at > since && $0.at <= until }
            .sorted { $0.at > $1.at }
            .prefix(Changes.removalsKept)
            .map(\.self)
    }

    private func removals(since: Timestamp) async -> [JobRemoval] {
        switch log {
        case .saved(let removals): return removals
        case .tenant(let fetch, let budget):
            guard let body = try? await withTimeLimit(budget, { try await fetch(.removals(after: since)) }),
                let entries = try? DirectoryDecoder().auditEntries(body).rows
            else { return [] }
            return entries.map { JobRemoval(at: $0.createdAt, operation: $0.operation, user: $0.userName) }
        }
    }
}
