import GRDB

/// The tables, by version. A version that was released is never changed: a later one is added below it.
enum HistorySchema {
    static var migrations: DatabaseMigrator {
        var migrations = DatabaseMigrator()
        migrations.registerMigration("1") { db in
            try db.execute(sql: "PRAGMA application_id = \(HistoryFile.applicationID)")
            try db.execute(sql: version1)
        }
        migrations.registerMigration("2") { db in
            try db.execute(sql: version2)
        }
        migrations.registerMigration("3") { db in
            try db.execute(sql: version3)
        }
        return migrations
    }

    /// Times are microseconds since 1970. A job type or error class is stored once; counts refer to it, so that a year of
    /// hourly runs with 200 groups is 1.7 million rows of about 20 bytes.
    private static let version1 = """
        CREATE TABLE tenant (
            id INTEGER PRIMARY KEY,
            origin TEXT NOT NULL UNIQUE
        );
        CREATE TABLE run (
            id INTEGER PRIMARY KEY,
            tenant INTEGER NOT NULL REFERENCES tenant ON DELETE CASCADE,
            at INTEGER NOT NULL,
            is_complete INTEGER NOT NULL,
            is_verified INTEGER NOT NULL,
            jobs INTEGER NOT NULL,
            die_within_24h INTEGER NOT NULL,
            overdue INTEGER NOT NULL,
            new INTEGER,
            died INTEGER,
            recovered INTEGER,
            UNIQUE (tenant, at)
        );
        CREATE TABLE error_group (
            id INTEGER PRIMARY KEY,
            tenant INTEGER NOT NULL REFERENCES tenant ON DELETE CASCADE,
            type TEXT NOT NULL,
            error_class TEXT,
            first_at INTEGER NOT NULL,
            last_at INTEGER NOT NULL
        );
        CREATE UNIQUE INDEX error_group_name ON error_group (tenant, type, ifnull(error_class, ''), error_class IS NULL);
        CREATE TABLE group_count (
            run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
            error_group INTEGER NOT NULL REFERENCES error_group ON DELETE CASCADE,
            jobs INTEGER NOT NULL,
            PRIMARY KEY (run, error_group)
        ) WITHOUT ROWID;
        CREATE INDEX group_count_group ON group_count (error_group);
        CREATE TABLE action (
            id INTEGER PRIMARY KEY,
            tenant INTEGER NOT NULL REFERENCES tenant ON DELETE CASCADE,
            action INTEGER NOT NULL,
            name TEXT,
            UNIQUE (tenant, action)
        );
        CREATE TABLE action_count (
            run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
            action INTEGER NOT NULL REFERENCES action ON DELETE CASCADE,
            jobs INTEGER NOT NULL,
            PRIMARY KEY (run, action)
        ) WITHOUT ROWID;
        CREATE INDEX action_count_action ON action_count (action);
        CREATE TABLE snapshot (
            tenant INTEGER PRIMARY KEY REFERENCES tenant ON DELETE CASCADE,
            run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
            at INTEGER NOT NULL,
            is_verified INTEGER NOT NULL
        );
        CREATE TABLE snapshot_page (
            tenant INTEGER NOT NULL REFERENCES tenant ON DELETE CASCADE,
            place INTEGER NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY (tenant, place)
        );
        CREATE TABLE outcome (
            tenant INTEGER NOT NULL REFERENCES tenant ON DELETE CASCADE,
            day INTEGER NOT NULL,
            error_class TEXT NOT NULL,
            retries INTEGER NOT NULL,
            recovered INTEGER NOT NULL,
            died INTEGER NOT NULL,
            PRIMARY KEY (tenant, day, error_class, retries)
        ) WITHOUT ROWID;
        """

    /// Jobs that are missing are remembered until it is known what became of them. The outcomes so far are dropped: they
    /// counted jobs as recovered whose retry was running.
    private static let version2 = """
        ALTER TABLE snapshot ADD COLUMN started_at INTEGER;
        ALTER TABLE snapshot ADD COLUMN finished_at INTEGER;
        CREATE TABLE away_page (
            tenant INTEGER NOT NULL REFERENCES tenant ON DELETE CASCADE,
            place INTEGER NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY (tenant, place)
        );
        ALTER TABLE run ADD COLUMN delays INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE run ADD COLUMN fitting_delays INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE run ADD COLUMN deaths INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE run ADD COLUMN fitting_deaths INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE run ADD COLUMN longest_retry INTEGER NOT NULL DEFAULT 0;
        DELETE FROM outcome;
        ALTER TABLE outcome ADD COLUMN failed INTEGER NOT NULL DEFAULT 0;
        """

    /// The sum of all days, kept by triggers: each report reads it, and a year of outcomes is 180,000 rows.
    private static let version3 = """
        CREATE TABLE outcome_sum (
            tenant INTEGER NOT NULL REFERENCES tenant ON DELETE CASCADE,
            error_class TEXT NOT NULL,
            retries INTEGER NOT NULL,
            recovered INTEGER NOT NULL,
            died INTEGER NOT NULL,
            failed INTEGER NOT NULL,
            PRIMARY KEY (tenant, error_class, retries)
        ) WITHOUT ROWID;
        INSERT INTO outcome_sum
            SELECT tenant, error_class, retries, sum(recovered), sum(died), sum(failed) FROM outcome
            GROUP BY tenant, error_class, retries;
        CREATE TRIGGER outcome_added AFTER INSERT ON outcome BEGIN
            INSERT INTO outcome_sum (tenant, error_class, retries, recovered, died, failed)
            VALUES (new.tenant, new.error_class, new.retries, new.recovered, new.died, new.failed)
            ON CONFLICT (tenant, error_class, retries) DO UPDATE SET recovered = recovered + excluded.recovered,
                died = died + excluded.died, failed = failed + excluded.failed;
        END;
        CREATE TRIGGER outcome_changed AFTER UPDATE OF recovered, died, failed ON outcome BEGIN
            UPDATE outcome_sum SET recovered = recovered + new.recovered - old.recovered,
                died = died + new.died - old.died, failed = failed + new.failed - old.failed
            WHERE tenant = new.tenant AND error_class = new.error_class AND retries = new.retries;
        END;
        CREATE TRIGGER outcome_removed AFTER DELETE ON outcome BEGIN
            UPDATE outcome_sum SET recovered = recovered - old.recovered, died = died - old.died,
                failed = failed - old.failed
            WHERE tenant = old.tenant AND error_class = old.error_class AND retries = old.retries;
        END;
        """
}
