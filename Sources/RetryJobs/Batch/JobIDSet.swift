/// An exact set of job ids: numbers, and texts by their bytes.
///
/// Small where numbers are close together, as those of one tenant are: 10 million neighbouring numbers take 4 MB.
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

/// Each slot of the open-addressed table is for 64 neighbouring numbers. Keys are scrambled, because a page could
/// choose numbers that all fall into the same slot.
private struct NumberSet: Sendable {
    private var keys: [Int64]
    private var masks: [UInt64]
    private var used = 0
    private let scramble = UInt64.random(in: .min ... .max)

    init() {
        keys = Array(repeating: 0, count: 64)
        masks = Array(repeating: 0, count: 64)
    }

    /// Adds the number; false when it is in the set already.
    mutating func insert(_ number: Int64) -> Bool {
        if used * 4 >= masks.count * 3 { grow() }
        let key = number >> 6
        let bit = UInt64(1) << UInt64(truncatingIfNeeded: number & 63)
        let slot = slot(of: key)
        if masks[slot] == 0 {
            used += 1
            keys[slot] = key
        } else if masks[slot] & bit != 0 {
            return false
        }
        masks[slot] |= bit
        return true
    }

    // An empty mask marks a free slot: a used one has a bit at least.
    private func slot(of key: Int64) -> Int {
        let wrap = masks.count - 1
        var mixed = (UInt64(bitPattern: key) ^ scramble) &* 0x9E37_79B9_7F4A_7C15
        mixed ^= mixed >> 32
        var slot = Int(truncatingIfNeeded: mixed &* 0xD6E8_FEB8_6659_FD93 >> 20) & wrap
        while masks[slot] != 0, keys[slot] != key { slot = (slot + 1) & wrap }
        return slot
    }

    private mutating func grow() {
        let old = (keys, masks)
        keys = Array(repeating: 0, count: old.0.count * 2)
        masks = Array(repeating: 0, count: old.0.count * 2)
        for index in old.1.indices where old.1[index] != 0 {
            let slot = slot(of: old.0[index])
            keys[slot] = old.0[index]
            masks[slot] = old.1[index]
        }
    }
}
