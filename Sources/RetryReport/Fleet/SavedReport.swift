/// The members of a JSON report that a summary needs. What an earlier version does not have is optional.
struct SavedReport: Decodable {
    struct Reading: Decodable {
        var source: String
        var tenant: String?
        var isComplete: Bool
        var isVerified: Bool?
        /// What ``isVerified`` was called in version 1.
        var canVouch: Bool?
        var unreadableJobs: Count?
        var problems: [Problem]?

        enum CodingKeys: String, CodingKey {
            case source
            case tenant
            case isComplete = "is_complete"
            case isVerified = "is_verified"
            case canVouch = "can_vouch"
            case unreadableJobs = "unreadable_jobs"
            case problems
        }
    }

    /// A problem: an object, or a sentence in version 1.
    struct Problem: Decodable {
        var message: String

        enum CodingKeys: String, CodingKey { case message }

        init(from decoder: any Decoder) throws {
            if let text = try? decoder.singleValueContainer().decode(String.self) {
                message = text
            } else {
                message = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .message)
            }
        }
    }

    struct Totals: Decodable {
        var jobs: Count
        var deaths: Deaths
    }

    struct Deaths: Decodable {
        var overdue: Count
        var within24Hours: Count
        var within7Days: Count
        var later: Count?
        var unknown: Count
        var next: Timestamp?

        typealias CodingKeys = DeathCounts.CodingKeys

        var counts: DeathCounts {
            DeathCounts(
                overdue: overdue.number,
                within24Hours: within24Hours.number,
                within7Days: within7Days.number,
                later: later?.number ?? 0,
                unknown: unknown.number,
                next: next
            )
        }
    }

    struct Policy: Decodable {
        struct Open: Decodable {
            var jobs: Count
            var deaths: Deaths
        }

        var open: Open
    }

    struct Dead: Decodable {
        var count: Count
        var within24Hours: Count
        var isComplete: Bool

        typealias CodingKeys = TenantSummary.Dead.CodingKeys
    }

    struct First: Decodable {
        var action: ActionFacts
        var count: Count
        var mostFrequent: GroupName
        var deaths: Deaths

        enum CodingKeys: String, CodingKey {
            case action
            case count
            case mostFrequent = "most_frequent"
            case deaths
        }
    }

    struct Changes: Decodable {
        struct Jobs: Decodable {
            var new: Count
            var died: Count?
            var recovered: Count?
            var before: Count
            var isDeathEstimated: Bool

            enum CodingKeys: String, CodingKey {
                case new
                case died
                case recovered
                case before
                case isDeathEstimated = "is_death_estimated"
            }
        }

        struct Group: Decodable {
            var type: String
            var errorClass: String?
            var state: String?

            enum CodingKeys: String, CodingKey {
                case type
                case errorClass = "error_class"
                case state
            }
        }

        var since: Timestamp?
        var jobs: Jobs?
        var groups: [Group]
    }

    /// A group, for what a policy leaves of what changed.
    struct Group: Decodable {
        struct Covered: Decodable {
            var muted: Count
            var accepted: Count
        }

        struct Change: Decodable {
            var new: Count
            var died: Count?
            var recovered: Count?
        }

        var type: String
        var errorClass: String?
        var count: Count
        var policy: Covered?
        var change: Change?

        enum CodingKeys: String, CodingKey {
            case type
            case errorClass = "error_class"
            case count
            case policy
            case change
        }

        var isCovered: Bool { policy.map { $0.muted.number + $0.accepted.number >= count.number } ?? false }
    }

    struct TypeOfJobs: Decodable { var errors: [Group] }

    struct Check: Decodable { var fits: Bool }

    struct Filter: Decodable {}

    var version: Int
    var generatedAt: Timestamp
    var reading: Reading
    var totals: Totals
    var policy: Policy?
    var dead: Dead?
    var openFirst: First?
    var changes: Changes?
    var types: [TypeOfJobs]?
    var estimateCheck: Check?
    var filter: Filter?

    enum CodingKeys: String, CodingKey {
        case version
        case generatedAt = "generated_at"
        case reading
        case totals
        case policy
        case dead
        case openFirst = "open_first"
        case changes
        case types
        case estimateCheck = "estimate_check"
        case filter
    }

    var summary: TenantSummary {
        TenantSummary(
            version: version,
            generatedAt: generatedAt,
            source: reading.source,
            tenant: reading.tenant,
            isComplete: reading.isComplete,
            isVerified: reading.isVerified ?? reading.canVouch ?? false,
            problem: reading.problems?.first?.message,
            isRestricted: filter != nil,
            unreadableJobs: reading.unreadableJobs?.number ?? 0,
            jobs: totals.jobs.number,
            openJobs: policy?.open.jobs.number ?? totals.jobs.number,
            deaths: (policy?.open.deaths ?? totals.deaths).counts,
            hasEstimates: estimateCheck?.fits ?? true,
            dead: dead.map {
                .init(count: $0.count.number, within24Hours: $0.within24Hours.number, isComplete: $0.isComplete)
            },
            changes: changed,
            openFirst: openFirst.map { first in
                .init(
                    action: first.action,
                    count: first.count.number,
                    within24Hours: first.deaths.within24Hours.number,
                    errorClass: first.mostFrequent.errorClass
                )
            }
        )
    }

    private struct Name: Hashable {
        let type: ExactText
        let errorClass: ExactText?

        init(_ type: String, _ errorClass: String?) {
            self.type = ExactText(type)
            self.errorClass = errorClass.map { ExactText($0) }
        }
    }

    /// What changed, without the groups of which a policy mutes or accepts all jobs.
    private var changed: TenantSummary.Changes? {
        guard let changes, let since = changes.since, let jobs = changes.jobs else { return nil }
        let covered = policy == nil ? [] : (types ?? []).flatMap(\.errors).filter(\.isCovered)
        let names = Set(covered.map { Name($0.type, $0.errorClass) })
        let groups = changes.groups.filter { !names.contains(Name($0.type, $0.errorClass)) }
        func left(_ count: Int, _ part: (Group.Change) -> Int) -> Int {
            max(0, count - covered.compactMap(\.change).reduce(0) { $0 + part($1) })
        }
        func states(_ state: GroupState) -> Int { groups.count { $0.state == state.rawValue } }
        return .init(
            since: since,
            before: jobs.before.number,
            new: left(jobs.new.number) { $0.new.number },
            died: jobs.died.map { left($0.number) { $0.died?.number ?? 0 } },
            recovered: jobs.recovered.map { left($0.number) { $0.recovered?.number ?? 0 } },
            isDeathEstimated: jobs.isDeathEstimated,
            newGroups: states(.new),
            returnedGroups: states(.returned),
            growingGroups: states(.growing)
        )
    }
}

extension SavedReport {
    /// A number of jobs: from 0, and so small that those of many tenants can be added up.
    struct Count: Decodable {
        let number: Int

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            // The error of a number that is too large for an integer names no member.
            guard let number = try? container.decode(Int.self), (0...1_000_000_000_000).contains(number) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a number of jobs")
            }
            self.number = number
        }
    }
}
