package import RetryArchive
import RetryJobs
package import RetryReport
import Synchronization

/// Keeps every job of a run, and adds the run to an archive once its report is published.
///
/// What goes wrong costs the archive's file, never the report.
package final class ArchiveStep: AnnouncingStep {
    private let archive: RunArchive
    private let tenant: String?
    private let run = Mutex<Run?>(nil)

    private struct Run: Sendable {
        let jobs: ArchivedJobs
        var directory: TenantDirectory?
    }

    /// - Parameters:
    ///   - archive: where the run is added.
    ///   - tenant: what the archive calls the tenant; nil for its host and port.
    package init(_ archive: RunArchive, tenant: String? = nil) {
        self.archive = archive
        self.tenant = tenant
    }

    /// Begins to keep the jobs of the run. `schedule` estimates their next retries and deaths.
    func begin(_ schedule: RetrySchedule) -> JobStream {
        let jobs = archive.begin()
        run.withLock { $0 = Run(jobs: jobs) }
        return JobStream(ArchivedJobRenderer(), schedule: schedule, document: KeptDocument(jobs: jobs))
    }

    private struct KeptDocument: StagedDocument {
        let jobs: ArchivedJobs

        func write(contentsOf bytes: [UInt8]) { jobs.keep(bytes) }
        func close() {}
    }

    /// Whose the actions are; nil when that is not known.
    func learned(_ directory: TenantDirectory?) {
        run.withLock { $0?.directory = directory }
    }

    package func prepare(_ report: Report) -> Announcement? {
        Announcement("archive") { published in try self.add(published.report) }
    }

    private func add(_ report: Report) throws -> [Diagnostic] {
        let run = run.withLock { run in
            defer { run = nil }
            return run
        }
        guard let run else { return [] }
        let name = tenant ?? report.reading.tenant?.authority ?? "unknown"
        let added = try run.jobs.add(ArchivedRun(report), tenant: name, directory: run.directory)
        return [
            added.isNew
                ? Diagnostic(.note, "archive.added", "archived \(added.path)")
                : Diagnostic(
                    .warning,
                    "archive.exists",
                    "\(added.path) exists already and is left as it is: the archive has this run"
                )
        ]
    }
}
