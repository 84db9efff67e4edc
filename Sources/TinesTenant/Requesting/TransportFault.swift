#if LiveTenant
internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPCompression
internal import NIOPosix
internal import NIOSSL

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

extension Fault {
    /// What an error of the HTTP client and the layers below it means.
    ///
    /// `proxy`: the proxy that the request went through. What can't be connected to is the proxy then.
    init(transport error: any Error, maxBodySize: Int, proxy: ProxyServer?) {
        self = Self.fault(of: error, maxBodySize: maxBodySize)
        if let proxy, case .notConnected(let reason) = self { self = .proxy("\(proxy): \(reason)") }
    }

    private static func fault(of error: any Error, maxBodySize: Int) -> Fault {
        switch error {
        case let fault as Fault: fault
        case let error as HTTPClientError: fault(of: error)
        case let error as NIOConnectionError: .notConnected(reason(of: error))
        case is NIOSSLExtraError: .notTrusted("its certificate is for another host")
        case let error as NIOSSLError: fault(of: error)
        case let error as BoringSSLError: fault(of: error)
        case NIOHTTPDecompression.DecompressionError.limit: .tooLarge(maxBodySize)
        case is NIOHTTPDecompression.DecompressionError, is NIOHTTPDecompression.ExtraDecompressionError:
            .invalidPage("its compression is broken")
        case HTTPParserError.invalidEOFState: .cutOff
        case is HTTPParserError: .invalidPage("it is not HTTP")
        case let error as IOError: fault(of: error)
        case is ChannelError: .cutOff
        default: .notConnected(Excerpt.clean(String(describing: error)))
        }
    }

    private static func fault(of error: HTTPClientError) -> Fault {
        switch error {
        case .connectTimeout: .notConnected("connecting took too long")
        case .tlsHandshakeTimeout: .notConnected("the TLS handshake took too long")
        case .httpProxyHandshakeTimeout: .notConnected("it took too long to answer")
        case .proxyAuthenticationRequired: .notConnected("it requires a user name and a password")
        case .invalidProxyResponse: .notConnected("it refused the connection")
        case .readTimeout, .writeTimeout, .deadlineExceeded, .getConnectionFromPoolTimeout: .timedOut
        default: .cutOff
        }
    }

    /// Connecting to an address instead of a name fails with the system's error alone.
    private static func fault(of error: IOError) -> Fault {
        switch error.errnoCode {
        case ECONNREFUSED: .notConnected("refused")
        case EHOSTUNREACH, ENETUNREACH, ENETDOWN: .notConnected("no route to host")
        case EACCES, EPERM: .notConnected("not permitted")
        default: .cutOff
        }
    }

    private static func fault(of error: NIOSSLError) -> Fault {
        switch error {
        case .handshakeFailed(.syscallError), .handshakeFailed(.zeroReturn): .cutOff
        case .handshakeFailed(let error): Self.isPassing(error) ? .cutOff : .notTrusted(Self.reason(of: error))
        case .uncleanShutdown: .cutOff
        case .unableToValidateCertificate, .noCertificateToValidate: .notTrusted("its certificate can't be checked")
        default: .notTrusted(Excerpt.clean(String(describing: error)))
        }
    }

    /// A server that restarts, or a load balancer without servers: another attempt may succeed.
    private static func isPassing(_ error: BoringSSLError) -> Bool {
        guard case .sslError(let errors) = error else { return false }
        return errors.contains(.eofDuringHandshake) || String(describing: errors).contains("_ALERT_INTERNAL_ERROR")
    }

    /// After the handshake: an alert says why the other side ended the connection; any other error broke it on the way.
    private static func fault(of error: BoringSSLError) -> Fault {
        String(describing: error).contains("_ALERT_") ? .notTrusted(reason(of: error)) : .cutOff
    }

    private static func reason(of error: BoringSSLError) -> String {
        let text = String(describing: error)
        if text.contains("CERTIFICATE_VERIFY_FAILED") {
            return "its certificate is out of date, or the authority that signed it is not trusted"
        }
        if text.contains("WRONG_VERSION_NUMBER") { return "it does not speak TLS" }
        if text.contains("ALERT_CERTIFICATE_REQUIRED") {
            return "the server requires a client certificate, which is not supported"
        }
        if text.contains("ALERT_PROTOCOL_VERSION") { return "it does not support TLS 1.2 or newer" }
        // The rest is a name among numbers and paths: `…:OPENSSL_internal:TLSV1_ALERT_UNRECOGNIZED_NAME at …`.
        let name = text.split(separator: ":").last { $0.contains("_ALERT_") }?.prefix { $0 != " " }
        return name.map { "it says \($0)" } ?? Excerpt.clean(text)
    }

    private static func reason(of error: NIOConnectionError) -> String {
        // One family of addresses may be unknown while the other one refused.
        guard !error.connectionErrors.isEmpty else {
            return "host not found: \(Excerpt.clean(error.host, limit: 100))"
        }
        let reasons = error.connectionErrors.map { failure in
            let reason = String(describing: failure.error)
            return reason.contains("refused") ? "refused" : reason
        }
        return Excerpt.clean(Set(reasons).sorted().joined(separator: ", "))
    }
}
#endif
