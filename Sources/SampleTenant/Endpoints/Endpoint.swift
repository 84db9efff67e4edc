extension SampleTenant {
    /// What the tenant serves.
    public enum Endpoint: String, Sendable, Hashable, CaseIterable {
        /// The jobs that wait for a retry.
        case retryJobs = "admin/retry_jobs"
        /// The jobs that are dead.
        case deadJobs = "admin/dead_jobs"

        /// The path of a request.
        public var path: String { "/api/v1/\(rawValue)" }

        /// The endpoint that a path names, if any.
        init?(path: some StringProtocol) {
            guard path.hasPrefix("/api/v1/") else { return nil }
            self.init(rawValue: String(path.dropFirst("/api/v1/".count)))
        }

        /// A number for draws of its own; 0 for the waiting jobs.
        var number: Int { Self.allCases.firstIndex(of: self) ?? 0 }

        /// The member of the answer that holds the rows.
        var rootKey: String { rawValue }
    }
}

/// One element of a list.
enum Row: Sendable {
    case job(JobRecord)
}
