#if LiveTenant
import Foundation
import RetryJobs
import SampleTenant
import TestSupport
import Testing
import TinesRetryJobs
import TinesTenant

@Suite struct TLS {
    /// A tenant on https, and the path of the authority that signed its certificate.
    func running(
        names: [String] = ["DNS:localhost", "IP:127.0.0.1"],
        _ body: @Sendable (SampleTenant, String) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let certificate = try SampleCertificate.make(in: folder.path, names: names)
        let configuration = tenant(jobs: 95) { $0.tls = certificate.server }
        try await SampleTenant.running(configuration) { try await body($0, certificate.authorityPath) }
    }

    @Test func `A tenant with a private authority is read when its CA file is given`() async throws {
        try await running { tenant, authority in
            let (reading, taken) = try await tenant.read {
                $0.perPage = 20
                $0.caFile = authority
            }
            #expect(taken.ids.count == 95 && reading.isVerified && reading.tenant?.description == tenant.url)
        }
    }

    @Test func `A tenant with a private authority is read when it is in a folder of authorities`() async throws {
        try await running { tenant, authority in
            let folder = try TemporaryFolder()
            try FileManager.default.copyItem(atPath: authority, toPath: folder.file("own.pem"))
            let rehash = try Process.run(URL(filePath: "/usr/bin/openssl"), arguments: ["rehash", folder.path])
            rehash.waitUntilExit()
            let (reading, taken) = try await tenant.read { $0.caFolders = ["/nowhere", folder.path] }
            #expect(taken.ids.count == 95 && reading.isComplete)
        }
    }

    @Test func `An authority that nobody trusts is refused at once, and the key is not sent`() async throws {
        try await running { tenant, _ in
            let error = await #expect(throws: RetryJobSourceError.self) { try await tenant.read() }
            #expect(
                error?.kind == .unreachable && error?.setting == .authorities
                    && error?.description.contains("--") == false
            )
            #expect(tenant.log.isEmpty)
        }
    }

    @Test func `A certificate for another host is refused, and the key is not sent`() async throws {
        try await running(names: ["DNS:other.example"]) { tenant, authority in
            let error = await #expect(throws: RetryJobSourceError.self) {
                try await tenant.read { $0.caFile = authority }
            }
            #expect(error?.kind == .unreachable && tenant.log.isEmpty, "\(error as Any)")
        }
    }

    @Test func `A handshake that the server breaks off is tried again, and no matter of trust`() async throws {
        for _ in 1...10 {
            let error = try await AnsweringServer.error(of: "", scheme: "https", attempts: 2)
            #expect(error?.kind == .unreachable)
            #expect(error?.description.contains("ended before the answer") == true, "\(error as Any)")
        }
    }

    @Test(arguments: [("\u{50}", "ended before the answer"), ("\u{70}", "it says TLSV1_ALERT_UNRECOGNIZED_NAME")])
    func `An alert is told in words, and one of an internal error passes`(code: String, says: String) async throws {
        let alert = "\u{15}\u{3}\u{3}\u{0}\u{2}\u{2}\(code)"
        let error = try await AnsweringServer.error(of: alert, scheme: "https", attempts: 2)
        #expect(error?.kind == .unreachable && error?.description.contains(says) == true, "\(error as Any)")
        #expect(error?.description.contains("tls_record") == false, "no place in a library's sources")
    }

    @Test func `https asked of a server that speaks http is unreachable`() async throws {
        try await SampleTenant.running(tenant(jobs: 5)) { tenant in
            let origin = try TenantOrigin("https://127.0.0.1:\(tenant.port)")
            let source = try TenantSource(.init(tenant: origin, key: try APIKey("sample-key")))
            let error = await #expect(throws: RetryJobSourceError.self) { try await source.read { _ in } }
            #expect(error?.kind == .unreachable && error?.description.contains("TLS") == true, "\(error as Any)")
            #expect(tenant.log.isEmpty)
        }
    }
}

@Suite(.serialized) struct Proxy {
    /// A tinyproxy on loopback that requires a user and a password, and its log so far.
    private func running(_ body: (Int, () -> String) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        // A port that was free a moment ago.
        var port = 0
        try await SampleTenant.running(tenant(jobs: 0)) { port = $0.port }
        let log = folder.file("log")
        let lines = ["Port \(port)", "Listen 127.0.0.1", "BasicAuth user s3cret", "LogFile \"\(log)\""]
        let settings = try folder.write(lines.joined(separator: "\n"), to: "settings")

        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/tinyproxy")
        process.arguments = ["-d", "-c", settings]
        try process.run()
        defer {
            // It has inherited a mask that blocks SIGTERM.
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        func logged() -> String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }
        while process.isRunning, !logged().contains("Accepting connections") {
            try await Task.sleep(for: .milliseconds(10))
        }
        try await body(port, logged)
    }

    @Test func `A tenant behind a proxy is read through a tunnel, so that the proxy never sees the key`() async throws {
        try await TLS().running { tenant, authority in
            try await running { port, log in
                let (reading, taken) = try await tenant.read {
                    $0.perPage = 20
                    $0.caFile = authority
                    $0.proxy = try? ProxyServer("http://user:s3cret@127.0.0.1:\(port)")
                }
                #expect(taken.ids.count == 95 && reading.isComplete && reading.tenant?.description == tenant.url)
                #expect(log().contains("CONNECT 127.0.0.1:\(tenant.port)"))
                #expect(!log().contains("sample-key"))
            }
        }
    }

    @Test(arguments: ["http://127.0.0.1", "http://user:wr0ng@127.0.0.1"])
    func `A proxy that lets nobody in is named, without the password`(address: String) async throws {
        try await TLS().running { tenant, authority in
            try await running { port, _ in
                let error = await #expect(throws: RetryJobSourceError.self) {
                    try await tenant.read {
                        $0.caFile = authority
                        $0.attempts = 2
                        $0.proxy = try? ProxyServer("\(address):\(port)")
                    }
                }
                #expect(error?.kind == .unreachable)
                #expect(error?.description.contains("proxy") == true, "\(error as Any)")
                #expect(error?.description.contains("wr0ng") == false)
                #expect(tenant.log.isEmpty)
            }
        }
    }
}
#endif
