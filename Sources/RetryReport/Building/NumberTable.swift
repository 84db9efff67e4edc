/// Numbers under numbers, for the innermost loop of grouping, where a general dictionary's hashing would be most
/// of the time. Open-addressed; keys are scrambled, so that none that a page can choose is worse than another
/// in practice.
struct NumberTable {
    /// Side by side, so that a look-up in a large table waits for memory once.
    private struct Slot {
        var key: UInt64 = 0
        var value = NumberTable.free
    }

    private var slots: [Slot]
    private(set) var count = 0
    private static let free = Int32.min
    private let scramble: UInt64

    init(capacity: Int = 16) {
        slots = Array(repeating: Slot(), count: capacity)
        scramble = UInt64.random(in: .min ... .max)
    }

    /// The value under the key, or nil.
    func value(of key: UInt64) -> Int32? {
        let value = slots[place(of: key)].value
        return value == Self.free ? nil : value
    }

    /// Puts `value` under a key that has none; otherwise leaves and returns what is there.
    mutating func insert(_ value: Int32, under key: UInt64) -> Int32 {
        if count * 2 >= slots.count { grow() }
        let place = place(of: key)
        let known = slots[place].value
        if known != Self.free { return known }
        slots[place] = Slot(key: key, value: value)
        count += 1
        return value
    }

    /// Counts one more under the key.
    mutating func increment(_ key: UInt64) {
        if count * 2 >= slots.count { grow() }
        let place = place(of: key)
        if slots[place].value == Self.free {
            slots[place] = Slot(key: key, value: 1)
            count += 1
        } else {
            slots[place].value += 1
        }
    }

    /// Calls `body` with each key and value, in no order that may reach a report.
    func forEach(_ body: (UInt64, Int32) -> Void) {
        for slot in slots where slot.value != Self.free { body(slot.key, slot.value) }
    }

    private func place(of key: UInt64) -> Int {
        let wrap = slots.count - 1
        var mixed = (key ^ scramble) &* 0x9E37_79B9_7F4A_7C15
        mixed ^= mixed >> 32
        var place = Int(truncatingIfNeeded: mixed &* 0xD6E8_FEB8_6659_FD93 >> 20) & wrap
        while slots[place].value != Self.free, slots[place].key != key { place = (place + 1) & wrap }
        return place
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: Slot(), count: old.count * 2)
        for slot in old where slot.value != Self.free { slots[place(of: slot.key)] = slot }
    }
}
