#if LiveTenant
import Logging
import RetryJobs
import Testing
import TinesRetryJobs

@testable import TinesTenant

@Suite struct HostileModels {
    struct Result {
        let reading: Reading
        let missed: Int
        let requests: Int

        var isVerified: Bool { reading.isComplete && reading.isVerified }
    }

    static func read(_ setting: ModelTenant.Setting, seed: UInt64, perPage: Int = 500) async throws -> Result {
        let model = ModelTenant(setting, seed: seed)
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let ledger = Ledger(tenant: try TenantOrigin("acme.tines.com"), meter: Meter(watch: { _ in }), logger: logger)
        var reader = ListReader(
            pages: model,
            delivery: FoundJobs(),
            ledger: ledger,
            perPage: perPage,
            concurrency: 4,
            maxPages: 10_000
        )
        try await reader.run()
        return Result(reading: ledger.reading, missed: model.missed(reader.delivery.ids), requests: model.requests)
    }

    private struct FoundJobs: PageDelivering {
        var ids: Set<Int64> = []

        mutating func deliver(_ sight: PageAnswer.Sight, known: Range<Int>) async throws -> Int {
            let before = ids.count
            for job in sight.jobs where job.isReadable { ids.insert(job.id) }
            return ids.count - before
        }
    }

    static let seeds: ClosedRange<UInt64> = 1...3

    @Test(arguments: [ModelTenant.Order.ascending, .descending, .byID, .byFailure, .newestFailureFirst], [0.1, 1, 5])
    func `A list that moves is verified in every order that is known, and nothing is lost`(
        order: ModelTenant.Order,
        seconds: Double
    ) async throws {
        var verified = 0
        for seed in Self.seeds {
            let result = try await Self.read(.init(order: order, secondsPerRequest: seconds), seed: seed)
            #expect(!result.isVerified || result.missed == 0, "seed \(seed)")
            #expect(result.reading.isComplete, "seed \(seed)")
            if result.isVerified { verified += 1 }
        }
        #expect(verified >= 2)
    }

    @Test func `A list in which retried jobs move both ways is never verified`() async throws {
        for seed in Self.seeds {
            let result = try await Self.read(.init(order: .bothWays, secondsPerRequest: 5), seed: seed)
            #expect(!result.isVerified && result.reading.problems.map(\.code) == ["reading.order"])
        }
    }

    @Test(arguments: [ModelTenant.Order.shuffledOnce, .pastEachOther], [0.1, 1, 5])
    func `Where no key shows the order, the moves of retried jobs show where to read`(
        order: ModelTenant.Order,
        seconds: Double
    ) async throws {
        for seed in Self.seeds {
            let result = try await Self.read(.init(order: order, secondsPerRequest: seconds), seed: seed)
            #expect(result.isVerified && result.missed == 0, "seed \(seed)")
        }
    }

    @Test(arguments: ModelTenant.Order.allCases)
    func `A list that stands still is verified in any order, at a sixteenth more requests`(
        order: ModelTenant.Order
    ) async throws {
        let result = try await Self.read(.init(order: order, jobs: 20_000, isStill: true), seed: 1)
        #expect(result.isVerified && result.missed == 0 && result.reading.sweeps == 1)
        #expect(result.requests <= 40 + 40 / 16 + 3)
    }

    @Test(
        arguments: [
            .noMeta, .zeroCounts, .countsTooMany, .emptyAtTimes, .cutShortAtTimes, .jumps, .fromZero, .roundedSizes,
            .smallPages, .torn, .notFoundBeyondEnd, .lastPageBeyondEnd, .firstPageBeyondEnd, .massEntry,
            .everythingDeleted, .emptyForAWhile, .oneJobForAWhile, .ignoresPaging, .fromZeroWithoutMeta,
        ] as [ModelTenant.Fault],
        [ModelTenant.Order.ascending, .descending]
    )
    func `No fault makes a reading verified that lost a job`(
        fault: ModelTenant.Fault,
        order: ModelTenant.Order
    ) async throws {
        for seed in Self.seeds {
            for isStill in [true, false] {
                let setting = ModelTenant.Setting(order: order, fault: fault, isStill: isStill, secondsPerRequest: 0.5)
                let result = try await Self.read(setting, seed: seed)
                #expect(!result.isVerified || result.missed == 0, "seed \(seed), still: \(isStill)")
                #expect(result.reading.isVerified == result.reading.problems.isEmpty)
            }
        }
    }

