import Testing

@testable import TinesTenant

@Suite struct Windows {
    @Test(arguments: [500, 100, 20], [1, 5, 25]) func `Windows overlap and reach the end of any list`(
        largest: Int,
        overlap: Int
    ) {
        let plan = WindowPlan(largest: largest)
        var before = plan.first
        for _ in 1..<120 {
            let window = plan.forward(atMost: before.end - overlap, beyond: before.end)
            #expect(window.size <= largest && window.number >= 1)
            #expect(window.end > before.end && window.start <= before.end - min(overlap, largest / 4))
            before = window
        }
    }

    @Test func `With pages of 500 an overlap of one takes a sixteenth more windows than pages`() {
        let plan = WindowPlan(largest: 500)
        var window = plan.first
        for _ in 1..<213 { window = plan.forward(atMost: window.end - 1, beyond: window.end) }
        #expect(window.end >= 100_000)
    }

    @Test(arguments: 1...20) func `Very small pages overlap where they can, and leave no place out`(largest: Int) {
        let plan = WindowPlan(largest: largest)
        var before = plan.first
        for _ in 1..<100 {
            let window = plan.forward(atMost: before.end - 1, beyond: before.end)
            #expect(window.start <= before.end && window.end > before.end && window.size <= largest)
            before = window
        }
    }

    @Test(arguments: [500, 100, 20]) func `Windows toward the beginning overlap and arrive there`(largest: Int) {
        let plan = WindowPlan(largest: largest)
        var front = 40 * largest + 3
        var windows = 0
        while front > 0 {
            let window = plan.backward(atLeast: front + 2, before: front)
            #expect(window.end >= front + 2 && window.start < front && window.size <= largest)
            front = window.start
            windows += 1
        }
        #expect(windows < 60)
    }

    @Test func `The end is looked at through a window of another size`() {
        let plan = WindowPlan(largest: 500)
        for place in [1, 499, 500, 501, 12_345, 100_000] {
            let window = plan.around(place, sharing: 1, other: 500)
            #expect(window.size != 500 && window.start < place && window.end > place)
        }
    }

    @Test func `Pages that count from 0 begin at the same place`() {
        var plan = WindowPlan(largest: 500)
        plan.base = 0
        #expect(plan.first.number == 0 && plan.first.start == 0 && plan.first.next.start == 500)
    }
}

@Suite struct OrderOfTheList {
    private let hour: Int64 = 3_600_000_000

    /// Jobs that are retried an hour apart, soonest first; with times that only real jobs have.
    private func jobs(_ count: Int) -> [JobMark] {
        (0..<count).map { index in
            let retries = Int64(1 + index % 20)
            let wait = (retries * retries * retries * retries + 15) * 1_000_000
            return JobMark(
                id: Int64((index * 7_919) % 100_003),
                lastRetry: 1_764_000_000_000_000 + Int64(index) * hour - wait,
                retryCount: Int32(retries)
            )
        }
    }

    private func evidence(_ jobs: some Sequence<JobMark>, fresh: Set<Int> = []) -> OrderEvidence {
        var evidence = OrderEvidence()
        for (index, job) in jobs.enumerated() {
            evidence.take(job, time: 1_764_000_000_000_000, isFresh: fresh.contains(index))
        }
        return evidence
    }

    @Test func `The order is found from the estimated next retries`() {
        let ascending = evidence(jobs(100))
        #expect(ascending.isShown(.nextRetryAscending) && ascending.directions == [.forward])
        let descending = evidence(jobs(100).reversed())
        #expect(descending.isShown(.nextRetryDescending) && descending.directions == [.backward])
    }

    @Test func `The order by id and by last retry is found`() {
        let byID = evidence(jobs(100).sorted { $0.id < $1.id })
        #expect(byID.isShown(.idAscending) && byID.directions.isEmpty)
        let byFailure = evidence(jobs(100).sorted { $0.lastRetry > $1.lastRetry })
        #expect(byFailure.isShown(.lastRetryDescending) && byFailure.directions == [.backward])
    }

    @Test func `An order that is none of these is not known`() {
        let mixed = evidence(jobs(100).sorted { ($0.id % 17, $0.id) < ($1.id % 17, $1.id) })
        #expect(!mixed.isKnown)
    }

    @Test func `Jobs that could be in any order show none, and rule none out`() {
        let first = (0..<100).map { JobMark(id: Int64($0 * 31 % 100), lastRetry: .min, retryCount: 0) }
        let evidence = evidence(first)
        #expect(!evidence.isKnown && evidence.directions == [.forward, .backward])
    }

    @Test func `Jobs that moved against the order rule it out, however few they are`() {
        var list = jobs(400)
        let moved = list.remove(at: 399)
        list.insert(moved, at: 0)
        #expect(!evidence(list).isRuledOut(.nextRetryAscending), "one of 400 may have been put there by hand")
        #expect(evidence(list, fresh: [0]).isRuledOut(.nextRetryAscending))
    }
}
