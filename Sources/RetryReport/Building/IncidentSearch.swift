import Algorithms

/// Finds incidents: groups whose jobs suddenly began to fail within the same 15 minutes.
///
/// 1. *Onset of a group.* A window of three steps in which at least 5 of its jobs first failed, at least four times as many
///    as in an average window of the six hours before, five times the square root of that average above it, and four times
///    as many as in the window just before (eight times within the last hour). The last one keeps the usual flow of jobs
///    apart, of which the youngest are always the most, since most are retried with success before they are old. Jobs
///    younger than 15 minutes are not looked at for the same reason. Of onsets less than an hour apart the largest counts.
/// 2. *Together.* Onsets of at least two groups within one window are an incident, when they are more than chance would put
///    there: by the number of other onsets and the time that all of them spread over, clearly more than expected.
/// 3. *Its end.* It goes on while at least a quarter as many jobs of its groups begin to fail as in its busiest step.
struct IncidentSearch {
    private struct Onset {
        let group: Int
        let step: Int
        let jobs: Int
    }

    private static let window = 3
    private static let before = 72
    private static let leastJobs = 5
    private static let mostIncidents = 10

    private let failures: FirstFailures
    private let groups: [Int]
    /// Microseconds of a step.
    private let length: Int64
    /// Steps from this one on are too young.
    private let end: Int
    private let hour: Int

    /// `isOpen` says which groups need attention.
    init(_ failures: FirstFailures, groups count: Int, now: Int64, isOpen: (Int) -> Bool) {
        self.failures = failures
        length = failures.step
        end = Int(max(0, now - 900_000_000) / length)
        hour = max(Self.window, Int(3_600_000_000 / length))
        groups = (0..<count).filter(isOpen)
    }

    /// The counts of a group by step, in order, as far as they are old enough.
    private func counts(of group: Int) -> [(step: Int, count: Int)] {
        let counts = failures.counts(of: group)
        return Array(counts[..<counts.partitioningIndex { $0.step >= end }])
    }

    /// The incidents, those with most jobs first; at most ten. `name` names a group.
    func incidents(_ name: (Int) -> GroupName) -> [Incident] {
        var onsets: [Onset] = groups.flatMap { self.onsets(of: $0) }
        onsets.sort { ($0.step, $0.group) < ($1.step, $1.group) }
        guard let first = onsets.first, let last = onsets.last else { return [] }
        // Windows that the onsets are spread over, an hour at least.
        let windows = Double(max(last.step - first.step, hour)) / Double(Self.window)
        var found: [Incident] = []
        while found.count < Self.mostIncidents, let best = densest(onsets) {
            let members = onsets[best]
            let others = Double(onsets.count - members.count) / windows
            let expected: Double = others + 1 + 4 * others.squareRoot()
            guard members.count >= 2, Double(members.count) >= expected else { break }
            let (made, steps) = incident(members, name)
            found.append(made)
            onsets.removeAll { steps.contains($0.step) }
        }
        return found.sorted { $0.jobs != $1.jobs ? $0.jobs > $1.jobs : $0.from < $1.from }
    }

    /// The onsets of one window that has the most, then with most jobs, then the earliest.
    private func densest(_ onsets: [Onset]) -> Range<Int>? {
        var best: (range: Range<Int>, jobs: Int)?
        var end = 0
        for start in onsets.indices {
            while end < onsets.count, onsets[end].step < onsets[start].step + Self.window { end += 1 }
            let jobs = onsets[start..<end].reduce(0) { $0 + $1.jobs }
            if best.map({ (end - start, jobs) > ($0.range.count, $0.jobs) }) ?? true { best = (start..<end, jobs) }
        }
        return best?.range
    }

    private func onsets(of group: Int) -> [Onset] {
        let counts = counts(of: group)
        guard counts.reduce(0, { $0 + $1.count }) >= Self.leastJobs else { return [] }
        let sums = RunningSum(counts)
        var (until, since, longBefore, shortBefore, justBefore) = (sums, sums, sums, sums, sums)
        var found: [Onset] = []
        for (step, _) in counts {
            let earlier = since.jobs(before: step)
            let jobs = until.jobs(before: step + Self.window) - earlier
            guard jobs >= Self.leastJobs else { continue }
            let average =
                Double(earlier - longBefore.jobs(before: step - Self.before)) / Double(Self.before / Self.window)
            // The step before may have a part of it, by the error of the estimates.
            let last = justBefore.jobs(before: step - 1) - shortBefore.jobs(before: step - 1 - Self.window)
            guard Double(jobs) >= max(4 * average, average + 5 * average.squareRoot()),
                jobs >= (end - step <= hour ? 8 : 4) * last
            else { continue }
            if let earlier = found.last, step - earlier.step < hour {
                if jobs > earlier.jobs { found[found.count - 1] = Onset(group: group, step: step, jobs: jobs) }
            } else {
                found.append(Onset(group: group, step: step, jobs: jobs))
            }
        }
        return found
    }

    private func incident(_ members: ArraySlice<Onset>, _ name: (Int) -> GroupName) -> (Incident, Range<Int>) {
        let counts = Dictionary(uniqueKeysWithValues: Set(members.map(\.group)).map { ($0, self.counts(of: $0)) })
        var steps: [Int: Int] = [:]
        for (step, count) in counts.values.joined() { steps[step, default: 0] += count }
        let first = members.map(\.step).min() ?? 0
        var end = (members.map(\.step).max() ?? 0) + Self.window
        let busiest = (first..<end).map { steps[$0] ?? 0 }.max() ?? 0
        while end < self.end, (steps[end] ?? 0) * 4 >= busiest { end += 1 }
        let range = first..<end
        let used = range.filter { (steps[$0] ?? 0) * 20 >= busiest }
        let own = counts.map { group, counts in
            let jobs = counts.reduce(0) { range.contains($1.step) ? $0 + $1.count : $0 }
            return Incident.Group(type: name(group).type, errorClass: name(group).errorClass, jobs: jobs)
        }
        .sorted { left, right in
            if left.jobs != right.jobs { return left.jobs > right.jobs }
            return left.type != right.type
                ? left.type < right.type : ErrorGroup.errorClassPrecedes(left.errorClass, right.errorClass)
        }
        let incident = Incident(
            from: Timestamp(microseconds: Int64(used.first ?? first) * length),
            to: Timestamp(microseconds: Int64((used.last ?? end - 1) + 1) * length),
            jobs: own.reduce(0) { $0 + $1.jobs },
            groups: own
        )
        return (incident, first..<max(end, first + hour))
    }
}

/// The jobs before steps that are asked for in rising order.
private struct RunningSum {
    private let counts: [(step: Int, count: Int)]
    private var place = 0
    private var sum = 0

    init(_ counts: [(step: Int, count: Int)]) { self.counts = counts }

    mutating func jobs(before step: Int) -> Int {
        while place < counts.count, counts[place].step < step {
            sum += counts[place].count
            place += 1
        }
        return sum
    }
}
