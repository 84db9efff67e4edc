import Foundation
import GRDB
public import RetryJobs
package import RetryReport

/// The memory of earlier reports, in one SQLite file: what changed since the last one, and what became of each job.
///
/// A run compares its report first, and records it once it is published. A history that can't be used costs the
/// comparison, never the report.
public struct RetryHistory: Sendable {
    /// How many earlier reports ``RetryReport/Report/history`` lists.
    public static let reportsShown = 24

    let file: HistoryFile
    /// How many days counts are kept.
    public let days: Int

    /// A history in a file, which need not exist yet: the first report that is recorded makes it.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - days: how many days counts are kept; at least 1.
    public init(path: String, days: Int = 400) {
        file = HistoryFile(path: path)
        self.days = max(1, days)
    }

    /// The file.
    public var path: String { file.path }

    /// Gives a damaged file another name, so that a new history can begin and nothing is lost. The moment becomes part of
    /// the name, which is returned. Throws when the file can't be renamed.
    public func setAside(at moment: Timestamp) throws(HistoryError) -> String {
        try file.setAside(at: moment.iso8601)
    }

    // MARK: Comparing

    /// Sets ``RetryReport/Report/changes`` and ``RetryReport/Report/history``, and what changed in each group.
    ///
    /// Reads the last complete reading's jobs page by page: about a second for a million.
    ///
    /// - Parameters:
    ///   - report: the report of a reading of a known tenant.
    ///   - states: the states of its jobs, sorted by their ids.
    ///   - dead: the dead list, when it was read.
    ///   - tell: is told each job's fate, if anybody wants to know them one by one.
    /// - Returns: what ``record(_:_:_:)`` takes.
    /// - Throws: ``HistoryError``; the report is unchanged then.
    package func compare(
        _ report: inout Report,
        _ states: JobStates,
        dead: DeadList? = nil,
        tell: ((JobID, JobFate) -> Void)? = nil
    ) throws(HistoryError) -> Comparison {
        guard let tenant = report.reading.tenant else { return Comparison() }
        let at = report.generatedAt
        let compared = try file.read { db -> (Comparison, Report)? in
            guard
                let id = try Int64.fetchOne(
                    db,
                    sql: "SELECT id FROM tenant WHERE origin = ?",
                    arguments: [tenant.description]
                )
            else { return nil }
            var changed = report
            let earlier = EarlierRuns(db: db, tenant: id, before: at, tell: tell)
            let comparison = try earlier.compare(&changed, states, dead: dead)
            return (comparison, changed)
        }
        guard let (comparison, changed) = compared ?? nil else {
            report.changes = Changes()
            return Comparison()
        }
        report = changed
        return comparison
    }
}

/// What a comparison found, to be recorded with the run.
package struct Comparison: Sendable {
    /// The report that was compared with.
    var since: Timestamp?
    var outcomes = OutcomeTally()
    var delays: DelayCheck?
    /// The jobs to look for in the next reading.
    var away = AwayJobs()

    package init() {}
}
