/// Which numbers of jobs came before: exact, and small where numbers lie close together, as those of one tenant do.
///
/// Each slot of the open-addressed table stands for 64 neighbouring numbers. Keys are scrambled, as a page could choose
/// numbers that all want the same slot.
struct SeenJobs {
    private var keys: [Int64]
    private var masks: [UInt64]
    private var used = 0
    private let scramble = UInt64.random(in: .min ... .max)

    init() {
        keys = Array(repeating: 0, count: 64)
        masks = Array(repeating: 0, count: 64)
    }

    /// Takes the number in; false when it was there.
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
