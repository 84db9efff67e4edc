/// Counts, places or bits under numbers: for the loops that look something up for every job.
///
/// A number that the table does not contain has the value 0. (Not generic: a generic type is not specialized for another
/// module, which made a run take 1.8 times the CPU time.) Open-addressed, with key and value side by side, so that a
/// look-up in a large table waits for memory once. Keys are scrambled, because a page could choose numbers that all
/// fall into the same slot.
///
/// By hand, measured alone with a million jobs: the set of ids takes 8 ms (`Dictionary` of the same masks 34, `Set` of
/// ids 98), the actions 11 (19), the jobs by group and action 20 to 47 (40 to 43). Together that is a tenth of the CPU
/// time of a run.
package struct NumberTable: Sendable {
    private struct Slot {
        var key: UInt64 = 0
        var value: UInt64 = 0
    }

    private var slots: [Slot]
    /// How many numbers have a value.
    package private(set) var used = 0
    private let scramble = UInt64.random(in: .min ... .max)

    /// An empty table with room for a number of slots that is a power of two.
    package init(slots count: Int = 16) {
        slots = Array(repeating: Slot(), count: count)
    }

    /// The value under a number; 0 when there is none.
    package subscript(key: UInt64) -> UInt64 { slots[slot(of: key)].value }

    /// Adds to the value under a number.
    package mutating func increment(_ key: UInt64, by amount: UInt64 = 1) {
        slots[ownSlot(of: key)].value += amount
    }

    /// Sets the bits of a mask in the value under a number. Returns false when all of them are set already.
    package mutating func set(_ mask: UInt64, in key: UInt64) -> Bool {
        let slot = ownSlot(of: key)
        defer { slots[slot].value |= mask }
        return slots[slot].value & mask != mask
    }

    /// The place that was given to a number, or `next`, which is given to it now.
    package mutating func place(of key: UInt64, next: Int) -> Int {
        let slot = ownSlot(of: key)
        if slots[slot].value == 0 { slots[slot].value = UInt64(next) + 1 }
        return Int(slots[slot].value) - 1
    }

    /// Calls `body` with each number and its value, in no order that may reach a report.
    package func forEach(_ body: (UInt64, UInt64) -> Void) {
        for slot in slots where slot.value != 0 { body(slot.key, slot.value) }
    }

    /// The slot of a number that is about to get a value.
    private mutating func ownSlot(of key: UInt64) -> Int {
        // Three quarters full: a look-up reads one slot more than at half, and a table of 200,000 numbers is half as large.
        if used * 4 >= slots.count * 3 { grow() }
        let slot = slot(of: key)
        if slots[slot].value == 0 {
            slots[slot].key = key
            used += 1
        }
        return slot
    }

    private func slot(of key: UInt64) -> Int {
        let wrap = slots.count - 1
        // Two multiplications, so that each bit of the key reaches the bits that are kept.
        var mixed = (key ^ scramble) &* 0x9E37_79B9_7F4A_7C15
        mixed ^= mixed >> 32
        var slot = Int(truncatingIfNeeded: mixed &* 0xD6E8_FEB8_6659_FD93 >> 20) & wrap
        while slots[slot].value != 0, slots[slot].key != key { slot = (slot + 1) & wrap }
        return slot
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: Slot(), count: old.count * 2)
        for slot in old where slot.value != 0 { slots[self.slot(of: slot.key)] = slot }
    }
}

/// An exact set of job ids: numbers, and texts by their bytes.
///
/// Small where numbers are close together, as those of one tenant are: 10 million neighbouring numbers take 5 MB.
package struct JobIDSet: Sendable {
    private var numbers = NumberSet()
    private var texts = NumberSet()
    /// Numbers the texts: that of the first batch with a text for an id.
    private var table: BatchTexts?

    package init() {}

    /// Adds the id of a record whose texts are in `source`. Returns false when the set contains it already.
    package mutating func insert(_ record: JobRecord, _ source: BatchTexts) -> Bool {
        guard record.hasTextID else { return numbers.insert(record.id) }
        let table = self.table ?? source
        self.table = table
        if table === source { return texts.insert(record.id) }
        let place = Int(record.id)
        return texts.insert(Int64(table.internID(source.read { $0.ids.texts[place] })))
    }
}

/// A set of numbers: 64 neighbouring ones are the bits of one value.
private struct NumberSet: Sendable {
    private var masks = NumberTable(slots: 64)

    /// Adds the number; false when it is in the set already.
    mutating func insert(_ number: Int64) -> Bool {
        masks.set(1 << UInt64(truncatingIfNeeded: number & 63), in: UInt64(bitPattern: number >> 6))
    }
}
