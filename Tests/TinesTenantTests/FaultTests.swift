#if LiveTenant
import RetryJobs
import SampleTenant
import Testing
import TinesRetryJobs
import TinesTenant

@Suite struct Faults {
    /// 95 jobs on five pages.
    func read(
        _ rules: [SampleTenant.FaultRule],
        _ change: (inout TenantSource.Configuration) -> Void = { _ in }
    ) async throws -> (reading: Reading, taken: Taken, log: [SampleTenant.LogEntry], missed: Int) {
        try await SampleTenant.running(tenant(jobs: 95, rules)) { tenant in
            let (reading, taken) = try await tenant.read {
                $0.perPage = 20
                $0.maxBodySize = 1 << 20
                $0.requestTimeout = .seconds(10)
                change(&$0)
            }
            return (reading, taken, tenant.log, tenant.idsPresentThroughout().subtracting(taken.texts).count)
        }
    }

    func error(
        _ rules: [SampleTenant.FaultRule],
        _ change: (inout TenantSource.Configuration) -> Void = { _ in }
    ) async -> RetryJobSourceError? {
        await #expect(throws: RetryJobSourceError.self) { try await read(rules, change) }
    }

    @Test(arguments: [
        SampleTenant.Fault.tooManyRequests(.absent), .tooManyRequests(.seconds(1)),
        .tooManyRequests(.date(secondsFromNow: 1)), .status(500), .status(502), .status(503), .status(504), .html,
        .reset, .cutShort, .endless, .drip(milliseconds: 50), .invalidJSON, .gzipBomb(mebibytes: 64),
    ]) func `A fault that does not last is overcome`(fault: SampleTenant.Fault) async throws {
        let result = try await read([.init(fault, page: 3, attempts: 1)]) {
            if fault == .drip(milliseconds: 50) { $0.requestTimeout = .milliseconds(400) }
        }
        #expect(result.missed == 0 && result.reading.isComplete && result.reading.isVerified)
        #expect(result.reading.problems.isEmpty)
        #expect(result.log.filter { $0.page == 3 && !$0.faults.isEmpty }.count == 1)
    }

    @Test(arguments: [SampleTenant.Fault.gzip, .badJob(.notAnObject), .noNextPageNumber])
    func `An odd page is read as it is`(fault: SampleTenant.Fault) async throws {
        let result = try await read([.init(fault, page: 3)])
        #expect(result.missed == 0 && result.reading.isComplete && result.reading.isVerified)
    }

    @Test func `A job without an id is read around, and the reading is not verified`() async throws {
        let configuration = tenant(jobs: 95) { $0.paging.withoutID = 10 }
        try await SampleTenant.running(configuration) { tenant in
            let (reading, taken) = try await tenant.read { $0.perPage = 20 }
            let missed = tenant.idsPresentThroughout().subtracting(taken.texts)
            #expect((1..<40).contains(missed.count) && missed.allSatisfy { $0.hasSuffix("0") })
            #expect(reading.isComplete && !reading.isVerified)
            #expect(reading.problems.map(\.code) == ["reading.unidentified"])
        }
    }

    @Test func `Zero counts on every page end nothing`() async throws {
        let result = try await read([.init(.zeroCounts)])
        #expect(result.missed == 0 && result.reading.isVerified && result.reading.countAtEnd == 0)
    }

    @Test func `A page that repeats the one before it once makes the reader look again`() async throws {
        let result = try await read([.init(.repeatedPage, page: 3, attempts: 1)])
        #expect(result.missed == 0 && result.reading.isComplete && result.reading.sweeps > 1)
    }

