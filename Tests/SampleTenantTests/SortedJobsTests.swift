import RetryJobs
import Testing

@testable import SampleTenant

@Suite struct SortedJobsTests {
    @Test(arguments: [0, 1, 511, 513, 2_000])
    func `the set agrees with a plain sorted array through thousands of changes`(size: Int) {
        var random = SplitMix64(seed: UInt64(size))
        func job(_ id: Int) -> TenantJob {
            // Few different times, so that ties are common.
            TenantJob(
                id: UInt64(id),
                score: Int64(random.below(300)),
                failedAt: 0,
                action: JobFactory.firstAction,
                errorClass: 0,
                type: 0,
                retryCount: 0
            )
        }
        let start = (0..<size).map(job)
        var set = SortedJobs(start)
        var plain = start.sorted { $0.precedes($1) }
        for step in 0..<4_000 {
            // First it grows, then it shrinks to nothing.
            if random.below(10) < (step < 1_500 ? 7 : 2) {
                let new = job(size + step)
                set.insert(new)
                plain.insert(new, at: plain.firstIndex { new.precedes($0) } ?? plain.count)
            } else {
                let offset = random.below(plain.count)
                #expect(set.remove(at: offset) == (plain.isEmpty ? nil : plain.remove(at: offset)))
            }
            #expect(set.count == plain.count)
            let offset = random.below(plain.count + 10)
            #expect(set.jobs(from: offset, limit: 50) == Array(plain.dropFirst(offset).prefix(50)))
        }
        #expect(set.jobs(from: 0, limit: .max) == plain)
    }
}
