/// What an index says of a tenant's report.
package struct TenantSummary: Sendable, Hashable {
    /// The dead jobs of a report.
    package struct Dead: Sendable, Hashable {
        /// Jobs on the list of dead jobs, as far as it was read.
        package var count: Int
        /// Those whose last retry was within the 24 hours before the report.
        package var within24Hours: Int
        /// Whether the list was read to its end.
        package var isComplete: Bool

        /// The names of the members in JSON.
        package enum CodingKeys: String, CodingKey, CaseIterable {
            case count
            case within24Hours = "within_24_hours"
            case isComplete = "is_complete"
        }
    }

    /// What changed since an earlier report, in the groups that need attention.
    package struct Changes: Sendable, Hashable {
        /// When the reading of the report ended that this one is compared with.
        package var since: Timestamp
        /// Jobs that waited then.
        package var before: Int
        /// Jobs that are new.
        package var new: Int
        /// Jobs that died; nil when that is not known.
        package var died: Int?
        /// Jobs that recovered or were removed; nil when that is not known.
        package var recovered: Int?
        /// Whether ``died`` goes by the estimates.
        package var isDeathEstimated: Bool
        /// Groups that are new.
        package var newGroups: Int
        /// Groups that have returned.
        package var returnedGroups: Int
        /// Groups that grow.
        package var growingGroups: Int

        /// Groups that nobody may have looked at yet.
        package var newsGroups: Int { newGroups + returnedGroups + growingGroups }

        /// The names of the members in JSON.
        package enum CodingKeys: String, CodingKey, CaseIterable {
            case since
            case before
            case new
            case died
            case recovered
            case isDeathEstimated = "is_death_estimated"
            case newGroups = "new_groups"
            case returnedGroups = "returned_groups"
            case growingGroups = "growing_groups"
        }
    }

    /// The action to open first.
    package struct OpenFirst: Sendable, Hashable {
        /// The action: its number, name and link, and whose it is.
        package var action: ActionFacts
        /// Its jobs.
        package var count: Int
        /// Those of them that die within 24 hours, by estimate.
        package var within24Hours: Int
        /// The error class that most of its jobs have; nil for none.
        package var errorClass: String?

        /// The names of the members in JSON.
        package enum CodingKeys: String, CodingKey, CaseIterable {
            case action
            case count
            case within24Hours = "within_24_hours"
            case errorClass = "error_class"
        }
    }

    /// The version of the report.
    package var version: Int
    /// The moment that the report refers to.
    package var generatedAt: Timestamp
    /// What was read, for people.
    package var source: String
    /// The tenant's origin; nil when it is not known.
    package var tenant: String?
    /// Whether the list was read to its end.
    package var isComplete: Bool
    /// Whether it is proved that nothing was missed.
    package var isVerified: Bool
    /// Why it is incomplete or not verified: the first problem.
    package var problem: String?
    /// Whether the report is about some of the jobs only.
    package var isRestricted: Bool
    /// Jobs that could not be read.
    package var unreadableJobs: Int
    /// Jobs that wait for a retry.
    package var jobs: Int
    /// Those of them that no policy mutes or accepts.
    package var openJobs: Int
    /// How soon the open jobs die, by estimate.
    package var deaths: DeathCounts
    /// False when the report has no estimates.
    package var hasEstimates: Bool
    /// The dead jobs; nil when they were not read.
    package var dead: Dead?
    /// What changed; nil when there is nothing to compare with.
    package var changes: Changes?
    /// The action to open first; nil when no job names one.
    package var openFirst: OpenFirst?

    /// Complete, verified, and every job could be read.
    package var isWhole: Bool { isComplete && isVerified && unreadableJobs == 0 }

    /// Jobs arrived, and none of them could be read.
    package var isUnreadable: Bool { jobs == 0 && unreadableJobs > 0 }

    /// Jobs that died since the last complete report, or in the last 24 hours where that is not known.
    package var lateDeaths: Int { changes?.died ?? dead?.within24Hours ?? 0 }

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case version
        case generatedAt = "generated_at"
        case source
        case tenant
        case isComplete = "is_complete"
        case isVerified = "is_verified"
        case problem
        case isRestricted = "is_restricted"
        case unreadableJobs = "unreadable_jobs"
        case jobs
        case openJobs = "open_jobs"
        case deaths
        case hasEstimates = "has_estimates"
        case dead
        case changes
        case openFirst = "open_first"
    }
}

extension TenantSummary {
    /// The summary of a report in memory: the same as that of its JSON.
    package init(_ report: Report) {
        let (reading, open, changes) = (report.reading, report.open, report.openChanges)
        version = report.version
        generatedAt = report.generatedAt
        source = reading.source
        tenant = reading.tenant?.description
        isComplete = reading.isComplete
        isVerified = reading.isVerified
        problem = reading.problems.first?.message
        isRestricted = report.filter != nil
        unreadableJobs = reading.unreadableJobs
        jobs = report.totals.jobs
        openJobs = open.jobs
        deaths = open.deaths
        hasEstimates = report.hasEstimates
        dead = report.dead.map {
            Dead(count: $0.count, within24Hours: $0.within24Hours, isComplete: $0.isComplete)
        }
        openFirst = report.openFirst.map {
            OpenFirst(
                action: $0.action,
                count: $0.count,
                within24Hours: $0.deaths.within24Hours,
                errorClass: $0.mostFrequent.errorClass
            )
        }
        guard let changes, let since = changes.since, let jobs = changes.jobs else { return }
        func groups(_ state: GroupState) -> Int { changes.groups.count { $0.state == state } }
        self.changes = Changes(
            since: since,
            before: jobs.before,
            new: jobs.new,
            died: jobs.died,
            recovered: jobs.recovered,
            isDeathEstimated: jobs.isDeathEstimated,
            newGroups: groups(.new),
            returnedGroups: groups(.returned),
            growingGroups: groups(.growing)
        )
    }
}
