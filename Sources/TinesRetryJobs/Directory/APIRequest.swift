package import RetryJobs

/// A request for something that a report says besides retry jobs. Only what is listed here is ever asked for, and
/// all of it only reads.
package struct APIRequest: Sendable, Hashable {
    /// The path below `/api/v1/`, such as `actions/7/logs`.
    package let path: String
    /// The query, without its question mark; empty for none.
    package let query: String
    /// Which limit of requests a minute it falls under.
    package let limit: Limit

    /// How many requests a minute the API answers. Source: the API's documentation of rate limits; that logs count
    /// as actions is an assumption.
    package enum Limit: Sendable, Hashable, CaseIterable {
        /// 100 a minute.
        case actions
        /// 500 a minute.
        case users
        /// 5,000 a minute, shared with the lists of jobs.
        case ordinary

        /// Requests in any 60 seconds.
        package var requestsPerMinute: Int {
            switch self {
            case .actions: 100
            case .users: 500
            case .ordinary: 5_000
            }
        }
    }

    /// The largest page that the API serves.
    package static let pageSize = 500

    private init(_ path: String, query: String = "", limit: Limit = .ordinary) {
        self.path = path
        self.query = query
        self.limit = limit
    }

    private static func page(_ number: Int) -> String { "page=\(number)&per_page=\(pageSize)" }

    /// A page of the actions.
    package static func actions(page: Int) -> APIRequest {
        APIRequest("actions", query: Self.page(page), limit: .actions)
    }

    /// One action.
    package static func action(_ id: Int64) -> APIRequest { APIRequest("actions/\(id)", limit: .actions) }

    /// The newest errors of an action's log.
    package static func errors(ofAction id: Int64) -> APIRequest {
        APIRequest("actions/\(id)/logs", query: "level=4&page=1&per_page=20", limit: .actions)
    }

    /// A page of the stories.
    package static func stories(page: Int) -> APIRequest { APIRequest("stories", query: Self.page(page)) }

    /// A page of the teams, personal ones included.
    package static func teams(page: Int) -> APIRequest { APIRequest("teams", query: "scope=all&\(Self.page(page))") }

    /// A page of the users.
    package static func users(page: Int) -> APIRequest {
        APIRequest("admin/users", query: Self.page(page), limit: .users)
    }

    /// A page of the dead jobs.
    package static func deadJobs(page: Int) -> APIRequest { APIRequest("admin/dead_jobs", query: Self.page(page)) }

    /// The newest entries of the audit log, after a moment, that say that jobs were removed.
    package static func removals(after moment: Timestamp) -> APIRequest {
        let names = AuditEntry.removals.map { "operation_name[]=\($0)" }.joined(separator: "&")
        return APIRequest("audit_logs", query: "after=\(moment.iso8601)&\(names)&page=1&per_page=100")
    }

    /// How busy the workers are.
    package static let workers = APIRequest("info/worker_stats")

    /// What kind of tenant it is.
    package static let info = APIRequest("info")

    /// Path and query of the request.
    package var uri: String { "/api/v1/\(path)" + (query.isEmpty ? "" : "?\(query)") }
}

/// Why a request was not answered as hoped.
package struct APIFailure: Error, Sendable, Hashable {
    /// What happened.
    package enum Reason: Sendable, Hashable {
        /// A status other than 200.
        case status(Int)
        /// A web page in place of the API's answer.
        case webPage
        /// Not JSON, or JSON of another shape.
        case unreadable
        /// No connection, or one that ended early.
        case connection
        /// No complete answer in time.
        case timeout
        /// More bytes than are taken.
        case tooLarge
        /// An empty list, where something was expected.
        case empty
        /// Rows without numbers.
        case rowsWithoutNumbers
    }

    package let reason: Reason

    package init(_ reason: Reason) {
        self.reason = reason
    }

    /// Says the reason, as in "the key may not list actions (403)"; `list` is what was asked for, such as "actions".
    package func words(for list: String) -> String {
        switch reason {
        case .status(401): "the key was refused (401)"
        case .status(403): "the key may not list \(list) (403)"
        case .status(404): "the tenant has no list of \(list) (404)"
        case .status(429): "too many requests (429)"
        case .status(let code): "the tenant answered with status \(code)"
        case .webPage: "the tenant answered with a web page"
        case .unreadable: "the answer could not be read"
        case .connection: "the connection failed"
        case .timeout: "no answer in time"
        case .tooLarge: "the answer was too large"
        case .empty: "the list of \(list) is empty"
        case .rowsWithoutNumbers: "the \(list) have no numbers"
        }
    }
}
