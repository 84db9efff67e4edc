#if LiveTenant
internal import AsyncHTTPClient
internal import FoundationEssentials
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPCompression
internal import NIOSSL
internal import Synchronization
internal import TinesRetryJobs

extension TenantSource.Configuration {
    /// How the HTTP client is set up.
    func transport() throws(TenantConfigurationError) -> HTTPClient.Configuration {
        try HTTPClient.Configuration.reaching(
            caFile: caFile,
            caFolders: caFolders,
            proxy: proxy,
            maxBodySize: maxBodySize,
            connections: concurrency + TenantClient.mostBesides
        )
    }
}

extension HTTPClient.Configuration {
    /// How an HTTP client is set up that trusts some authorities and goes through a proxy.
    ///
    /// `maxBodySize`: the most bytes of an answer after decompression; `connections`: how many at the same time.
    static func reaching(
        caFile: String?,
        caFolders: [String],
        proxy: ProxyServer?,
        maxBodySize: Int,
        connections: Int
    ) throws(TenantConfigurationError) -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        tls.certificateVerification = .fullVerification
        if let caFile { tls.additionalTrustRoots = [.certificates(try Authorities.shared.read(caFile))] }
        for folder in caFolders {
            tls.additionalTrustRoots += Authorities.shared.read(folder: folder).map { .certificates($0) }
        }

        var configuration = HTTPClient.Configuration(tlsConfiguration: tls, redirectConfiguration: .disallow)
        // Ten times smaller on the wire; the limit is on the decompressed size, so a bomb ends at it.
        configuration.decompression = .enabled(limit: .size(maxBodySize))
        configuration.httpVersion = .http1Only
        configuration.timeout.connect = .seconds(10)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
        // The client would retry connecting until its deadline without a log line; attempts are counted and logged here.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.http1_1ConnectionDebugInitializer = StatusLineCheck.add(to:)
        configuration.proxy = proxy.map { proxy in
            .server(
                host: proxy.host,
                port: proxy.port,
                authorization: proxy.credentials.map { .basic(username: $0.user, password: $0.password) }
            )
        }
        return configuration
    }
}

/// The certificates of files, each read once as long as it does not change: many tenants may be read by one process, and the
/// authorities of a system take 1.5 MB.
private final class Authorities: Sendable {
    private struct Version: Hashable {
        let path: String
        let changed: Date?
        let size: Int?
    }

    static let shared = Authorities()
    /// How long it is known what is in a folder: a system's has some 300 files.
    private static let age = Duration.seconds(60)
    private let known = Mutex<[Version: [NIOSSLCertificate]]>([:])
    private let folders = Mutex<[String: (certificates: [[NIOSSLCertificate]], readAt: ContinuousClock.Instant)]>([:])

    /// The certificates of each file in a folder that has some. They are those of at most a minute ago.
    func read(folder: String) -> [[NIOSSLCertificate]] {
        let now = ContinuousClock.now
        if let found = folders.withLock({ $0[folder] }), now - found.readAt < Self.age { return found.certificates }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let certificates = names.compactMap { try? read("\(folder)/\($0)") }
        folders.withLock { $0[folder] = (certificates, now) }
        return certificates
    }

    func read(_ path: String) throws(TenantConfigurationError) -> [NIOSSLCertificate] {
        // Kubernetes renews a file by turning a link to another folder.
        let target = URL(filePath: path).resolvingSymlinksInPath().path
        let attributes = try? FileManager.default.attributesOfItem(atPath: target)
        let version = Version(
            path: target,
            changed: attributes?[.modificationDate] as? Date,
            size: attributes?[.size] as? Int
        )
        if let certificates = known.withLock({ $0[version] }) { return certificates }
        let certificates = try Self.certificates(in: path)
        known.withLock { $0[version] = certificates }
        return certificates
    }

    private static func certificates(in path: String) throws(TenantConfigurationError) -> [NIOSSLCertificate] {
        let shown = Excerpt.clean(path, limit: 200)
        let certificates: [NIOSSLCertificate]
        do {
            // Editors of some systems begin a text with a byte order mark.
            var bytes = Array(try Data(contentsOf: URL(filePath: path)))
            if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
            certificates = try NIOSSLCertificate.fromPEMBytes(bytes)
        } catch {
            throw TenantConfigurationError(
                "The CA file \(shown) can't be read or contains no certificates in PEM (-----BEGIN CERTIFICATE-----)",
                setting: .authorities
            )
        }
        guard !certificates.isEmpty else {
            throw TenantConfigurationError("The CA file \(shown) is empty", setting: .authorities)
        }
        return certificates
    }
}

/// Refuses an answer whose status does not exist in HTTP.
///
/// The HTTP client (version 1.37) treats every status below 200 as an interim response, and ends the process when a body
/// or an end follows instead of the final response; so it must not see a status below 100.
final class StatusLineCheck: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart

    private var hasRefused = false

    /// Puts the check between the HTTP decoder and the client. Call it on the channel's event loop.
    static func add(to channel: any Channel) -> EventLoopFuture<Void> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.context(handlerType: ByteToMessageHandler<HTTPResponseDecoder>.self).handler
            try pipeline.addHandler(StatusLineCheck(), position: .after(decoder))
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // Bytes that follow in the same packet belong to the answer that is refused.
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
#endif
