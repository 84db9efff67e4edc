#if LiveTenant
import Foundation
import RetryJobs
import TestSupport
import Testing
@testable import SampleTenant

@Suite struct ServerTests {
    @Test(arguments: [nil, "wrong", ""])
    func `without the right key there is a 401 in the API's form`(key: String?) async throws {
        try await SampleTenant.running { tenant in
            let answer = try await tenant.get(key: key)
            #expect(answer.status == 401)
            let object = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: [[String: String]]]
            #expect(object?["errors"]?.first?["message"] == "Unauthorized")
            #expect(tenant.log.map(\.hasAuthorization) == [key != nil])
            #expect(tenant.log.map(\.status) == [401])
        }
    }

    @Test func `other paths and methods are refused`() async throws {
        try await SampleTenant.running { tenant in
            let sibling = try await tenant.get(path: "/api/v1/admin/queued_jobs")
            let removal = try await tenant.get(method: "DELETE")
            #expect(sibling.status == 404)
            #expect(removal.status == 405)
            #expect(tenant.log.map(\.method) == ["GET", "DELETE"])
        }
    }

    @Test func `the log tells page, size, headers and status in order`() async throws {
        try await SampleTenant.running { tenant in
            _ = try await tenant.get("?page=2&per_page=50")
            _ = try await tenant.get()
            let log = tenant.log
            #expect(log.map(\.number) == [1, 2])
            #expect(log.map(\.page) == [2, 1])
            #expect(log.map(\.perPage) == [50, 20])
            #expect(log.map(\.uri).first == "/api/v1/admin/retry_jobs?page=2&per_page=50")
            #expect(log.map { $0.headers["authorization"] } == ["Bearer sample-key", "Bearer sample-key"])
            #expect(log.map(\.status) == [200, 200])
            #expect(log.map(\.concurrency) == [1, 1])
            #expect(log[0].time <= log[1].time)
        }
    }

    @Test func `answers that overlap are counted`() async throws {
        var configuration = SampleTenant.Configuration()
        configuration.latency = 200
        try await SampleTenant.running(configuration) { tenant in
            async let first = tenant.get()
            async let second = tenant.get()
            _ = try await (first, second)
            #expect(tenant.log.map(\.concurrency).max() == 2)
        }
    }

    @Test func `a stopped tenant refuses connections, and goes on where it was when it starts again`() async throws {
        let tenant = try await SampleTenant.start()
        let before = try await tenant.page(1, of: 20).ids
        await tenant.stop()
        await tenant.stop()
        await #expect(throws: (any Error).self) { try await tenant.get() }
        try await tenant.restart()
        try await tenant.restart()
        let page = try await tenant.page(1, of: 20)
        #expect(page.ids == before)
        #expect(tenant.log.count == 2)
        await tenant.stop()
    }

    @Test func `a port that is taken is an error`() async throws {
        try await SampleTenant.running { tenant in
            var configuration = SampleTenant.Configuration()
            configuration.port = tenant.port
            let taken = configuration
            await #expect(throws: (any Error).self) { try await SampleTenant.start(configuration: taken) }
        }
    }

    @Test func `requests beyond the rate limit get 429 until a minute has passed`() async throws {
        var configuration = SampleTenant.Configuration()
        configuration.rateLimit = 3
        try await SampleTenant.running(configuration) { tenant in
            for _ in 0..<5 { _ = try await tenant.get() }
            #expect(tenant.log.map(\.status) == [200, 200, 200, 429, 429])
        }
    }

    @Test func `it serves https to a client that trusts its authority`() async throws {
        let folder = try TemporaryFolder()
        let certificate = try SampleCertificate.make(in: folder.path)
        var configuration = SampleTenant.Configuration()
        configuration.tls = certificate.server
        configuration.faults = [.init(.reset, page: 2), .init(.cutShort, page: 3)]
        try await SampleTenant.running(configuration) { tenant in
            #expect(tenant.url.hasPrefix("https://127.0.0.1:"))
            let answer = try await tenant.get(trusting: certificate.authorityPath)
            let next = try Page(answer.body).meta["next_page"] as? String
            #expect(next?.hasPrefix(tenant.url) == true)
            let reset = try? await tenant.get("?page=2", trusting: certificate.authorityPath)
            #expect(reset?.bytes.isEmpty ?? true)
            let short = try await tenant.get("?page=3", trusting: certificate.authorityPath)
            #expect(short.body.count < Int(short.header("content-length") ?? "") ?? 0)
        }
    }
}

@Suite struct HTTPDateTests {
    @Test(
        arguments: [
            (Int64(0), "Thu, 01 Jan 1970 00:00:00 GMT"),
            (1_567_399_360_056_226, "Mon, 02 Sep 2019 04:42:40 GMT"),
            (1_709_164_799_999_999, "Wed, 28 Feb 2024 23:59:59 GMT"),
            (1_709_251_199_000_000, "Thu, 29 Feb 2024 23:59:59 GMT"),
        ]
    )
    func `a moment is written in the form of HTTP`(microseconds: Int64, text: String) {
        #expect(Timestamp(microseconds: microseconds).httpDate == text)
    }
}
#endif
