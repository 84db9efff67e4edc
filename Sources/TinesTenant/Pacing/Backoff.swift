/// How long to wait before a page is asked for again: a random part of a time that doubles with each attempt
/// ("full jitter"), so that requests which failed together don't come back together.
struct Backoff: Sendable {
    static let base = Duration.milliseconds(250)
    static let cap = Duration.seconds(8)

    let seed: UInt64

    /// The wait after the attempt with this number, from 1. The same seed, page and attempt give the same wait.
    func delay(_ page: Int, _ size: Int, attempt: Int) -> Duration {
        min(Self.cap, Self.base * (1 << min(attempt - 1, 10))) * fraction(page, size, attempt: attempt)
    }

    /// A number from 0 to 1 made of the seed, the page and the attempt. The mixing is SplitMix64's.
    func fraction(_ page: Int, _ size: Int, attempt: Int) -> Double {
        var mixed = seed
        for part in [page, size, attempt] {
            mixed = (mixed ^ UInt64(truncatingIfNeeded: part)) &+ 0x9E37_79B9_7F4A_7C15
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            mixed ^= mixed >> 31
        }
        return Double(mixed >> 11) / Double(1 << 53)
    }
}
