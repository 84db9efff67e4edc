/// A small seeded generator (Steele, Lea, Flood: SplitMix64), so that a seed gives the same draws on
/// every machine and with every version of the standard library.
package struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    /// A generator for one place among many (a page and its attempt, an action), independent of the order in which the
    /// places are visited.
    package init(seed: UInt64, place: UInt64...) {
        var mixed = SplitMix64(seed: seed)
        for part in place {
            mixed = SplitMix64(seed: mixed.next() ^ (part &* 0x9E37_79B9_7F4A_7C15))
        }
        self = mixed
    }

    /// An evenly distributed hash of two numbers, for an arbitrary but repeatable order.
    package static func hash(_ first: UInt64, _ second: UInt64) -> UInt64 {
        var mixed = SplitMix64(seed: first &+ second &* 0xD1B5_4A32_D192_ED03)
        return mixed.next()
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A whole number from 0 up to, not including, `bound`; 0 when `bound` is not positive.
    ///
    /// Multiply and shift: the standard library's own method may change between versions.
    package mutating func below(_ bound: Int) -> Int {
        guard bound > 0 else { return 0 }
        return Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// A fraction from 0 up to, not including, 1.
    package mutating func fraction() -> Double {
        Double(next() >> 11) * 0x1p-53
    }
}
