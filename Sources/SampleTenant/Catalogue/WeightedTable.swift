internal import RetryJobs

/// Draws an index by weight in constant time: the weights are laid out once over 65,536 slots.
struct WeightedTable: Sendable {
    private let slots: [UInt16]

    /// Every index gets at least one slot, so a long tail is thin but not cut off.
    ///
    /// At most 65,535 weights.
    init(weights: [Double]) {
        let total = weights.reduce(0, +)
        var slots: [UInt16] = []
        slots.reserveCapacity(1 << 16)
        for (index, weight) in weights.enumerated() {
            let share = Swift.max(1, Int((weight / total * 65_536).rounded()))
            slots.append(contentsOf: repeatElement(UInt16(truncatingIfNeeded: index), count: share))
        }
        self.slots = slots
    }

    /// Zipf's law over `count` indices: the index `i` weighs `1 / (i + 1)^exponent`.
    ///
    /// The sum for exponents between 1 and 2 needs no power function: each weight is a mean of
    /// 1/k and 1/k².
    init(zipfOver count: Int, steepness: Double) {
        self.init(
            weights: (1...Swift.max(1, count)).map { rank in
                let inverse = 1 / Double(rank)
                return (1 - steepness) * inverse + steepness * inverse * inverse
            }
        )
    }

    func draw(_ random: inout SplitMix64) -> Int {
        Int(slots[random.below(slots.count)])
    }
}
