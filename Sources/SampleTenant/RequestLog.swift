#if LiveTenant
extension SampleTenant {
    /// One request as the tenant saw it.
    public struct LogEntry: Sendable {
        /// 1 for the first request.
        public let number: Int
        /// How long after the start it was read.
        public let time: Duration
        /// Method of the request.
        public let method: String
        /// Path and query, as received.
        public let uri: String
        /// What was asked for; `nil` when the tenant does not serve the path.
        public let endpoint: Endpoint?
        /// The page number asked for (1 when none was).
        public let page: Int
        /// The page size asked for, as the tenant understood it (1 to 500).
        public let perPage: Int
        /// All header fields, names in lower case; a repeated field's values are joined by `", "`.
        public let headers: [String: String]
        /// The status sent, or `nil` when the connection was reset.
        public let status: Int?
        /// The faults that were played.
        public let faults: [Fault]
        /// How many answers were under way when this request came, its own included.
        public let concurrency: Int

        /// Whether the request carried an `Authorization` field, right or wrong.
        public var hasAuthorization: Bool { headers["authorization"] != nil }
    }
}
#endif
