import GRDB
public import RetryJobs

/// A run in a history.
public struct HistoryRun: Sendable, Hashable {
    /// The tenant's origin.
    public let tenant: String
    /// When its reading ended.
    public let at: Timestamp
    /// Every page up to the end of the list was read.
    public let isComplete: Bool
    /// It is proven that no job was missed.
    public let isVerified: Bool
    /// The jobs that it counted.
    public let jobs: Int
    /// Jobs that the complete run before it did not have; nil when there was nothing to compare with.
    public let new: Int?
    /// Jobs that died since; nil when that is not known.
    public let died: Int?
    /// Jobs that recovered or were removed since; nil when that is not known.
    public let recovered: Int?
}

/// A group in a run of a history.
public struct HistoryGroup: Sendable, Hashable {
    /// The run.
    public let run: HistoryRun
    /// The jobs' type.
    public let type: JobType
    /// Their error class; nil for none.
    public let errorClass: String?
    /// Its jobs.
    public let jobs: Int
}

extension RetryHistory {
    /// The runs of a tenant, given by its origin, or of all; the earliest first, none when there is no file yet. Throws
    /// when the file can't be read.
    public func runs(of tenant: String? = nil) throws(HistoryError) -> [HistoryRun] {
        try file.read { db in
            try Row.fetchAll(db, sql: Self.runs + " ORDER BY run.at, tenant.origin", arguments: [tenant])
                .map(HistoryRun.init)
        } ?? []
    }

    /// Hands the groups of all runs to `body`, the earliest run first and its largest group first.
    ///
    /// - Parameters:
    ///   - tenant: only the runs of a tenant, by its origin; nil for those of all.
    ///   - moment: only the run that ended then; nil for all.
    ///   - body: takes a group.
    /// - Throws: ``HistoryError``, or what `body` throws, which ends the reading.
    public func forEachGroup(
        of tenant: String? = nil,
        at moment: Timestamp? = nil,
        _ body: (HistoryGroup) throws -> Void
    ) throws {
        _ = try file.reading { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT run.*, error_group.type, error_group.error_class, group_count.jobs AS group_jobs
                    FROM (\(Self.runs)) AS run
                    JOIN group_count ON group_count.run = run.id
                    JOIN error_group ON error_group.id = group_count.error_group
                    WHERE run.at = ifnull(?, run.at)
                    ORDER BY run.at, run.origin, group_count.jobs DESC, error_group.type, error_group.error_class
                    """,
                arguments: [tenant, moment?.microseconds]
            )
            while let row = try rows.next() {
                try body(
                    HistoryGroup(
                        run: HistoryRun(row),
                        type: JobType(rawValue: row["type"]),
                        errorClass: row["error_class"],
                        jobs: row["group_jobs"]
                    )
                )
            }
        }
    }

    /// Removes the counts of the runs that ended before a moment, and gives the space back to the system.
    ///
    /// The last complete run of each tenant stays, because the next one is compared with it.
    ///
    /// - Returns: how many runs were removed.
    public func prune(before moment: Timestamp) throws(HistoryError) -> Int {
        guard let before = try file.read(Self.count) else { return 0 }
        let after = try file.write { db in
            for tenant in try Int64.fetchAll(db, sql: "SELECT id FROM tenant") {
                try prune(before: moment, tenant, in: db)
            }
            return try Self.count(db)
        }
        try file.vacuum()
        return before - after
    }

    private static func count(_ db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM run") ?? 0
    }

    private static let runs = """
        SELECT run.*, tenant.origin FROM run JOIN tenant ON tenant.id = run.tenant
        WHERE tenant.origin = ifnull(?, tenant.origin)
        """
}

extension HistoryRun {
    fileprivate init(_ row: Row) {
        tenant = row["origin"]
        at = Timestamp(microseconds: row["at"])
        isComplete = row["is_complete"]
        isVerified = row["is_verified"]
        jobs = row["jobs"]
        new = row["new"]
        died = row["died"]
        recovered = row["recovered"]
    }
}
