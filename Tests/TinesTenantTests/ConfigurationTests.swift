#if LiveTenant
import Foundation
import Logging
import RetryJobs
import SampleTenant
import Synchronization
import Testing
import TinesRetryJobs

@testable import TinesTenant

@Suite struct Settings {
    @Test(arguments: [
        ("acme.tines.com", "https://acme.tines.com"), ("https://acme.tines.com", "https://acme.tines.com"),
        ("https://ACME.tines.com/", "https://acme.tines.com"), ("acme.tines.com:8443", "https://acme.tines.com:8443"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"), ("http://localhost:1/", "http://localhost:1"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ]) func `A tenant is an origin, by default https`(text: String, origin: String) throws {
        let parsed = try TenantOrigin(text)
        #expect(parsed.description == origin)
    }

    @Test(arguments: [
        ("", "empty"), ("https://", "write its origin"), ("ftp://user:pw@acme.tines.com", "neither https nor http"),
        ("https://user:pw@acme.tines.com", "user name or password"), ("https://acme.tines.com/?x=1", "only the origin"),
        ("https://acme.tines.com/api/v1/admin/retry_jobs", "give only the origin, https://acme.tines.com"),
        ("https://acme.tines.com/#top", "only the origin"), ("http://acme.tines.com", "not encrypted"),
        ("http://127.0.0.1.evil.example", "not encrypted"), ("https://acme.tines.com:0", "port"),
        ("https://ac me", "write its origin"), ("https://acme\nx", "write its origin"),
    ]) func `A text that is not an origin is refused with what to write`(text: String, says: String) {
        let error = #expect(throws: TenantOriginError.self) { try TenantOrigin(text) }
        #expect(error?.description.contains(says) == true, "\(error as Any)")
        #expect(error?.description.contains("pw") == false)
    }

    @Test func `Plain http elsewhere has to be asked for`() throws {
        let insecure = try TenantOrigin("http://10.0.0.1", allowInsecureHTTP: true)
        #expect(insecure.description == "http://10.0.0.1")
    }

    @Test(arguments: ["", "\n", "two\nlines", "a b", "kéy", "tab\t", "nul\0", "a\r\nb"])
    func `A key that a header can't carry is refused without being shown`(text: String) {
        let error = #expect(throws: TenantConfigurationError.self) { try APIKey(text) }
        #expect(text.count < 3 || error?.description.contains(text) == false)
    }

    @Test func `A key loses one newline and is shown by nothing`() throws {
        let key = try APIKey("s3cret-value\n")
        #expect(key.secret == "s3cret-value")
        var dumped = ""
        dump(key, to: &dumped)
        let tenant = try TenantOrigin("acme.tines.com")
        var configuration = TenantSource.Configuration(tenant: tenant, key: key)
        configuration.proxy = try ProxyServer("http://user:s3cret@proxy:3128")
        dump(configuration, to: &dumped)
        #expect(!"\(key) \(String(reflecting: key)) \([key]) \(dumped)".contains("s3cret"))
    }

    @Test(arguments: ["http://proxy:3128", "proxy:3128", "http://user:pw@proxy:3128/"])
    func `A proxy is shown without its credentials`(text: String) throws {
        let server = try ProxyServer(text)
        #expect(server.description == "http://proxy:3128")
    }

    @Test func `Proxies are found by IPv6 address, by ASCII name and with white space around`() throws {
        let address = try ProxyServer("http://[::1]:3128")
        #expect(address.host == "::1")
        #expect(address.description == "http://[::1]:3128")
        let name = try ProxyServer(" http://xn--bcher-kva.example:3128/\n")
        #expect(name.host == "xn--bcher-kva.example")
        let withPassword = try ProxyServer("http://a%40b:c%3Ad@proxy:1")
        #expect(withPassword.credentials == .init(user: "a@b", password: "c:d"))
    }

    @Test(arguments: ["", "https://proxy:3128", "http://proxy", "http://proxy:3128/path", "socks5://proxy:1"])
    func `Other proxies are refused`(text: String) {
        #expect(throws: TenantConfigurationError.self) { try ProxyServer(text) }
    }

    @Test(
        arguments: [
            \TenantSource.Configuration.perPage, \.concurrency, \.requestsPerMinute, \.attempts, \.maxPages,
            \.maxBodySize,
        ] as [any WritableKeyPath<TenantSource.Configuration, Int> & Sendable]
    )
    func `A number outside its range is refused`(
        path: any WritableKeyPath<TenantSource.Configuration, Int> & Sendable
    ) throws {
        var configuration = TenantSource.Configuration(tenant: try TenantOrigin("acme.tines.com"), key: try APIKey("k"))
        configuration[keyPath: path] = 0
        let wrong = configuration
        #expect(throws: TenantConfigurationError.self) { try TenantSource(wrong) }
    }

    @Test func `A CA file that is missing or contains no certificate is refused`() throws {
        var configuration = TenantSource.Configuration(tenant: try TenantOrigin("acme.tines.com"), key: try APIKey("k"))
        for path in ["/nonexistent.pem", "/etc/hostname"] {
            configuration.caFile = path
            let wrong = configuration
            let error = #expect(throws: TenantConfigurationError.self) { try TenantSource(wrong) }
            #expect(error?.description.contains(path) == true)
        }
    }

    @Test func `Excerpts are short, on one line, without misleading characters and without the key`() throws {
        let key = try APIKey("s3cret")
        let body = Array("no\r\n\tkey s3cret\u{202E}evil\u{1B}[31m</b>".utf8) + Array(repeating: 0x41, count: 999)
        let excerpt = Excerpt.clean(body: body, key: key)
        #expect(excerpt.hasPrefix("no key (API key)⟨U+202E⟩evil⟨U+001B⟩[31m</b>AAA"))
        #expect(excerpt.count < 220 && excerpt.hasSuffix("…"))
    }

    @Test func `The key is in one header of each request and nowhere in the logs`() async throws {
        let lines = Lines()
        let rules = [SampleTenant.FaultRule(.status(503), page: 2, attempts: 2)]
        try await SampleTenant.running(tenant(jobs: 95, rules)) { tenant in
            var configuration = TenantSource.Configuration(
                tenant: try TenantOrigin(tenant.url),
                key: try APIKey("sample-key")
            )
            configuration.perPage = 20
            configuration.userAgent = "retry-report/1.2"
            var logger = Logger(label: "test") { _ in lines }
            logger.logLevel = .trace
            let source = try TenantSource(configuration, logger: logger)
            _ = try await source.read { _ in }
            for entry in tenant.log {
                #expect(entry.headers["authorization"] == "Bearer sample-key" && !entry.uri.contains("sample-key"))
                #expect(entry.headers["user-agent"] == "retry-report/1.2" && entry.method == "GET")
                #expect(entry.headers["accept"] == "application/json")
            }
            let progress = source.progress
            #expect(progress.requests == tenant.log.count && progress.retries == 2 && progress.bytes > 1_000)
            #expect(progress.pagesExpected == 5)
        }
        let text = lines.text
        #expect(
            text.contains("Page received") && text.contains("Asking for a page again") && text.contains("Sweep begins")
        )
        #expect(!text.contains("sample-key"))
    }
}

/// Keeps what is logged.
private final class Lines: LogHandler, Sendable {
    private let state = Mutex("")
    var text: String { state.withLock { $0 } }
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .trace }
        set {}
    }
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) {
        state.withLock { $0 += "\(event.message) \(event.metadata ?? [:])\n" }
    }
}
#endif
