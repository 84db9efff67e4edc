internal import Synchronization

/// A Tines tenant in miniature: an HTTP server that serves the admin API's retry jobs from a
/// seeded set, which can move while it is read and can be told to fail.
///
/// It serves `GET /api/v1/admin/retry_jobs?page=N&per_page=M` to whoever has the key. It listens
/// until ``stop()``; letting go of the value does not stop it.
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

    /// The ids (as text: `8400123`, or the string that the wire carries) of all jobs that were in
    /// the set without a gap from before the first page was served until after the last one.
    ///
    /// A job that was retried and came back within one change counts; one that was out of the set
    /// for a while does not, even if it came back between two requests. Cost: the size of the set. Empty with
    /// ``Configuration/fixedPages``.
    public func idsPresentThroughout() -> Set<String> {
        tenant.idsPresentThroughout()
    }

    static func urlHost(_ host: String) -> String {
        host.contains(":") ? "[\(host)]" : host
    }
}
