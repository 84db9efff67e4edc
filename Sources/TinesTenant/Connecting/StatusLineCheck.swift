internal import NIOCore
internal import NIOHTTP1

/// Refuses an answer whose status does not exist in HTTP.
///
/// The HTTP client (seen in 1.37) takes every status below 200 for an announcement that the real answer follows, and
/// ends the whole process when a body or an end follows instead; so it must not see a status below 100.
final class StatusLineCheck: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart

    private var hasRefused = false

    /// Puts the check between what reads HTTP and the client. Call it on the channel's event loop.
    static func add(to channel: any Channel) -> EventLoopFuture<Void> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.context(handlerType: ByteToMessageHandler<HTTPResponseDecoder>.self).handler
            try pipeline.addHandler(StatusLineCheck(), position: .after(decoder))
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // What follows in the same packet belongs to the answer that is refused.
        if hasRefused { return }
        guard case .head(let head) = unwrapInboundIn(data), head.status.code < 100 else {
            context.fireChannelRead(data)
            return
        }
        hasRefused = true
        context.fireErrorCaught(HTTPParserError.invalidStatus)
        context.close(promise: nil)
    }
}
