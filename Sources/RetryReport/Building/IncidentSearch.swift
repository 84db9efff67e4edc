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
        let slot: Int
        let jobs: Int
    }

    private static let window = 3
    private static let before = 72
    private static let leastJobs = 5
    private static let mostIncidents = 10

    private let groups: [[(slot: Int, count: Int)]]
    private let step: Int64
    /// Steps from this one on are too young.
    private let end: Int
    private let hour: Int

    /// `isOpen` says which groups need attention.
    init(_ failures: FirstFailures, groups count: Int, now: Int64, isOpen: (Int) -> Bool) {
        step = failures.step
        end = Int(max(0, now - 900_000_000) / step)
        hour = max(Self.window, Int(3_600_000_000 / step))
        let end = end
        groups = failures.perGroup(count).enumerated().map { group, counts in
            isOpen(group) ? counts.filter { $0.slot < end } : []
        }
    }

    /// The incidents, those with most jobs first; at most ten. `name` names a group.
    func incidents(_ name: (Int) -> GroupName) -> [Incident] {
        var onsets: [Onset] = groups.indices.flatMap { self.onsets(of: $0) }
        onsets.sort { ($0.slot, $0.group) < ($1.slot, $1.group) }
        guard let first = onsets.first, let last = onsets.last else { return [] }
        // Windows that the onsets are spread over, an hour at least.
        let windows = Double(max(last.slot - first.slot, hour)) / Double(Self.window)
        var found: [Incident] = []
        while found.count < Self.mostIncidents, let best = densest(onsets) {
            let members = onsets[best]
            let others = Double(onsets.count - members.count) / windows
            let expected: Double = others + 1 + 4 * others.squareRoot()
            guard members.count >= 2, Double(members.count) >= expected else { break }
            let (made, slots) = incident(members, name)
            found.append(made)
            onsets.removeAll { slots.contains($0.slot) }
        }
        return found.sorted { $0.jobs != $1.jobs ? $0.jobs > $1.jobs : $0.from < $1.from }
    }

    /// The onsets of one window that has the most, then with most jobs, then the earliest.
    private func densest(_ onsets: [Onset]) -> Range<Int>? {
        var best: (range: Range<Int>, jobs: Int)?
        var end = 0
        for start in onsets.indices {
            while end < onsets.count, onsets[end].slot < onsets[start].slot + Self.window { end += 1 }
            let jobs = onsets[start..<end].reduce(0) { $0 + $1.jobs }
            if best.map({ (end - start, jobs) > ($0.range.count, $0.jobs) }) ?? true { best = (start..<end, jobs) }
        }
        return best?.range
    }

    private func onsets(of group: Int) -> [Onset] {
        let counts = groups[group]
        guard counts.reduce(0, { $0 + $1.count }) >= Self.leastJobs else { return [] }
        func sum(_ slots: Range<Int>) -> Int {
            var place = counts.partitioningIndex { $0.slot >= slots.lowerBound }
            var sum = 0
            while place < counts.count, counts[place].slot < slots.upperBound {
                sum += counts[place].count
                place += 1
            }
            return sum
        }
        var found: [Onset] = []
        for (slot, _) in counts {
            let jobs = sum(slot..<slot + Self.window)
            guard jobs >= Self.leastJobs else { continue }
            let average = Double(sum(slot - Self.before..<slot)) / Double(Self.before / Self.window)
            // The step before may have a part of it, by the error of the estimates.
            let last = sum(slot - 1 - Self.window..<slot - 1)
            guard Double(jobs) >= max(4 * average, average + 5 * average.squareRoot()),
                jobs >= (end - slot <= hour ? 8 : 4) * last
            else { continue }
            if let earlier = found.last, slot - earlier.slot < hour {
                if jobs > earlier.jobs { found[found.count - 1] = Onset(group: group, slot: slot, jobs: jobs) }
            } else {
                found.append(Onset(group: group, slot: slot, jobs: jobs))
            }
        }
        return found
    }

    private func incident(_ members: ArraySlice<Onset>, _ name: (Int) -> GroupName) -> (Incident, Range<Int>) {
        let places = Set(members.map(\.group))
        var slots: [Int: Int] = [:]
        for group in places {
            for (slot, count) in groups[group] { slots[slot, default: 0] += count }
        }
        let first = members.map(\.slot).min() ?? 0
        var end = (members.map(\.slot).max() ?? 0) + Self.window
        let busiest = (first..<end).map { slots[$0] ?? 0 }.max() ?? 0
        while end < self.end, (slots[end] ?? 0) * 4 >= busiest { end += 1 }
        let range = first..<end
        let used = range.filter { (slots[$0] ?? 0) * 20 >= busiest }
        let own = places.map { group in
            let jobs = groups[group].reduce(0) { range.contains($1.slot) ? $0 + $1.count : $0 }
            return Incident.Group(type: name(group).type, errorClass: name(group).errorClass, jobs: jobs)
        }
        .sorted { left, right in
            if left.jobs != right.jobs { return left.jobs > right.jobs }
            return left.type != right.type
                ? left.type < right.type : ErrorGroup.errorClassPrecedes(left.errorClass, right.errorClass)
        }
        let incident = Incident(
            from: Timestamp(microseconds: Int64(used.first ?? first) * step),
            to: Timestamp(microseconds: Int64((used.last ?? end - 1) + 1) * step),
            jobs: own.reduce(0) { $0 + $1.jobs },
            groups: own
        )
        return (incident, first..<max(end, first + hour))
    }
}
