#if LiveTenant
import NIOCore
import NIOPosix
import RetryJobs
import SampleTenant
import Synchronization
import Testing
import TinesRetryJobs
import TinesTenant

/// What a reading handed over.
final class Taken: Sendable {
    private let state = Mutex<(ids: Set<JobID>, pages: [Int], bodies: [[UInt8]])>(([], [], []))

    var ids: Set<JobID> { state.withLock { $0.ids } }
    var pages: [Int] { state.withLock { $0.pages } }
    var bodies: [[UInt8]] { state.withLock { $0.bodies } }
    var texts: Set<String> { Set(ids.map(\.description)) }

    func take(_ page: RetryJobPage) {
        state.withLock { state in
            state.ids.formUnion(page.jobs.jobs.map(\.id))
            state.pages.append(page.number)
            state.bodies.append(page.body)
        }
    }
}

extension SampleTenant {
    /// A source that reads this tenant, in a hurry.
    func source(
        key: String = "sample-key",
        _ change: (inout TenantSource.Configuration) -> Void = { _ in }
    ) throws -> TenantSource {
        var configuration = TenantSource.Configuration(tenant: try TenantOrigin(url), key: try APIKey(key))
        configuration.timeout = .seconds(30)
        configuration.seed = 1
        change(&configuration)
        return try TenantSource(configuration)
    }

    /// Reads this tenant.
    func read(
        key: String = "sample-key",
        _ change: (inout TenantSource.Configuration) -> Void = { _ in }
    ) async throws -> (reading: Reading, taken: Taken) {
        let taken = Taken()
        let reading = try await source(key: key, change).read { taken.take($0) }
        return (reading, taken)
    }

    /// The page numbers asked for, in the order of the requests.
    var pagesAsked: [Int] { log.map(\.page) }
}

/// A tenant with a quiet set of plain jobs.
func tenant(
    jobs: Int,
    _ faults: [SampleTenant.FaultRule] = [],
    _ change: (inout SampleTenant.Configuration) -> Void = { _ in }
) -> SampleTenant.Configuration {
    var configuration = SampleTenant.Configuration()
    configuration.jobs = jobs
    configuration.oddShapes = false
    configuration.faults = faults
    change(&configuration)
    return configuration
}

/// A server that answers every request with the same bytes, and then closes the connection.
enum AnsweringServer {
    /// How reading from such a server ends.
    static func error(of answer: String, scheme: String = "http", attempts: Int = 1) async throws
        -> RetryJobSourceError?
    {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.pipeline.addHandler(Answer(ByteBuffer(string: answer)))
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let origin = try TenantOrigin("\(scheme)://127.0.0.1:\(server.localAddress?.port ?? 0)")
        var configuration = TenantSource.Configuration(tenant: origin, key: try APIKey("sample-key"))
        configuration.attempts = attempts
        configuration.timeout = .seconds(10)
        let source = try TenantSource(configuration)
        let error = await #expect(throws: RetryJobSourceError.self) { try await source.read { _ in } }
        try await server.close()
        return error
    }

    private final class Answer: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let bytes: ByteBuffer

        init(_ bytes: ByteBuffer) {
            self.bytes = bytes
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            context.writeAndFlush(wrapOutboundOut(bytes)).assumeIsolated().whenComplete { _ in
                context.close(promise: nil)
            }
        }
    }
}
#endif
