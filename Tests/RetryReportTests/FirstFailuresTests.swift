import Testing

@testable import RetryReport

@Suite struct FirstFailuresOfGroups {
    private func steps(_ failures: FirstFailures, _ group: Int = 0) -> [Int: Int] {
        Dictionary(uniqueKeysWithValues: failures.counts(of: group).map { ($0.step, $0.count) })
    }

    /// Few jobs, many in a short span, a span that grows to both sides, and one that becomes long.
    private static let sequences: [[Int]] = {
        let many: [Int] = Array(repeating: 100, count: 50)
        let spread: [Int] = (0..<400).map { 1_000 + $0 * 37 % 50 }
        let down: [Int] = (0..<300).map { 1_000 - $0 }
        let up: [Int] = (0..<300).map { 1_050 + $0 }
        return [[7], [7, 7, 9], many + [90, 120, 100], spread + down + up, many + [4_000_000] + many]
    }()

    @Test(arguments: sequences)
    func `Each job is counted in the step of its moment`(given: [Int]) {
        var failures = FirstFailures()
        for step in given { failures.add(Int64(step) * FirstFailures.shortestStep + 1, group: 0) }
        #expect(steps(failures) == Dictionary(given.map { ($0, 1) }, uniquingKeysWith: +))
        #expect(failures.counts(of: 0).map(\.step) == Set(given).sorted())
        #expect(failures.counts(of: 1).isEmpty)
    }

    @Test func `Very many jobs far apart make the steps longer, in whatever order they come`() {
        let jobs: [(moment: Int64, group: Int)] = (0..<600_000).map { number in
            let step = number &* 7_919 % 600_000 + 6_000
            return (Int64(step) * 8 * FirstFailures.shortestStep, number % 3_000)
        }
        var (forward, backward) = (FirstFailures(), FirstFailures())
        for job in jobs + jobs { forward.add(job.moment, group: job.group) }
        for job in jobs.reversed() + jobs.reversed() { backward.add(job.moment, group: job.group) }
        #expect(forward.step > FirstFailures.shortestStep && forward.step == backward.step)
        for group in [0, 1_234, 2_999] {
            let counts = steps(forward, group)
            #expect(counts == steps(backward, group))
            #expect(counts.values.reduce(0, +) == 400)
        }
    }

    @Test func `A moment before 1970 is not counted`() {
        var failures = FirstFailures()
        failures.add(-1, group: 0)
        #expect(failures.counts(of: 0).isEmpty)
    }
}
