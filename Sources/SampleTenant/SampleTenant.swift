#if LiveTenant
internal import Synchronization

/// A Tines tenant in miniature: an HTTP server that serves the admin API's lists of jobs, its directory and its logs from
/// seeded data, whose lists can move while they are read and which can be told to fail.
///
/// It answers requests that have the key, for each ``Endpoint``. It listens until ``stop()``; releasing the value does
/// not stop it.
public final class SampleTenant: Sendable {
    /// Where it listens, such as `http://127.0.0.1:40123`, without a slash at the end.
    public let url: String
    /// The port it listens on, now or before it was stopped.
    public let port: Int

    private let configuration: Configuration
    private let tenant: Tenant
    private let server: Mutex<Server?>

    private init(configuration: Configuration, tenant: Tenant, server: Server) {
        self.configuration = configuration
        self.tenant = tenant
        port = server.port
        url = "\(configuration.tls == nil ? "http" : "https")://\(Self.urlHost(configuration.host)):\(server.port)"
        self.server = Mutex(server)
    }

    /// Makes the set and listens. Cost: for a million jobs about a second in a release build, and 40 bytes a job.
    ///
    /// - Throws: what the system says when the address can't be had, or what NIOSSL says about the TLS files.
    public static func start(configuration: Configuration = Configuration()) async throws -> SampleTenant {
        let tenant = Tenant(configuration)
        let server = try await Server.start(tenant: tenant, configuration: configuration, port: configuration.port)
        return SampleTenant(configuration: configuration, tenant: tenant, server: server)
    }

    /// Starts a tenant, calls `body` with it and stops it, also when `body` throws.
    ///
    /// - Throws: what ``start(configuration:)`` or `body` throws.
    public static func running<Result: Sendable>(
        _ configuration: Configuration = Configuration(),
        isolation: isolated (any Actor)? = #isolation,
        _ body: (SampleTenant) async throws -> Result
    ) async throws -> Result {
        let tenant = try await start(configuration: configuration)
        do {
            let result = try await body(tenant)
            await tenant.stop()
            return result
        } catch {
            await tenant.stop()
            throw error
        }
    }

    /// Stops listening and drops all connections; connecting is refused from then on. Harmless when stopped.
    ///
    /// The set and the log stay; ``restart()`` goes on with them.
    public func stop() async {
        let server = server.withLock { server in
            defer { server = nil }
            return server
        }
        await server?.stop()
    }

    /// Listens again on the same port after ``stop()``, with the same set and log. Harmless when it listens.
    ///
    /// - Throws: what the system says when another program has taken the port.
    public func restart() async throws {
        guard server.withLock({ $0 == nil }) else { return }
        let again = try await Server.start(tenant: tenant, configuration: configuration, port: port)
        server.withLock { $0 = again }
    }

    /// All requests so far, in the order of their answers. Cost: none to speak of.
    public var log: [LogEntry] { tenant.log }

    /// What became of each job so far, in order; empty unless ``Configuration/keepsJobLog``.
    public var jobLog: [JobEvent] { tenant.jobLog }

    /// The tenant's time, in microseconds since 1970.
    public var time: Int64 { tenant.time }

    /// Lets time pass on the tenant's clock, in which its set moves and no page is served.
    public func pass(seconds: Double) {
        tenant.pass(seconds: seconds)
    }

    /// Lets something happen to the set at once; a jump of the clock and a new order are not among it.
    public func happen(_ event: Happening.Event) {
        tenant.happen(event)
    }

    /// The ids (as text: `8400123`, or the string that the wire carries) of all jobs that were in the retry list at each
    /// moment at which a page was served, from the first to the last.
    ///
    /// A job that is retried and back before the next page counts; one that was away while a page was served does not.
    /// Cost: the size of the list. Empty with ``Configuration/fixedPages``.
    public func idsPresentThroughout() -> Set<String> {
        tenant.idsPresentThroughout()
    }

    /// How many jobs ``idsPresentThroughout()`` is about: more than it has ids when several jobs have the same id.
    public func countPresentThroughout() -> Int {
        tenant.countPresentThroughout()
    }

    static func urlHost(_ host: String) -> String {
        host.contains(":") ? "[\(host)]" : host
    }
}

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
        /// Whether to keep a log of what becomes of each job.
        public var keepsJobLog = false
        /// What happens to the set once, in the middle of a reading.
        public var happenings: [Happening] = []
        /// What makes time pass for the changes.
        public var clock = Clock.real
        /// Faults to play: the first one that replaces an answer, and all that bend a page.
        public var faults: [FaultRule] = []
        /// Requests answered in any 60 seconds; those beyond get 429 without Retry-After. `nil` means no limit.
        public var rateLimit: Int?
        /// The same for actions and their logs, counted separately.
        public var actionsRateLimit: Int?
        /// The names of actions, stories, teams, users and tags, over and over; empty for the sample's own names.
        public var directoryNames: [String] = []
        /// Whether the tenant is a dedicated one; another has no lists of jobs.
        public var isDedicated = true
        /// Serve https with these files.
        public var tls: TLS?
        /// Serve these bodies as page 1, 2 and so on, ignoring `per_page`, instead of the list;
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
