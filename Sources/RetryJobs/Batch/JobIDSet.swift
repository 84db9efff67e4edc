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
    private var masks = NumberTable<UInt64>(slots: 64)

    /// Adds the number; false when it is in the set already.
    mutating func insert(_ number: Int64) -> Bool {
        let bit = UInt64(1) << UInt64(truncatingIfNeeded: number & 63)
        return masks.update(UInt64(bitPattern: number >> 6)) { mask in
            defer { mask |= bit }
            return mask & bit == 0
        }
    }
}
