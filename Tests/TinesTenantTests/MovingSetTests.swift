#if LiveTenant
import RetryJobs
import SampleTenant
import Testing
import TinesRetryJobs
import TinesTenant

@Suite struct MovingSets {
    func read(
        changesPerSecond: Double,
        seed: UInt64,
        _ faults: [SampleTenant.FaultRule] = []
    ) async throws -> (reading: Reading, missed: Int) {
        let configuration = tenant(jobs: 3_000, faults) {
            $0.changesPerSecond = changesPerSecond
            $0.clock = .perRequest(milliseconds: 25)
            $0.seed = seed
        }
        return try await SampleTenant.running(configuration) { tenant in
            let (reading, taken) = try await tenant.read { $0.perPage = 100 }
            return (reading, tenant.idsPresentThroughout().subtracting(taken.texts).count)
        }
    }

    @Test(arguments: 1...8) func `A set that moves is read without losing a job that stayed`(seed: Int) async throws {
        let result = try await read(changesPerSecond: 50, seed: UInt64(seed))
        #expect(result.missed == 0 && result.reading.isComplete && result.reading.isVerified)
        #expect(result.reading.sweeps >= 2)
    }

    @Test(arguments: 1...4)
    func `A list that moves too fast is read completely, or the reading is not verified and says why`(seed: Int)
        async throws
    {
        let result = try await read(changesPerSecond: 4_000, seed: UInt64(seed))
        #expect(result.missed == 0 || !result.reading.isVerified)
        #expect(result.reading.isVerified == result.reading.problems.isEmpty)
    }

    @Test func `Zero counts and missing numbers hide no move`() async throws {
        let result = try await read(changesPerSecond: 50, seed: 9, [.init(.zeroCounts), .init(.noNextPageNumber)])
        #expect(result.missed == 0 && result.reading.sweeps >= 2)
    }

    @Test func `Something on each page that is no job hides no job of a set that moves`() async throws {
        let result = try await read(changesPerSecond: 50, seed: 3, [.init(.badJob(.notAnObject))])
        #expect(result.missed == 0 && result.reading.isVerified)
    }

    @Test func `A list that moves at a tenant that ignores page sizes is not verified`() async throws {
        let pages = [[1, 2, 3], [3, 4, 5], []].enumerated().map { index, ids in
            EndOfTheSet.page(
                ids.map(EndOfTheSet.job),
                meta: "\"next_page_number\":\(index < 2 ? "\(index + 2)" : "null")"
            )
        }
        try await SampleTenant.running(tenant(jobs: 0) { $0.fixedPages = pages }) { tenant in
            let (reading, taken) = try await tenant.read { $0.perPage = 2 }
            #expect(taken.ids.count == 5 && reading.isComplete && !reading.isVerified)
            #expect(reading.problems.first?.message.contains("does not keep to the page sizes") == true)
        }
    }

    @Test func `Jobs that left the set while it was read are said with their number`() async throws {
        let configuration = tenant(jobs: 3_000) {
            $0.changesPerSecond = 50
            $0.clock = .perRequest(milliseconds: 25)
            $0.seed = 1
        }
        try await SampleTenant.running(configuration) { tenant in
            let (reading, taken) = try await tenant.read { $0.perPage = 100 }
            let note = try #require(reading.notes.first { $0.contains("not found again") })
            let left = try #require(Int(note.prefix { $0.isNumber }))
            // Some of those that left may have come back.
            #expect(left > 0 && left <= taken.texts.subtracting(tenant.idsPresentThroughout()).count, "\(note)")
        }
    }

    @Test func `A set that does not move is read once`() async throws {
        let result = try await read(changesPerSecond: 0, seed: 1)
        #expect(result.missed == 0 && result.reading.sweeps == 1 && result.reading.isVerified)
    }
}
#endif
