#if LiveTenant
extension SampleTenant {
    /// What the tenant serves. The raw value is the path below `/api/v1/`; `<id>` is a number.
    public enum Endpoint: String, Sendable, Hashable, CaseIterable {
        /// The jobs that wait for a retry.
        case retryJobs = "admin/retry_jobs"
        /// The jobs that are dead.
        case deadJobs = "admin/dead_jobs"
        /// All actions.
        case actions
        /// One action.
        case action = "actions/<id>"
        /// What an action logged, newest first.
        case actionLogs = "actions/<id>/logs"
        /// All stories.
        case stories
        /// One story.
        case story = "stories/<id>"
        /// The teams, with the personal ones for `scope=all`.
        case teams
        /// The users.
        case users = "admin/users"
        /// What kind of tenant it is.
        case info
        /// The workers and their queue.
        case workerStats = "info/worker_stats"
        /// Who did what, newest first.
        case auditLogs = "audit_logs"

        /// The path of a request; `<id>` where a number belongs.
        public var path: String { "/api/v1/\(rawValue)" }

        /// Finds the endpoint that a path names, and the number in it.
        static func find(path: String) -> (endpoint: Endpoint, id: Int?)? {
            let parts = path.split(separator: "/", omittingEmptySubsequences: false)
            for endpoint in allCases {
                let pattern = endpoint.path.split(separator: "/", omittingEmptySubsequences: false)
                guard pattern.count == parts.count else { continue }
                let pairs = zip(pattern, parts)
                if pairs.allSatisfy({ $0 == $1 || $0 == "<id>" && Int($1) != nil }) {
                    return (endpoint, pairs.first { $0.0 == "<id>" }.flatMap { Int($0.1) })
                }
            }
            return nil
        }

        /// The member of the answer with the rows; `nil` when the answer is one object.
        var rootKey: String? {
            switch self {
            case .retryJobs, .deadJobs, .users, .stories, .teams, .auditLogs: rawValue
            case .actions: "agents"
            case .actionLogs: "action_logs"
            case .action, .story, .info, .workerStats: nil
            }
        }

        /// Whether it is a list of jobs, which only a dedicated tenant has.
        var hasJobs: Bool { self == .retryJobs || self == .deadJobs }

        /// Whether it falls under the lower rate limit of actions.
        var isOfActions: Bool { self == .actions || self == .action || self == .actionLogs }

        /// A number for draws of its own; 0 for the waiting jobs.
        var number: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }
}

/// One element of a list, or the one object of an answer.
enum Row: Sendable {
    case job(TenantJob)
    case action(Int)
    case story(Int)
    case team(Int)
    case user(Int)
    /// A line of an action's log; 0 is the newest.
    case log(action: Int, line: Int)
    /// A line of the audit log; 0 is the newest.
    case audit(Int)
    case info
    case workers(queued: Int)
}

/// What a request asks for: its path and the page of a list, read as leniently as Rails does.
struct PageRequest: Sendable {
    static let defaultPageSize = 20
    static let largestPageSize = 500

    let path: String
    let page: Int
    /// The size asked for, from 1 to 500.
    let perPage: Int
    private let query: [(name: String, value: String)]

    /// `firstPage` is the number of the first page, which is also the least.
    init(uri: String, firstPage: Int = 1) {
        let parts = uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = parts.first.map(String.init) ?? ""
        let query = (parts.dropFirst().first?.split(separator: "&") ?? []).compactMap {
            pair -> (name: String, value: String)? in
            let sides = pair.split(separator: "=", maxSplits: 1)
            guard sides.count == 2 else { return nil }
            let name = String(sides[0]).replacing("%5B", with: "[").replacing("%5D", with: "]")
            return (name, String(sides[1]))
        }
        self.query = query
        func number(_ name: String) -> Int? { query.last { $0.name == name }.flatMap { Int($0.value) } }
        // Far beyond any list, and still safe to multiply with the page size.
        page = min(max(number("page") ?? firstPage, firstPage), 1_000_000_000)
        let asked = number("per_page") ?? Self.defaultPageSize
        perPage = asked < 1 ? Self.defaultPageSize : min(asked, Self.largestPageSize)
    }

    /// All values of a parameter, in order.
    func values(_ name: String) -> [String] {
        query.filter { $0.name == name }.map(\.value)
    }

    /// The last value of a parameter, if it is a whole number.
    func number(_ name: String) -> Int? {
        values(name).last.flatMap { Int($0) }
    }
}
#endif
