import RetryJobs
import Testing
import TinesRetryJobs

@testable import TinesTenant

@Suite struct Chains {
    @Test(arguments: [500, 100]) func `Planned windows overlap, and reach the end of any set`(largest: Int) {
        for overlap in [1, largest / 20, largest / 4, largest] {
            var plan = WindowPlan(largest: largest, overlap: overlap)
            for index in 1..<120 {
                let (before, window) = (plan.window(index - 1), plan.window(index))
                #expect(window.size <= largest && window.number >= 1)
                #expect(window.end > before.end && window.start <= before.end - plan.overlap)
            }
        }
    }

    @Test func `With pages of 500 an overlap of 25 takes an eighth more windows than pages`() {
        var plan = WindowPlan(largest: 500, overlap: 25)
        #expect(plan.window(224).end > 100_000)
    }

    @Test(arguments: 1...20) func `Very small pages overlap where they can, and leave no place out`(largest: Int) {
        var plan = WindowPlan(largest: largest, overlap: 1)
        for index in 1..<100 {
            #expect(plan.window(index).start <= plan.window(index - 1).end)
            #expect(plan.window(index).end > plan.window(index - 1).end && plan.window(index).size <= largest)
        }
    }

    static func page(_ ids: some Sequence<Int64>, number: Int, size: Int, retryCount: Int = 1) -> FetchedPage {
        let jobs = ids.map { RetryJob(id: .number($0), type: .agentReceive, retryCount: retryCount) }
        return FetchedPage(
            window: PageWindow(number: number, size: size),
            page: RetryJobPage(jobs: JobBatch(jobs: jobs), body: [], envelope: PageEnvelope())
        )
    }

    @Test func `Windows that share a job join, in whatever place it stands`() {
        var chain = Chain()
        #expect(chain.join(Self.page(1...10, number: 1, size: 10)) > 0)
        #expect(chain.join(Self.page(9...16, number: 2, size: 8)) == 2)
        #expect(chain.end == 16 && !chain.reachedEnd)
    }

    @Test func `Windows that only adjoin do not join: something may have slipped between them`() {
        var chain = Chain()
        _ = chain.join(Self.page(1...10, number: 1, size: 10))
        #expect(chain.join(Self.page(11...20, number: 2, size: 10)) == 0)
        #expect(chain.end == 10)
    }

    @Test func `A job that was retried in between joins nothing, as it moved`() {
        var chain = Chain()
        _ = chain.join(Self.page(1...10, number: 1, size: 10))
        #expect(chain.join(Self.page([10, 11], number: 2, size: 9, retryCount: 2)) == 0)
    }

    @Test func `A chain begins where the set does`() {
        var chain = Chain()
        #expect(chain.join(Self.page(1...10, number: 2, size: 10)) == 0)
    }

    @Test func `Emptiness joins only behind a window that reached the end`() {
        var chain = Chain()
        _ = chain.join(Self.page(1...10, number: 1, size: 10))
        #expect(chain.join(Self.page([], number: 2, size: 9)) == 0)
        #expect(chain.join(Self.page(8...12, number: 2, size: 7)) > 0 && chain.reachedEnd)
        #expect(chain.join(Self.page([], number: 9, size: 9)) > 0)
    }

    @Test func `The sample has the first and the last page and a twentieth of all`() {
        #expect(StillnessCheck.sample(of: 0) == [])
        #expect(StillnessCheck.sample(of: 1) == [0])
        #expect(StillnessCheck.sample(of: 3) == [0, 2])
        for pages in [40, 200, 2_000, 99_999] {
            let sample = StillnessCheck.sample(of: pages)
            #expect(sample.first == 0 && sample.last == pages - 1 && sample.count == pages / 20)
            #expect(Set(sample).count == sample.count)
        }
    }
}
