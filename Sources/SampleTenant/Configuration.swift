#if LiveTenant
extension SampleTenant {
    /// What the tenant serves, and how badly.
    public struct Configuration: Sendable {
        /// The address to listen on.
        public var host = "127.0.0.1"
        /// The port to listen on; 0 means any free port.
        public var port = 0
        /// The bearer key that requests must carry.
        public var key = "sample-key"
        /// How many jobs the set has at the start.
        public var jobs = 1_000
        /// How many jobs are dead at the start.
        public var deadJobs = 60
        /// How lists of jobs are cut into pages.
        public var paging = Paging()
        /// The seed of the set and of its changes: same seed, same `now`, same set.
        public var seed: UInt64 = 1
        /// The time of the set at its start, in seconds since 1970; `nil` means this machine's clock.
        public var now: Double?
        /// Whether about one job in a hundred departs from the documented shape.
        public var oddShapes = true
        /// How long each answer waits before it is sent, in milliseconds.
        public var latency = 0
        /// How many changes (a job leaves, comes back or enters) the set sees a second.
        public var changesPerSecond = 0.0
        /// How the set moves when it follows Sidekiq's schedule; on top of ``changesPerSecond``, if any.
        public var schedule: Schedule?
        /// What happens to the set once, in the middle of a reading.
        public var happenings: [Happening] = []
        /// What makes time pass for the changes.
        public var clock = Clock.real
        /// Faults to play: the first one that replaces an answer, and all that bend a page.
        public var faults: [FaultRule] = []
        /// Requests answered in any 60 seconds; those beyond get 429 without Retry-After. `nil` means no limit.
        public var rateLimit: Int?
        /// The same for actions and their logs, counted apart.
        public var actionsRateLimit: Int?
        /// Whether the tenant is a dedicated one; another has no lists of jobs.
        public var isDedicated = true
        /// Serve https with these files.
        public var tls: TLS?
        /// Serve these bodies as page 1, 2 and so on, whatever `per_page` says, in place of the set;
        /// pages past the end are empty.
        public var fixedPages: [[UInt8]]?

        /// A tenant on loopback with a thousand jobs, no changes and no faults.
        public init() {}

        /// What makes time pass for the changes of the set, from its first page on.
        public enum Clock: Sendable, Hashable {
            /// The machine's own clock.
            case real
            /// Each page served takes this long: quick, and the same again with the same requests.
            case perRequest(milliseconds: Int)
        }

        /// The files of an https server, in PEM. See ``SampleCertificate`` for making some.
        public struct TLS: Sendable, Hashable {
            /// The server's certificate, followed by those between it and the authority.
            public var certificateChainPath: String
            /// The private key of the server's certificate.
            public var privateKeyPath: String

            /// Names the two files; they are read when the tenant starts.
            public init(certificateChainPath: String, privateKeyPath: String) {
                self.certificateChainPath = certificateChainPath
                self.privateKeyPath = privateKeyPath
            }
        }
    }
}
#endif
