#if LiveTenant
import NIOCore
import NIOPosix
import RetryJobs
import Testing
import TinesRetryJobs
import TinesTenant

/// A server that answers whatever comes with the same bytes, and then closes the connection.
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
