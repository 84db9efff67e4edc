#if LiveTenant
import Foundation
import SampleTenant
import TestSupport
import Testing

@Suite struct FaultTests {
    private func playing<Result: Sendable>(
        _ faults: SampleTenant.Fault...,
        jobs: Int = 60,
        _ body: (SampleTenant) async throws -> Result
    ) async throws -> Result {
        var configuration = SampleTenant.Configuration()
        configuration.jobs = jobs
        configuration.oddShapes = false
        configuration.faults = faults.map { SampleTenant.FaultRule($0) }
        return try await SampleTenant.running(configuration, body)
    }

    @Test func `429 says when to try again in seconds, as a date, or not at all`() async throws {
        let inSeconds = try await playing(.tooManyRequests(.seconds(7))) { try await $0.get() }
        #expect(inSeconds.status == 429)
        #expect(inSeconds.header("retry-after") == "7")
        let atDate = try await playing(.tooManyRequests(.date(secondsFromNow: 3_600))) { try await $0.get() }
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        format.timeZone = TimeZone(secondsFromGMT: 0)
        let date = try #require(format.date(from: atDate.header("retry-after") ?? ""))
        #expect(abs(date.timeIntervalSinceNow - 3_600) < 60)
        let bare = try await playing(.tooManyRequests(.absent)) { try await $0.get() }
        #expect(bare.status == 429)
        #expect(bare.header("retry-after") == nil)
    }

    @Test(
        arguments: [
            (SampleTenant.Fault.status(500), 500), (.status(502), 502), (.status(503), 503), (.unauthorized, 401),
            (.forbidden, 403), (.notFound, 404), (.html, 200),
        ]
    )
    func `an answer of another status or kind is not a page`(fault: SampleTenant.Fault, status: Int) async throws {
        try await playing(fault) { tenant in
            let answer = try await tenant.get()
            #expect(answer.status == status)
            #expect((try? Page(answer.body).meta["count"]) == nil)
            #expect(tenant.log.map(\.status) == [status])
            #expect(tenant.log.map(\.faults) == [[fault]])
        }
    }

    @Test func `a redirect leads to the same page at another origin`() async throws {
        let answer = try await playing(.redirect(to: "http://127.0.0.1:9")) { try await $0.get("?page=2") }
        #expect(answer.status == 302)
        #expect(answer.header("location") == "http://127.0.0.1:9/api/v1/admin/retry_jobs?page=2")
    }

    @Test func `a reset ends the connection without an answer`() async throws {
        try await playing(.reset) { tenant in
            let answer = try await tenant.get()
            #expect(answer.ending == .reset)
            #expect(answer.bytes.isEmpty)
            #expect(tenant.log.map(\.status) == [nil])
        }
    }

    @Test func `a body cut short is half of what was announced`() async throws {
        let answer = try await playing(.cutShort) { try await $0.get() }
        #expect(answer.ending == .closed)
        let announced = try #require(Int(answer.header("content-length") ?? ""))
        #expect(answer.body.count == announced / 2)
    }

    @Test func `an endless body goes on until the client closes, and the tenant serves others meanwhile`()
        async throws
    {
        try await playing(.endless) { tenant in
            let answer = try await tenant.get(limit: 5_000_000)
            #expect(answer.ending == .limit)
            let cut = try await tenant.get(limit: 1_000)
            #expect(cut.ending == .limit)
        }
    }

    @Test func `a slow drip brings the complete page in the end`() async throws {
        let jobs = try await playing(.drip(milliseconds: 1), jobs: 1) { try await $0.page(1, of: 1).jobs.count }
        #expect(jobs == 1)
    }

    @Test func `invalid JSON arrives completely by the rules of HTTP`() async throws {
        let answer = try await playing(.invalidJSON) { try await $0.get() }
        #expect(answer.header("content-length") == String(answer.body.count))
        #expect(throws: (any Error).self) { try Page(answer.body) }
    }

    @Test(arguments: [SampleTenant.Fault.BadJob.notAnObject, .missingID])
    func `a bad job is added to the good ones`(kind: SampleTenant.Fault.BadJob) async throws {
        try await playing(.badJob(kind)) { tenant in
            let page = try await tenant.page(1, of: 20)
            #expect(page.elements.count == 21)
            #expect(page.ids.count == 20)
        }
    }

    @Test func `a next page that never stops starts over with the same jobs`() async throws {
        try await playing(.nextPageForever, jobs: 30) { tenant in
            let first = try await tenant.page(1, of: 20)
            let third = try await tenant.page(3, of: 20)
            #expect(first.ids == third.ids)
            #expect(third.nextPageNumber == 4)
        }
    }

    @Test func `a next page elsewhere names another origin and no number`() async throws {
        try await playing(.nextPageElsewhere(origin: "http://192.0.2.1")) { tenant in
            let meta = try await tenant.page(1, of: 20).meta
            #expect(meta["next_page"] as? String == "http://192.0.2.1/api/v1/admin/retry_jobs?page=2&per_page=20")
            #expect(meta.keys.contains("next_page_number") == false)
        }
    }

    @Test func `meta may lack the number of the next page and count nothing at once`() async throws {
        try await playing(.noNextPageNumber, .zeroCounts) { tenant in
            let page = try await tenant.page(1, of: 20)
            #expect(page.jobs.count == 20)
            #expect(page.meta.keys.contains("next_page_number") == false)
            #expect(page.meta["next_page"] is String)
            #expect(page.meta["pages"] as? Int == 0)
            #expect(page.meta["count"] as? Int == 0)
        }
    }

    @Test func `a repeated page has the jobs of the one before, and the end comes one page later`() async throws {
        try await playing(.repeatedPage, jobs: 60) { tenant in
            let pages = try await tenant.allPages(of: 20)
            #expect(pages.count == 4)
            #expect(pages[0].ids == pages[1].ids)
            #expect(Set(pages.flatMap(\.ids)).count == 60)
        }
    }

    @Test func `gzip unpacks to the page`() async throws {
        let answer = try await playing(.gzip) { try await $0.get("?per_page=500") }
        #expect(answer.header("content-encoding") == "gzip")
        let (plain, status) = try unpacked(answer.body)
        #expect(status == 0)
        let page = try Page(Array(plain))
        #expect(page.jobs.count == 60)
    }

    @Test func `a gzip bomb is a thousand times smaller than its content`() async throws {
        let answer = try await playing(.gzipBomb(mebibytes: 16)) { try await $0.get() }
        #expect(answer.body.count < 17_000)
        let (plain, _) = try unpacked(answer.body)
        #expect(plain.count > 16_700_000)
        #expect(plain.allSatisfy { $0 == UInt8(ascii: " ") })
    }

    private func unpacked(_ body: [UInt8]) throws -> (plain: Data, status: Int32) {
        let folder = try TemporaryFolder()
        let file = try folder.write(body, to: "body.gz")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", file]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let plain = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (plain, process.terminationStatus)
    }
}
#endif
