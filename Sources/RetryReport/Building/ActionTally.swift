import Algorithms

/// Counts actions, in the complete set and in each group.
struct ActionTally {
    private struct Action {
        var id: Int64
        var name: TextTable.Symbol
        var count = 0
        var deaths = DeathTally()

        mutating func add(_ record: JobRecord) {
            // The first name that any job gives: later ones would make the report depend on how far it was read.
            if name == TextTable.none { name = record.actionName }
            count += 1
        }
    }

    private var actions: [Action] = []
    private var byID = NumberTable()
    private var byName = NumberTable()
    /// Jobs by group and action: the group's number above the action's.
    private var pairs = NumberTable(slots: 1024)

    var count: Int { actions.count }

    /// Adds a job whose action is known by number or by name.
    ///
    /// - Returns: the action's place, for ``add(death:of:now:)``.
    mutating func add(_ record: JobRecord, group: Int) -> Int32 {
        let index =
            record.actionID != JobRecord.none
            ? byID.place(of: UInt64(bitPattern: record.actionID), next: actions.count)
            : byName.place(of: UInt64(record.actionName), next: actions.count)
        if index == actions.count { actions.append(Action(id: record.actionID, name: record.actionName)) }
        actions[index].add(record)
        pairs.increment(UInt64(group) << 32 | UInt64(index))
        return Int32(index)
    }

    /// Counts the death of a job of the action at a place.
    mutating func add(death: Int64?, of action: Int32, now: Int64) {
        actions[Int(action)].deaths.add(death, now: now)
    }

    /// For each group its actions, the one with most jobs first.
    func perGroup(groups: Int, top: Int, texts: JobTexts, extras: TenantExtras) -> [(distinct: Int, top: [ActionCount])]
    {
        var counts: [[(action: Int, count: Int)]] = Array(repeating: [], count: groups)
        pairs.forEach { key, count in
            counts[Int(key >> 32)].append((Int(key & 0xFFFF_FFFF), Int(count)))
        }
        return counts.map { pairs in
            let best = pairs.min(count: top) { precedes($0.count, $0.action, $1.count, $1.action, texts) }
            return (
                pairs.count,
                best.map { ActionCount(action: extras.facts(of: reference($0.action, texts)), count: $0.count) }
            )
        }
    }

    /// The actions with most jobs across groups.
    func summaries(
        top: Int,
        texts: JobTexts,
        extras: TenantExtras,
        name: (Int) -> GroupName,
        order: [Int]
    ) -> [ActionSummary] {
        let best = actions.indices.min(count: top) {
            precedes(actions[$0].count, $0, actions[$1].count, $1, texts)
        }
        return summaries(of: best, texts: texts, extras: extras, name: name, order: order)
    }

    /// The action that ``Report/openFirst`` says.
    func mostUrgent(
        texts: JobTexts,
        extras: TenantExtras,
        name: (Int) -> GroupName,
        order: [Int]
    ) -> ActionSummary? {
        let first = actions.indices.min(count: 1) { left, right in
            let (one, other) = (actions[left].deaths.counts, actions[right].deaths.counts)
            if one.within24Hours != other.within24Hours { return one.within24Hours > other.within24Hours }
            if one.within7Days != other.within7Days { return one.within7Days > other.within7Days }
            return precedes(actions[left].count, left, actions[right].count, right, texts)
        }
        return summaries(of: first, texts: texts, extras: extras, name: name, order: order).first
    }

    private func summaries(
        of best: [Int],
        texts: JobTexts,
        extras: TenantExtras,
        name: (Int) -> GroupName,
        order: [Int]
    ) -> [ActionSummary] {
        var groups: [Int: [(group: Int, count: Int)]] = [:]
        let wanted = Set(best)
        pairs.forEach { key, count in
            let action = Int(key & 0xFFFF_FFFF)
            if wanted.contains(action) { groups[action, default: []].append((Int(key >> 32), Int(count))) }
        }
        return best.map { index in
            let own = groups[index, default: []]
            let most = own.max { left, right in
                left.count != right.count ? left.count < right.count : order[left.group] > order[right.group]
            }
            return ActionSummary(
                action: extras.facts(of: reference(index, texts)),
                count: actions[index].count,
                groups: own.count,
                mostFrequent: name(most?.group ?? 0),
                deaths: actions[index].deaths.counts
            )
        }
    }

    /// Each action with its groups, in the order in which actions came.
    func shares() -> [ActionShare] {
        var groups: [[(group: Int, count: Int)]] = Array(repeating: [], count: actions.count)
        pairs.forEach { key, count in groups[Int(key & 0xFFFF_FFFF)].append((Int(key >> 32), Int(count))) }
        return zip(actions, groups).map { action, groups in
            ActionShare(
                id: action.id == JobRecord.none ? nil : action.id,
                isAction: true,
                count: action.count,
                deaths: action.deaths.counts,
                groups: groups
            )
        }
    }

    private func reference(_ index: Int, _ texts: JobTexts) -> ActionReference {
        let action = actions[index]
        return ActionReference(id: action.id == JobRecord.none ? nil : action.id, name: texts.text(action.name))
    }

    /// By count descending, then by number, then by name.
    private func precedes(
        _ leftCount: Int,
        _ left: Int,
        _ rightCount: Int,
        _ right: Int,
        _ texts: JobTexts
    ) -> Bool {
        if leftCount != rightCount { return leftCount > rightCount }
        let (leftID, rightID) = (actions[left].id, actions[right].id)
        // An action without a number has the least one; it comes after those that have one.
        if leftID != rightID { return leftID != JobRecord.none && (rightID == JobRecord.none || leftID < rightID) }
        return ExactText(texts.text(actions[left].name) ?? "") < ExactText(texts.text(actions[right].name) ?? "")
    }
}
