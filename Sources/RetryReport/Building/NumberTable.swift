/// Numbers under numbers, for the innermost loop of grouping, where a general dictionary's hashing would be most
/// of the time. Open-addressed; keys are scrambled, so that none that a page can choose is worse than another
/// in practice.
struct NumberTable {
    private var keys: [UInt64]
    private var values: [Int32]
    private(set) var count = 0
    private static let free = Int32.min
    private let scramble: UInt64

    init(capacity: Int = 16) {
        keys = Array(repeating: 0, count: capacity)
        values = Array(repeating: Self.free, count: capacity)
        scramble = UInt64.random(in: .min ... .max)
    }

    /// The value under the key, or nil.
    func value(of key: UInt64) -> Int32? {
        let value = values[slot(of: key)]
        return value == Self.free ? nil : value
    }

    /// Puts `value` under a key that has none; otherwise leaves and returns what is there.
    mutating func insert(_ value: Int32, under key: UInt64) -> Int32 {
        if count * 2 >= keys.count { grow() }
        let slot = slot(of: key)
        if values[slot] != Self.free { return values[slot] }
        keys[slot] = key
        values[slot] = value
        count += 1
        return value
    }

    /// Counts one more under the key.
    mutating func increment(_ key: UInt64) {
        if count * 2 >= keys.count { grow() }
        let slot = slot(of: key)
        if values[slot] == Self.free {
            keys[slot] = key
            values[slot] = 0
            count += 1
        }
        values[slot] += 1
    }

    /// Calls `body` with each key and value, in no order that may reach a report.
    func forEach(_ body: (UInt64, Int32) -> Void) {
        for slot in keys.indices where values[slot] != Self.free { body(keys[slot], values[slot]) }
    }

    private func slot(of key: UInt64) -> Int {
        let wrap = keys.count - 1
        var mixed = (key ^ scramble) &* 0x9E37_79B9_7F4A_7C15
        mixed ^= mixed >> 32
        var slot = Int(truncatingIfNeeded: mixed &* 0xD6E8_FEB8_6659_FD93 >> 20) & wrap
        while values[slot] != Self.free, keys[slot] != key { slot = (slot + 1) & wrap }
        return slot
    }

    private mutating func grow() {
        let old = (keys, values)
        keys = Array(repeating: 0, count: old.0.count * 2)
        values = Array(repeating: Self.free, count: old.0.count * 2)
        for index in old.0.indices where old.1[index] != Self.free {
            let slot = slot(of: old.0[index])
            keys[slot] = old.0[index]
            values[slot] = old.1[index]
        }
    }
}