    @Test(arguments: [1, 2, 5, 10, 20])
    func `Jobs deleted at one place while as many enter behind it are noticed`(pages: Int) async throws {
        for seed in Self.seeds {
            let setting = ModelTenant.Setting(fault: .exchanged(pages: pages), jobs: 12_000, secondsPerRequest: 0.01)
            let result = try await Self.read(setting, seed: seed)
            #expect(!result.isVerified || result.missed == 0, "seed \(seed)")
            #expect(result.reading.sweeps > 1, "seed \(seed)")
        }
    }

    @Test func `A list that moves is verified where sizes are rounded, by windows of the sizes that are kept`()
        async throws
    {
        for seed in Self.seeds {
            let result = try await Self.read(.init(fault: .roundedSizes, secondsPerRequest: 3), seed: seed)
            #expect(result.isVerified && result.missed == 0, "seed \(seed)")
        }
    }

    @Test(arguments: [ModelTenant.Fault.torn, .pickedSizes])
    func `Pages that break what the proof assumes are not verified while the list moves`(
        fault: ModelTenant.Fault
    ) async throws {
        for seed in Self.seeds {
            let result = try await Self.read(.init(fault: fault, secondsPerRequest: 3), seed: seed)
            #expect(!result.isVerified, "seed \(seed)")
        }
    }

    @Test(arguments: [ModelTenant.Order.descending, .byFailure], [true, false])
    func `A short page is no end where the tenant picks its own sizes and names no next page`(
        order: ModelTenant.Order,
        isStill: Bool
    ) async throws {
        for seed in Self.seeds {
            let setting = ModelTenant.Setting(order: order, fault: .pickedSizes, isStill: isStill)
            let result = try await Self.read(setting, seed: seed, perPage: 100)
            #expect(!result.isVerified || result.missed == 0, "seed \(seed)")
            #expect(!isStill || result.missed == 0, "seed \(seed)")
        }
    }

    @Test(arguments: [ModelTenant.Fault.oneJobForAWhile, .ignoresPaging])
    func `Answers without most of the jobs are never called complete`(fault: ModelTenant.Fault) async throws {
        for seed in Self.seeds {
            let result = try await Self.read(.init(fault: fault, jobs: 5_000, isStill: true), seed: seed)
            #expect(!result.reading.isComplete && !result.reading.isVerified, "seed \(seed)")
            // What was asked for again came: only a list that ignores paging lacks jobs in the end.
            if fault == .ignoresPaging { #expect(result.missed > 500, "seed \(seed)") }
        }
    }

    @Test func `Twelve empty answers in a row are outlasted, or make the reading incomplete`() async throws {
        for seed in Self.seeds {
            let result = try await Self.read(.init(fault: .emptyForAWhile, jobs: 5_000, isStill: true), seed: seed)
            #expect(result.missed == 0 || !result.reading.isComplete, "seed \(seed)")
        }
    }

    @Test(arguments: [1, 20, 500])
    func `Jobs on page 0 are found although page 1 is empty`(jobs: Int) async throws {
        let result = try await Self.read(.init(fault: .fromZeroWithoutMeta, jobs: jobs, isStill: true), seed: 1)
        #expect(result.isVerified && result.missed == 0)
    }

    @Test(arguments: [1, 20, 499, 500])
    func `A list on one page is verified whatever is answered beyond it`(jobs: Int) async throws {
        for fault in [ModelTenant.Fault.firstPageBeyondEnd, .lastPageBeyondEnd, .notFoundBeyondEnd] {
            let result = try await Self.read(.init(fault: fault, jobs: jobs, isStill: true), seed: 1)
            #expect(result.isVerified && result.missed == 0)
        }
    }

    @Test func `A count far above what came is never called complete`() async throws {
        let result = try await Self.read(.init(fault: .countsTooMany, isStill: true), seed: 1)
        #expect(!result.reading.isComplete && result.reading.problems.map(\.code) == ["reading.count"])
    }

    @Test(arguments: [ModelTenant.Fault.emptyAtTimes, .jumps, .fromZero, .massEntry])
    func `What only looks like an end or a jump is read on`(fault: ModelTenant.Fault) async throws {
        for seed in Self.seeds {
            let result = try await Self.read(.init(fault: fault, secondsPerRequest: 0.1), seed: seed)
            #expect(result.reading.isComplete && result.missed == 0, "seed \(seed)")
        }
    }
}
#endif
