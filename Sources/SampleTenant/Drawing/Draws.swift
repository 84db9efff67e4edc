/// A small seeded generator (Steele, Lea, Flood: SplitMix64), so that a seed gives the same set on
/// every machine and with every version of the standard library.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// A generator for one place among many (a page and its attempt, an action), whatever the
    /// order in which the places are visited.
    init(seed: UInt64, place: UInt64...) {
        var mixed = SplitMix64(seed: seed)
        for part in place {
            mixed = SplitMix64(seed: mixed.next() ^ (part &* 0x9E37_79B9_7F4A_7C15))
        }
        self = mixed
    }

    /// An even hash of two numbers, for a place in an arbitrary but repeatable order.
    static func hash(_ first: UInt64, _ second: UInt64) -> UInt64 {
        var mixed = SplitMix64(seed: first &+ second &* 0xD1B5_4A32_D192_ED03)
        return mixed.next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A whole number from 0 up to, not including, `bound`; 0 when `bound` is not positive.
    ///
    /// Multiply and shift: the standard library's own method may change between versions.
    mutating func below(_ bound: Int) -> Int {
        guard bound > 0 else { return 0 }
        return Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// A fraction from 0 up to, not including, 1.
    mutating func fraction() -> Double {
        Double(next() >> 11) * 0x1p-53
    }
}

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
