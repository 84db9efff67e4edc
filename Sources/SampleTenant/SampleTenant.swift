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

    /// Starts a tenant, calls `body` with it and stops it, whatever happens in between.
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
