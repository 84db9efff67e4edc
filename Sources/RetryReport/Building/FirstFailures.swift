/// Counts when the jobs of each group first failed, by estimate, in steps of time: what incidents are found in.
///
/// Memory is bounded: when there are very many pairs of a group and a step, steps become twice as long. The steps depend on
/// the jobs only, not on their order.
struct FirstFailures {
    /// Microseconds of the shortest step: five minutes, which is about what jitter and the queue add to an estimate.
    static let shortestStep: Int64 = 300_000_000
    private static let mostPairs = 100_000

    private(set) var step = shortestStep
    /// Jobs by group and step: the group's number above the step's.
    private var counts = NumberTable(slots: 1024)

    /// Takes a job in that first failed at a moment in microseconds.
    mutating func add(_ moment: Int64, group: Int) {
        // Later than 1970 and in 32 bits for any year that a report can name.
        guard moment > 0, let slot = UInt32(exactly: moment / step) else { return }
        counts.increment(UInt64(group) << 32 | UInt64(slot))
        if counts.used > Self.mostPairs { coarsen() }
    }

    private mutating func coarsen() {
        let old = counts
        step *= 2
        counts = NumberTable(slots: 1024)
        old.forEach { key, count in counts.increment(key & ~0xFFFF_FFFF | (key & 0xFFFF_FFFF) / 2, by: count) }
        if counts.used > Self.mostPairs { coarsen() }
    }

    /// For each group its counts by step, in order.
    func perGroup(_ groups: Int) -> [[(slot: Int, count: Int)]] {
        var all: [[(slot: Int, count: Int)]] = Array(repeating: [], count: groups)
        counts.forEach { key, count in all[Int(key >> 32)].append((Int(key & 0xFFFF_FFFF), Int(count))) }
        for group in all.indices { all[group].sort { $0.slot < $1.slot } }
        return all
    }
}
