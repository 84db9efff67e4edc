import Algorithms

/// Counts when the jobs of each group first failed, by estimate, in steps of time: what incidents are found in.
///
/// Memory is bounded: when too many numbers would be kept, steps become twice as long. The steps depend on the jobs only,
/// not on their order.
struct FirstFailures {
    /// Microseconds of the shortest step: five minutes, which is about what jitter and the queue add to an estimate.
    static let shortestStep: Int64 = 300_000_000
    /// Numbers of four bytes: a million of jobs in 160 groups that began to fail in three weeks.
    private static let mostNumbers = 1_000_000

    private(set) var step = shortestStep
    private var groups: [CountsByStep] = []
    private var numbers = 0

    /// Takes a job in that first failed at a moment in microseconds.
    mutating func add(_ moment: Int64, group: Int) {
        // Later than 1970 and in 32 bits for any year that a report can name.
        guard moment > 0, let step = UInt32(exactly: moment / step) else { return }
        while groups.count <= group { groups.append(CountsByStep()) }
        numbers -= groups[group].size
        groups[group].add(step)
        numbers += groups[group].size
        while numbers > Self.mostNumbers { coarsen() }
    }

    private mutating func coarsen() {
        step *= 2
        for group in groups.indices { groups[group].coarsen() }
        numbers = groups.reduce(0) { $0 + $1.size }
    }

    /// The counts of a group by step, in order, without those of zero.
    func counts(of group: Int) -> [(step: Int, count: Int)] {
        group < groups.count ? groups[group].sorted() : []
    }
}

/// Jobs by step of time: the step of each job, or a count for each step of the span, whichever takes less.
///
/// By hand: one table of all pairs of a group and a step (a `NumberTable`) took 73 ms for a million jobs instead of 12,
/// since it waits for memory at each job.
private struct CountsByStep {
    /// The steps of the jobs, or the counts of the steps from `first` on.
    private var numbers: [UInt32] = []
    private var first: UInt32?
    private var jobs = 0
    private var lowest = UInt32.max
    private var highest: UInt32 = 0

    private var span: Int { jobs == 0 ? 0 : Int(highest - lowest) + 1 }

    /// The fewest numbers that can hold the counts.
    var size: Int { min(jobs, span) }

    mutating func add(_ step: UInt32) {
        lowest = min(lowest, step)
        highest = max(highest, step)
        jobs += 1
        if let first {
            if span > jobs { list() } else { return count(step, from: first) }
        }
        numbers.append(step)
        // Twice, so that a span that grows with the jobs doesn't make it go back and forth.
        if jobs > 2 * span { tally() }
    }

    private mutating func count(_ step: UInt32, from first: UInt32) {
        var first = first
        if step < first {
            // With room for more, since a span grows step by step.
            let more = min(first, max(first - step, UInt32(numbers.count / 8)))
            numbers.insert(contentsOf: repeatElement(0, count: Int(more)), at: 0)
            first -= more
            self.first = first
        }
        while numbers.count <= Int(step - first) { numbers.append(0) }
        numbers[Int(step - first)] += 1
    }

    /// From counts to the steps of the jobs, without the one that is about to be added.
    private mutating func list() {
        numbers = sorted().flatMap { repeatElement(UInt32($0.step), count: $0.count) }
        first = nil
    }

    /// From the steps of the jobs to counts.
    private mutating func tally() {
        var counts: [UInt32] = Array(repeating: 0, count: span)
        for step in numbers { counts[Int(step - lowest)] += 1 }
        numbers = counts
        first = lowest
    }

    mutating func coarsen() {
        guard jobs > 0 else { return }
        lowest /= 2
        highest /= 2
        if let first {
            let counts = numbers
            numbers = Array(repeating: 0, count: span)
            for (place, count) in counts.enumerated() where count > 0 {
                numbers[Int((first + UInt32(place)) / 2 - lowest)] += count
            }
            self.first = lowest
        } else {
            for place in numbers.indices { numbers[place] /= 2 }
            if jobs > 2 * span { tally() }
        }
    }

    func sorted() -> [(step: Int, count: Int)] {
        if let first {
            return numbers.enumerated().compactMap { $1 == 0 ? nil : (Int(first) + $0, Int($1)) }
        }
        if span <= 8 * jobs {
            // Counting is faster than sorting.
            var counted = self
            counted.tally()
            return counted.sorted()
        }
        return numbers.sorted().chunked(by: ==).map { (Int($0[$0.startIndex]), $0.count) }
    }
}
