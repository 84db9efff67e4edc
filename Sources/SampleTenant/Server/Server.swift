#if LiveTenant
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
internal import Synchronization

/// The listening socket and the connections that came through it.
final class Server: Sendable {
    let port: Int

    private let listener: any Channel
    private let connections: Connections

    private init(listener: any Channel, connections: Connections, port: Int) {
        self.listener = listener
        self.connections = connections
        self.port = port
    }

    /// Listens, and answers what comes with `tenant`.
    ///
    /// - Throws: what the system says when the port can't be had, or what NIOSSL says about the files of `tls`.
    static func start(tenant: Tenant, configuration: SampleTenant.Configuration, port: Int) async throws -> Server {
        let tls = try configuration.tls.map(serverContext)
        let scheme = tls == nil ? "http" : "https"
        let host = SampleTenant.urlHost(configuration.host)
        let connections = Connections()
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                connections.add(channel)
                return channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
                    try pipeline.configureHTTPServerPipeline(withErrorHandling: true)
                    let port = channel.localAddress?.port ?? port
                    let origin = "\(scheme)://\(host):\(port)"
                    try pipeline.addHandler(ConnectionHandler(tenant: tenant, origin: origin))
                }
            }
            .bind(host: configuration.host, port: port)
            .get()
        return Server(listener: listener, connections: connections, port: listener.localAddress?.port ?? port)
    }

    /// Stops listening and drops all connections.
    func stop() async {
        try? await listener.close()
        connections.closeAll()
    }

    private static func serverContext(_ files: SampleTenant.Configuration.TLS) throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate.fromPEMFile(files.certificateChainPath).map(
            NIOSSLCertificateSource.certificate
        )
        let key = try NIOSSLPrivateKey(file: files.privateKeyPath, format: .pem)
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key))
        )
    }
}

/// The open connections of a server.
private final class Connections: Sendable {
    private let channels = Mutex<[ObjectIdentifier: any Channel]?>([:])

    func add(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        let isOpen = channels.withLock { channels in
            channels?[id] = channel
            return channels != nil
        }
        // Came in while the listener was being closed.
        guard isOpen else {
            channel.close(promise: nil)
            return
        }
        channel.closeFuture.whenComplete { _ in
            self.channels.withLock { _ = $0?.removeValue(forKey: id) }
        }
    }

    func closeAll() {
        let open = channels.withLock { channels in
            defer { channels = nil }
            return channels ?? [:]
        }
        for channel in open.values { channel.close(promise: nil) }
    }
}
#endif
