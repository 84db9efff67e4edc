import Foundation
import RetryJobs
import SampleTenant
import Testing
import TinesRetryJobs
import TinesTenant

@Suite struct TLS {
    /// A tenant on https, and the path of the authority that vouches for it.
    func running(
        names: [String] = ["DNS:localhost", "IP:127.0.0.1"],
        _ body: @Sendable (SampleTenant, String) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
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

    @Test func `An authority that nobody trusts is refused at once, and the key is not sent`() async throws {
        try await running { tenant, _ in
            let error = await #expect(throws: RetryJobSourceError.self) { try await tenant.read() }
            #expect(error?.kind == .unreachable && error?.setting == .authorities && error?.description.contains("--") == false)
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
