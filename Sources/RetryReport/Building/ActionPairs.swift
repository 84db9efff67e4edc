/// How many jobs of one group an action has.
struct GroupCount {
    var group: Int32
    var count: Int32
}

/// The jobs of each action by group. Made once for a report of the table that counts them, which would have to be gone
/// through for each question.
struct ActionPairs {
    /// Where the groups of each action begin in ``entries``, and the end of the last one's.
    private let starts: [Int]
    private let entries: [GroupCount]

    /// `table`: jobs by group and action, the group's number above the action's.
    init(_ table: NumberTable, actions: Int) {
        var starts = Array(repeating: 0, count: actions + 1)
        table.forEach { key, _ in starts[Self.action(key) + 1] += 1 }
        for action in 0..<actions { starts[action + 1] += starts[action] }
        var next = starts
        var entries = Array(repeating: GroupCount(group: 0, count: 0), count: table.used)
        table.forEach { key, count in
            let action = Self.action(key)
            entries[next[action]] = GroupCount(group: Int32(key >> 32), count: Int32(clamping: count))
            next[action] += 1
        }
        self.starts = starts
        self.entries = entries
    }

    private static func action(_ key: UInt64) -> Int { Int(key & 0xFFFF_FFFF) }

    var actions: Range<Int> { 0..<(starts.count - 1) }

    /// The groups of an action, in no order that may reach a report.
    subscript(action: Int) -> ArraySlice<GroupCount> { entries[starts[action]..<starts[action + 1]] }
}
