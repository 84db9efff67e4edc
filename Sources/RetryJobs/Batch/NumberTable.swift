/// Counts, places or bits under numbers: for the loops that look something up for every job.
///
/// A number that the table does not contain has the value 0. Open-addressed, with key and value side by side, so that a
/// look-up in a large table waits for memory once. Keys are scrambled, because a page could choose numbers that all
/// fall into the same slot.
package struct NumberTable<Value: FixedWidthInteger & Sendable>: Sendable {
    @usableFromInline
    struct Slot: Sendable {
        @usableFromInline var key: UInt64
        @usableFromInline var value: Value

        @inlinable
        init(key: UInt64, value: Value) {
            self.key = key
            self.value = value
        }
    }

    @usableFromInline var slots: [Slot]
    @usableFromInline var used = 0
    @usableFromInline let scramble: UInt64

    /// An empty table with room for a number of slots that is a power of two.
    @inlinable
    package init(slots count: Int = 16) {
        slots = Array(repeating: Slot(key: 0, value: 0), count: count)
        scramble = UInt64.random(in: .min ... .max)
    }

    /// The value under a number; 0 when there is none.
    @inlinable
    package subscript(key: UInt64) -> Value { slots[slot(of: key)].value }

    /// Changes the value under a number, which is 0 when there is none, and returns what `change` returns.
    @inlinable
    package mutating func update<Result>(_ key: UInt64, _ change: (inout Value) -> Result) -> Result {
        if used * 2 >= slots.count { grow() }
        let slot = slot(of: key)
        if slots[slot].value == 0 {
            slots[slot].key = key
            used += 1
        }
        let result = change(&slots[slot].value)
        precondition(slots[slot].value != 0, "0 means that there is no value")
        return result
    }

    /// The place that was given to a number, or `next`, which is given to it now.
    @inlinable
    package mutating func place(of key: UInt64, next: Int) -> Int {
        update(key) { value in
            if value == 0 { value = Value(next) + 1 }
            return Int(value) - 1
        }
    }

    /// Calls `body` with each number and its value, in no order that may reach a report.
    package func forEach(_ body: (UInt64, Value) -> Void) {
        for slot in slots where slot.value != 0 { body(slot.key, slot.value) }
    }

    @inlinable
    func slot(of key: UInt64) -> Int {
        let wrap = slots.count - 1
        // Two multiplications, so that each bit of the key reaches the bits that are kept.
        var mixed = (key ^ scramble) &* 0x9E37_79B9_7F4A_7C15
        mixed ^= mixed >> 32
        var slot = Int(truncatingIfNeeded: mixed &* 0xD6E8_FEB8_6659_FD93 >> 20) & wrap
        while slots[slot].value != 0, slots[slot].key != key { slot = (slot + 1) & wrap }
        return slot
    }

    @usableFromInline
    mutating func grow() {
        let old = slots
        slots = Array(repeating: Slot(key: 0, value: 0), count: old.count * 2)
        for slot in old where slot.value != 0 { slots[self.slot(of: slot.key)] = slot }
    }
}
