#if LiveTenant
import RetryJobs
import SampleTenant
import Testing
import TinesRetryJobs
import TinesTenant

@Suite struct EndOfTheSet {
    static func job(_ id: Int) -> String {
        #"{"id":\#(id),"type":"CredentialRefreshJob","agent":1,"retry_count":0,"last_retry":"","error_class":"E"}"#
    }

    static func page(_ jobs: [String], meta: String?) -> [UInt8] {
        let list = "[\(jobs.joined(separator: ","))]"
        return Array((meta.map { #"{"admin/retry_jobs":\#(list),"meta":{\#($0)}}"# } ?? list).utf8)
    }

    static func bare(_ ids: Range<Int>) -> [UInt8] { page(ids.map(job), meta: nil) }

    func read(_ pages: [[UInt8]], perPage: Int = 500) async throws -> (Reading, Taken, [Int]) {
        try await SampleTenant.running(tenant(jobs: 0) { $0.fixedPages = pages }) { tenant in
            let (reading, taken) = try await tenant.read { $0.perPage = perPage }
            return (reading, taken, tenant.pagesAsked)
        }
    }

    @Test func `The documentation's sample is two jobs, though its counts are zero`() async throws {
        let meta = #""next_page":"https://t.example/?page=2","next_page_number":2,"pages":0,"count":0"#
        let (reading, taken, asked) = try await read([
            Self.page([Self.job(1), Self.job(2)], meta: meta),
            Self.page([], meta: #""next_page":null,"next_page_number":null,"pages":0,"count":0"#),
        ])
        #expect(taken.ids == [.number(1), .number(2)])
        #expect(reading.isComplete && reading.isVerified && reading.problems.isEmpty)
        #expect(reading.sweeps == 1 && reading.pagesRead >= 2 && reading.countAtStart == 0)
        #expect(asked.count { $0 == 2 } == 3, "the end is asked for twice, and each page is compared")
        #expect(asked.suffix(2).sorted() == [1, 2], "each page is compared, both at the same time")
    }

    @Test func `A single short page without a next one is a photograph of the set and is asked for twice`() async throws
    {
        try await SampleTenant.running(tenant(jobs: 7)) { tenant in
            let (reading, taken) = try await tenant.read()
            #expect(taken.ids.count == 7 && reading.isVerified && tenant.log.count == 2)
        }
    }

    @Test func `An empty set is asked for until three answers agree`() async throws {
        try await SampleTenant.running(tenant(jobs: 0)) { tenant in
            let (reading, taken) = try await tenant.read()
            #expect(taken.ids.isEmpty && reading.isComplete && reading.isVerified)
            #expect(tenant.pagesAsked == [1, 1, 1, 1], "the last one is page 0, which this tenant takes for page 1")
        }
    }

    @Test(arguments: [1, 2, 4, 16]) func `A quiet set is handed over in the order of its pages`(width: Int) async throws
    {
        try await SampleTenant.running(tenant(jobs: 1_000)) { tenant in
            let (reading, taken) = try await tenant.read {
                $0.perPage = 20
                $0.concurrency = width
            }
            #expect(taken.ids.count == 1_000)
            #expect(taken.pages == Array(1...taken.pages.count))
            #expect(reading.isVerified && reading.sweeps == 1 && reading.pagesRead == taken.pages.count)
            #expect(tenant.log.count <= 50 + 50 / 3 + 4, "windows of 20 that overlap, and both ends once more")
        }
    }

    /// What two readings at different moments have in common.
    private func facts(_ reading: Reading) -> Reading {
        var facts = reading
        facts.startedAt = nil
        facts.finishedAt = nil
        return facts
    }

    @Test func `Two readings of a quiet set hand over the same bytes and facts`() async throws {
        try await SampleTenant.running(tenant(jobs: 930)) { tenant in
            let first = try await tenant.read { $0.perPage = 20 }
            let second = try await tenant.read { $0.perPage = 20 }
            #expect(first.taken.bodies == second.taken.bodies)
            #expect(facts(first.reading) == facts(second.reading))
        }
    }

    @Test func `A bare array that is short is the whole set`() async throws {
        let (reading, taken, asked) = try await read([Self.bare(1..<4)])
        #expect(taken.ids.count == 3 && reading.isComplete && reading.isVerified)
        #expect(asked.prefix(3) == [1, 1, 2], "again, and behind it")
    }

    @Test func `A full bare array is followed until a page is empty`() async throws {
        let (reading, taken, _) = try await read([Self.bare(1..<4), Self.bare(4..<7)], perPage: 3)
        #expect(taken.ids.count == 6 && reading.isComplete && reading.isVerified)
    }

    @Test func `A bare array that repeats ends the reading, which says so`() async throws {
        let (reading, taken, _) = try await read(Array(repeating: Self.bare(1..<4), count: 9), perPage: 3)
        #expect(taken.ids.count == 3 && !reading.isComplete && !reading.isVerified)
        #expect(reading.problems.contains { $0.message.contains("brought no new job") })
    }

    @Test func `A tenant that gives fewer jobs a page than asked for is read to its end`() async throws {
        let pages = (0..<6).map { index in
            Self.page((0..<10).map { Self.job(index * 10 + $0) }, meta: #""next_page_number":\#(index + 2)"#)
        }
        let (reading, taken, _) = try await read(pages + [Self.page([], meta: #""next_page_number":null"#)])
        #expect(taken.ids.count == 60 && reading.isComplete)
    }

    @Test func `Without a next page number the number in the next link is used, and nothing else of it`() async throws {
        let rule = SampleTenant.FaultRule(.nextPageElsewhere(origin: "http://127.0.0.1:9"))
        try await SampleTenant.running(tenant(jobs: 95, [rule])) { tenant in
            let (reading, taken) = try await tenant.read { $0.perPage = 20 }
            #expect(taken.ids.count == 95 && reading.isComplete && reading.isVerified)
        }
    }

    @Test func `A next page that never stops ends the reading loudly`() async throws {
        try await SampleTenant.running(tenant(jobs: 95, [.init(.nextPageForever)])) { tenant in
            let (reading, taken) = try await tenant.read { $0.perPage = 20 }
            #expect(taken.ids.count == 95 && !reading.isComplete && !reading.isVerified)
            #expect(reading.problems.contains { $0.message.contains("brought no new job") })
        }
    }

    @Test func `Jobs between pages of a size that the tenant chose are missed by its count`() async throws {
        let configuration = tenant(jobs: 500) {
            $0.paging.sizes = .multiples(of: 46)
            $0.paging.skipped = 2
        }
        try await SampleTenant.running(configuration) { tenant in
            let (reading, taken) = try await tenant.read { $0.perPage = 100 }
            #expect(taken.ids.count < 500 && !reading.isVerified)
            #expect(reading.problems.map(\.code).contains("reading.count"))
        }
    }

    @Test func `A next page that lies behind ends the reading loudly`() async throws {
        let (reading, _, _) = try await read([Self.page([Self.job(1)], meta: #""next_page_number":1"#)])
        #expect(!reading.isComplete && reading.problems.contains { $0.message.contains("which is not after it") })
    }

    @Test func `The limit of pages makes a reading incomplete`() async throws {
        try await SampleTenant.running(tenant(jobs: 95)) { tenant in
            let (reading, taken) = try await tenant.read {
                $0.perPage = 20
                $0.maxPages = 2
            }
            #expect(taken.ids.count < 40 && !reading.isComplete, "two windows that share a job")
            #expect(
                tenant.pagesAsked == [1, 2]
                    && reading.problems.map(\.message) == ["Stopped at the limit of 2 pages; there are more."]
            )
        }
    }
}
#endif
