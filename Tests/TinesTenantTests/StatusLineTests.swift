import NIOCore
import NIOPosix
import RetryJobs
import Testing
import TinesRetryJobs
import TinesTenant

@Suite struct StatusLines {
    @Test(arguments: ["000 x", "042 x", "099", "99 x", "1000 x", "-10 x", "abc"], ["{}", ""])
    func `A status that HTTP does not have ends the run in order`(status: String, body: String) async throws {
        let answer = "HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        let error = try await AnsweringServer.error(of: answer)
        #expect(error?.kind == .unreachable && error?.description.contains("it is no HTTP") == true, "\(error as Any)")
    }

    @Test(arguments: [100, 101, 102, 103, 199, 204, 205, 206, 304, 600, 999])
    func `Any status of three digits ends the run in order, whatever follows`(status: Int) async throws {
        for answer in [
            "HTTP/1.1 \(status) x\r\nContent-Length: 2\r\n\r\n{}", "HTTP/1.1 \(status) x\r\n\r\nno HTTP at all",
            "HTTP/1.1 \(status) x\r\n\r\nHTTP/1.1 \(status) x\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.0 \(status)\r\nConnection: close\r\n\r\n",
            "HTTP/1.1 \(status) x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        ] {
            let error = try await AnsweringServer.error(of: answer)
            #expect([.unreachable, .temporary].contains(error?.kind), "\(answer): \(error as Any)")
        }
    }
}

/// A server that answers whatever comes with the same bytes, and then closes the connection.
private enum AnsweringServer {
    /// How reading from such a server ends.
    static func error(of answer: String) async throws -> RetryJobSourceError? {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.pipeline.addHandler(Answer(ByteBuffer(string: answer)))
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let origin = try TenantOrigin("http://127.0.0.1:\(server.localAddress?.port ?? 0)")
        var configuration = TenantSource.Configuration(tenant: origin, key: try APIKey("sample-key"))
        configuration.attempts = 1
        configuration.timeout = .seconds(10)
        let source = try TenantSource(configuration)
        let error = await #expect(throws: RetryJobSourceError.self) { try await source.read { _ in 0 } }
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