    @Test(arguments: [SampleTenant.Fault.status(500), .reset, .invalidJSON, .cutShort])
    func `A page that keeps failing makes the reading incomplete and is named`(
        fault: SampleTenant.Fault
    ) async throws {
        let result = try await read([.init(fault, page: 3)]) { $0.attempts = 3 }
        #expect((1...20).contains(result.missed) && !result.reading.isComplete && !result.reading.isVerified)
        #expect(result.reading.problems.count == 1)
        #expect(result.reading.problems.first?.message.hasPrefix("Page 3 could not be read in 3 attempts") == true)
        #expect(
            result.taken.pages == Array(1...result.taken.pages.count),
            "pages are numbered in the order of reading, without a gap"
        )
    }

    @Test func `A tenant that goes away makes the reading incomplete`() async throws {
        let rules = (2...9).map { SampleTenant.FaultRule(.status(503), page: $0) }
        let result = try await read(rules) { $0.attempts = 2 }
        #expect(result.taken.ids.count == 20 && !result.reading.isComplete)
        #expect(result.reading.problems.last?.message.contains("Gave up after 3 pages") == true)
    }

    @Test(arguments: [(SampleTenant.Fault.unauthorized, 401), (.forbidden, 403)])
    func `A refused key ends the reading at the first request`(fault: SampleTenant.Fault, status: Int) async throws {
        try await SampleTenant.running(tenant(jobs: 95, [.init(fault)])) { tenant in
            let error = await #expect(throws: RetryJobSourceError.self) { try await tenant.read() }
            #expect(error?.kind == .keyRefused && tenant.log.count == 1)
            #expect(error?.setting == .key && error?.description.contains("TINES_API_KEY") == false)
            #expect(error?.description.contains("\(tenant.url)") == true)
            #expect(error?.description.contains("status \(status)") == true)
            #expect(error?.description.contains("sample-key") == false)
        }
    }

    @Test func `A wrong key is refused`() async throws {
        try await SampleTenant.running(tenant(jobs: 5)) { tenant in
            let error = await #expect(throws: RetryJobSourceError.self) { try await tenant.read(key: "wrong-key") }
            #expect(error?.kind == .keyRefused && error?.description.contains("wrong-key") == false)
        }
    }

    @Test func `A web page with status 200 is distinguished from the API`() async throws {
        let error = await error([.init(.html)])
        #expect(error?.kind == .unreachable && error?.description.contains("a web page, not the API") == true)
    }

    @Test func `A missing API is reported with what the tenant answered`() async throws {
        let error = await error([.init(.notFound)])
        #expect(error?.kind == .unreachable && error?.description.contains("dedicated") == true)
    }

    @Test func `Redirects are not followed, so the key stays`() async throws {
        try await SampleTenant.running(tenant(jobs: 5)) { other in
            let error = await error([.init(.redirect(to: other.url))])
            #expect(error?.kind == .unreachable && error?.description.contains("redirects to 127.0.0.1") == true)
            #expect(other.log.isEmpty)
        }
    }

    @Test func `Too many requests to the end are temporary`() async throws {
        let error = await error([.init(.tooManyRequests(.absent))]) { $0.attempts = 2 }
        #expect(error?.kind == .temporary && error?.description.contains("429") == true)
    }

    @Test func `A wait that would outlast the time limit is not begun`() async throws {
        let error = await error([.init(.tooManyRequests(.seconds(3_600)))])
        #expect(error?.kind == .temporary)
    }

    @Test func `Answers that are never whole in time are temporary`() async throws {
        let error = await error([.init(.drip(milliseconds: 50))]) {
            $0.attempts = 2
            $0.requestTimeout = .milliseconds(200)
        }
        #expect(error?.kind == .temporary)
    }

    @Test(arguments: [
        (SampleTenant.Fault.status(500), "status 500"), (.invalidJSON, "did not answer with a page"),
        (.endless, "larger than 1048576 bytes"), (.gzipBomb(mebibytes: 64), "larger than 1048576 bytes"),
        (.cutShort, "ended before the answer did"),
    ]) func `A tenant that never answers a page is unreachable`(fault: SampleTenant.Fault, says: String) async throws {
        let error = await error([.init(fault)]) { $0.attempts = 2 }
        #expect(error?.kind == .unreachable && error?.description.contains(says) == true, "\(error as Any)")
    }

    @Test func `A tenant that is not there is unreachable`() async throws {
        let source = try await SampleTenant.running(tenant(jobs: 5)) { try $0.source { $0.attempts = 2 } }
        let error = await #expect(throws: RetryJobSourceError.self) { try await source.read { _ in } }
        #expect(error?.kind == .unreachable && error?.description.contains("refused") == true, "\(error as Any)")
    }

    @Test func `A mix of faults never gives less and calls it whole`() async throws {
        for seed in UInt64(1)...6 {
            let faults = SampleTenant.Fault.transient.filter { $0 != .drip(milliseconds: 50) }
            let rule = SampleTenant.FaultRule.mixed(seed: seed, probability: 0.3, faults: faults)
            do {
                let result = try await read([rule]) { $0.seed = seed }
                #expect(result.missed == 0 || !result.reading.isVerified, "seed \(seed)")
            } catch let error as RetryJobSourceError {
                #expect(error.kind != .keyRefused)
            }
        }
    }
}

@Suite struct StatusLines {
    @Test(arguments: ["000 x", "042 x", "099", "99 x", "1000 x", "-10 x", "abc"], ["{}", ""])
    func `A status that HTTP does not have ends the run in order`(status: String, body: String) async throws {
        let answer = "HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        let error = try await AnsweringServer.error(of: answer)
        #expect(error?.kind == .unreachable && error?.description.contains("it is not HTTP") == true, "\(error as Any)")
    }

    @Test(arguments: [
        ("<html><head><TITLE>502\nBad Gateway</TITLE></head>", "a page of HTML: 502 Bad Gateway"),
        ("\n<!DOCTYPE html><body><script>alert(1)</script>", "a page of HTML"),
        ("<html><title><b>x</b></title>", "a page of HTML"), ("{\"error\":\"<b>\"}", "{\"error\":\"<b>\"}"),
    ])
    func `An error shows a page of HTML by its title only`(body: String, expected: String) async throws {
        let answer = "HTTP/1.1 503 x\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        let error = try await AnsweringServer.error(of: answer)
        #expect(error?.description.contains("(\(expected))") == true, "\(error as Any)")
        #expect(error?.description.contains("<script") == false)
    }

    @Test(arguments: [100, 101, 102, 103, 199, 204, 205, 206, 304, 600, 999])
    func `Any status of three digits ends the run in order, whatever follows`(status: Int) async throws {
        for answer in [
            "HTTP/1.1 \(status) x\r\nContent-Length: 2\r\n\r\n{}", "HTTP/1.1 \(status) x\r\n\r\nno HTTP at all",
            "HTTP/1.1 \(status) x\r\n\r\nHTTP/1.1 \(status) x\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.0 \(status)\r\nConnection: close\r\n\r\n",
            "HTTP/1.1 \(status) x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        ] {
            let error = try await AnsweringServer.error(of: answer)
            #expect([.unreachable, .temporary].contains(error?.kind), "\(answer): \(error as Any)")
        }
    }
}
#endif
