#if LiveTenant
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Answers the requests of one connection, one after the other. Lives on the connection's event loop.
final class ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private static let whiteSpace = ByteBuffer(repeating: UInt8(ascii: " "), count: 16_384)

    private let tenant: Tenant
    private let origin: String
    private var request: HTTPRequestHead?
    /// Whether an answer is under way that the tenant must hear the end of.
    private var isAnswering = false
    /// True while white space is sent forever.
    private var isEndless = false

    init(tenant: Tenant, origin: String) {
        self.tenant = tenant
        self.origin = origin
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            request = head
        case .body:
            break
        case .end:
            guard let head = request else { return }
            request = nil
            answer(head, context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish()
        context.fireChannelInactive()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if isEndless { sendWhiteSpace(context) }
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A client that goes away in the middle is part of what is tested.
        context.close(promise: nil)
    }

    private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        isAnswering = true
        let reply = tenant.reply(to: head, origin: origin)
        after(milliseconds: reply.delay, context) { handler, context in
            handler.send(reply, keepAlive: head.isKeepAlive, version: head.version, context)
        }
    }

    private func send(_ reply: Reply, keepAlive: Bool, version: HTTPVersion, _ context: ChannelHandlerContext) {
        var headers = reply.headers
        switch reply.body {
        case .whole(let bytes), .cutShort(let bytes), .drip(let bytes, _):
            headers.add(name: "Content-Length", value: String(bytes.count))
        case .endless:
            headers.add(name: "Transfer-Encoding", value: "chunked")
        case .reset:
            reset(context)
            return
        }
        if !keepAlive { headers.add(name: "Connection", value: "close") }
        let head = HTTPResponseHead(version: version, status: reply.status, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        switch reply.body {
        case .whole(let bytes):
            write(bytes[...], context)
            end(keepAlive: keepAlive, context)
        case .cutShort(let bytes):
            write(bytes.prefix(bytes.count / 2), context, thenClose: true)
            finish()
        case .endless(let bytes):
            write(bytes[...], context)
            isEndless = true
            sendWhiteSpace(context)
        case .drip(let bytes, let milliseconds):
            drip(bytes[...], every: milliseconds, keepAlive: keepAlive, context)
        case .reset:
            break
        }
    }

    private func write(_ bytes: ArraySlice<UInt8>, _ context: ChannelHandlerContext, thenClose: Bool = false) {
        flush(.body(.byteBuffer(ByteBuffer(bytes: bytes))), context, thenClose: thenClose)
    }

    private func end(keepAlive: Bool, _ context: ChannelHandlerContext) {
        finish()
        flush(.end(nil), context, thenClose: !keepAlive)
    }

    /// Closing waits for the bytes to be handed to the system: it would throw away what is queued.
    private func flush(_ part: HTTPServerResponsePart, _ context: ChannelHandlerContext, thenClose: Bool) {
        guard thenClose else {
            context.writeAndFlush(wrapOutboundOut(part), promise: nil)
            return
        }
        context.writeAndFlush(wrapOutboundOut(part)).assumeIsolated().whenComplete { _ in
            context.close(promise: nil)
        }
    }

    private func sendWhiteSpace(_ context: ChannelHandlerContext) {
        while context.channel.isActive, context.channel.isWritable {
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(Self.whiteSpace))), promise: nil)
        }
    }

    private func drip(
        _ bytes: ArraySlice<UInt8>,
        every milliseconds: Int,
        keepAlive: Bool,
        _ context: ChannelHandlerContext
    ) {
        guard !bytes.isEmpty else {
            end(keepAlive: keepAlive, context)
            return
        }
        write(bytes.prefix(1), context)
        after(milliseconds: max(1, milliseconds), context) { handler, context in
            handler.drip(bytes.dropFirst(), every: milliseconds, keepAlive: keepAlive, context)
        }
    }

    /// Ends the connection with RST: bytes that were not read yet are lost to the client too.
    private func reset(_ context: ChannelHandlerContext) {
        finish()
        // Below TLS, whose own goodbye would make an orderly end of it.
        let lowest = (try? context.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self)) ?? context
        if let socket = context.channel as? any SocketOptionProvider {
            socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).assumeIsolated().whenComplete { _ in
                lowest.close(promise: nil)
            }
        } else {
            lowest.close(promise: nil)
        }
    }

    private func finish() {
        guard isAnswering else { return }
        isAnswering = false
        isEndless = false
        tenant.finished()
    }

    /// Goes on later, unless the connection has ended by then.
    private func after(
        milliseconds: Int,
        _ context: ChannelHandlerContext,
        _ body: @escaping (ConnectionHandler, ChannelHandlerContext) -> Void
    ) {
        guard milliseconds > 0 else {
            body(self, context)
            return
        }
        context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(Int64(milliseconds))) {
            if context.channel.isActive { body(self, context) }
        }
    }
}
#endif
