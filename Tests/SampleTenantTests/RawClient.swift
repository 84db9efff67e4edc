#if LiveTenant
import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import SampleTenant

/// What came back on one connection: bytes as they arrived, for answers that no proper client would hand out.
struct RawAnswer: Sendable {
    enum Ending: Sendable, Equatable {
        case closed
        case reset
        /// The client had enough.
        case limit
    }

    var bytes: [UInt8] = []
    var ending = Ending.closed

    var head: String {
        String(decoding: bytes.prefix(bodyStart), as: UTF8.self)
    }

    var status: Int? {
        head.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    }

    var body: [UInt8] {
        Array(bytes.dropFirst(bodyStart))
    }

    func header(_ name: String) -> String? {
        for line in head.split(whereSeparator: \.isNewline) {
            let sides = line.split(separator: ":", maxSplits: 1)
            if sides.count == 2, sides[0].lowercased() == name.lowercased() {
                return sides[1].trimmingCharacters(in: .whitespaces)
            }
        }
        return nil
    }

    private var bodyStart: Int {
        let blank = Array("\r\n\r\n".utf8)
        return bytes.indices.first { bytes[$0...].starts(with: blank) }.map { $0 + blank.count } ?? bytes.count
    }
}

/// A page as a client reads it.
struct Page {
    let jobs: [[String: Any]]
    let meta: [String: Any]

    init(_ body: [UInt8], list: String = "admin/retry_jobs") throws {
        let object = try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] ?? [:]
        elements = object[list] as? [Any] ?? []
        jobs = elements.compactMap { $0 as? [String: Any] }
        meta = object["meta"] as? [String: Any] ?? [:]
    }

    let elements: [Any]

    var ids: [String] { jobs.compactMap { $0["id"] }.map { "\($0)" } }
    var nextPageNumber: Int? { meta["next_page_number"] as? Int }
}

extension SampleTenant {
    /// Sends one request on a connection of its own and reads until it ends or `limit` bytes came.
    func get(
        _ query: String = "",
        path: String = "/api/v1/admin/retry_jobs",
        method: String = "GET",
        key: String? = "sample-key",
        limit: Int = .max,
        trusting authority: String? = nil
    ) async throws -> RawAnswer {
        var request = "\(method) \(path)\(query) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
        if let key { request += "Authorization: Bearer \(key)\r\n" }
        let bytes = ByteBuffer(string: request + "\r\n")
        var trust = TLSConfiguration.makeClientConfiguration()
        if let authority { trust.trustRoots = .file(authority) }
        let tls = authority == nil ? nil : try NIOSSLContext(configuration: trust)
        let group = MultiThreadedEventLoopGroup.singleton
        let answer = group.any().makePromise(of: RawAnswer.self)
        _ = try await ClientBootstrap(group: group)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls { try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: nil)) }
                    try pipeline.addHandler(Collector(request: bytes, limit: limit, answer: answer))
                }
            }
            .connect(host: "127.0.0.1", port: port)
            .flatMapErrorThrowing {
                answer.fail($0)
                throw $0
            }
            .get()
        return try await answer.futureResult.get()
    }

    /// A page as a client reads it.
    func page(_ number: Int, of size: Int) async throws -> Page {
        try Page(await get("?page=\(number)&per_page=\(size)").body)
    }

    /// All pages, one after the other.
    func allPages(of size: Int) async throws -> [Page] {
        var pages = [try await page(1, of: size)]
        while let next = pages.last?.nextPageNumber { pages.append(try await page(next, of: size)) }
        return pages
    }
}

private final class Collector: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let request: ByteBuffer
    private let limit: Int
    private let answer: EventLoopPromise<RawAnswer>
    private var collected = RawAnswer()

    init(request: ByteBuffer, limit: Int, answer: EventLoopPromise<RawAnswer>) {
        self.request = request
        self.limit = limit
        self.answer = answer
    }

    func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(NIOAny(request), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        collected.bytes += Array(unwrapInboundIn(data).readableBytesView)
        guard collected.bytes.count >= limit else { return }
        collected.ending = .limit
        context.close(promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? IOError, error.errnoCode == ECONNRESET {
            collected.ending = .reset
        } else {
            answer.fail(error)
        }
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        answer.succeed(collected)
    }
}
#endif
