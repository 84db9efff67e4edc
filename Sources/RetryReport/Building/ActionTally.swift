import Algorithms

/// Counts actions, in the complete set and in each group.
struct ActionTally {
    private struct Action {
        var id: Int64
        var name: TextTable.Symbol
        var count = 0
        var deaths = DeathTally()
        /// Deaths of the jobs that a policy neither mutes nor accepts.
        var openDeaths = DeathTally()

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

    /// Of how many groups the most urgent action is kept for a comparison.
    private static let mostUrgentActions = 1_000

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

    /// Counts the death of a job that needs attention.
    mutating func add(openDeath death: Int64?, of action: Int32, now: Int64) {
        actions[Int(action)].openDeaths.add(death, now: now)
    }

    /// Each action as a report names it, in the order of their places.
    func facts(texts: JobTexts, extras: TenantExtras) -> [ActionFacts] {
        actions.indices.map { extras.facts(of: reference($0, texts)) }
    }

    /// The jobs of each action by group. The table that they were counted in, up to half of a run's memory, is gone then.
    mutating func takePairs() -> ActionPairs {
        defer { pairs = NumberTable() }
        return ActionPairs(pairs, actions: actions.count)
    }

    /// How many jobs of a group each action has, in a fixed order.
    func pairShares() -> [PolicyCoverage.Share] {
        var shares: [PolicyCoverage.Share] = []
        pairs.forEach { key, count in
            shares.append(.init(group: Int(key >> 32), action: Int(key & 0xFFFF_FFFF), count: Int(count)))
        }
        return shares.sorted { ($0.group, $0.action) < ($1.group, $1.action) }
    }

    /// For each group its actions, the one with most jobs first.
    func perGroup(
        _ pairs: ActionPairs,
        groups: Int,
        top: Int,
        texts: JobTexts,
        extras: TenantExtras
    ) -> [(distinct: Int, top: [ActionCount])] {
        var counts: [[(action: Int32, count: Int32)]] = Array(repeating: [], count: groups)
        for action in pairs.actions {
            for pair in pairs[action] { counts[Int(pair.group)].append((Int32(action), pair.count)) }
        }
        return counts.map { pairs in
            let best = pairs.min(count: top) {
                precedes(Int($0.count), Int($0.action), Int($1.count), Int($1.action), texts)
            }
            return (
                pairs.count,
                best.map {
                    ActionCount(action: extras.facts(of: reference(Int($0.action), texts)), count: Int($0.count))
                }
            )
        }
    }

    /// The actions with most jobs across groups.
    func summaries(
        _ pairs: ActionPairs,
        top: Int,
        texts: JobTexts,
        extras: TenantExtras,
        name: (Int) -> GroupName,
        order: [Int]
    ) -> [ActionSummary] {
        let best = actions.indices.min(count: top) {
            precedes(actions[$0].count, $0, actions[$1].count, $1, texts)
        }
        return summaries(of: best, pairs, texts: texts, extras: extras, name: name, order: order)
    }

    /// Actions with jobs that need attention, the most urgent first: the one that ``Report/openFirst`` says and, if asked
    /// for, those that have most of such jobs of a group.
    func mostUrgent(
        _ pairs: ActionPairs,
        texts: JobTexts,
        extras: TenantExtras,
        name: (Int) -> GroupName,
        order: [Int],
        coverage: PolicyCoverage?,
        perGroup: Bool
    ) -> [ActionSummary] {
        func count(_ action: Int) -> Int { actions[action].count - (coverage?.covered(ofAction: action) ?? 0) }
        func deaths(_ action: Int) -> DeathCounts {
            coverage == nil ? actions[action].deaths.counts : actions[action].openDeaths.counts
        }
        func isMoreUrgent(_ left: Int, _ right: Int) -> Bool {
            let (one, other) = (deaths(left), deaths(right))
            if one.within24Hours != other.within24Hours { return one.within24Hours > other.within24Hours }
            if one.within7Days != other.within7Days { return one.within7Days > other.within7Days }
            return precedes(count(left), left, count(right), right, texts)
        }
        func isOpen(_ group: Int, _ action: Int) -> Bool {
            coverage.map { !$0.covers(group: group, action: action) } ?? true
        }
        let open = coverage == nil ? Array(actions.indices) : actions.indices.filter { count($0) > 0 }
        var urgent = open.min(count: 1, sortedBy: isMoreUrgent)
        if perGroup {
            var most: [Int: (action: Int, count: Int)] = [:]
            for action in pairs.actions {
                for pair in pairs[action] where isOpen(Int(pair.group), action) {
                    let (group, number) = (Int(pair.group), Int(pair.count))
                    let isMore = most[group].map { precedes(number, action, $0.count, $0.action, texts) } ?? true
                    if isMore { most[group] = (action, number) }
                }
            }
            let others = Set(most.values.map(\.action)).subtracting(urgent)
            urgent += others.min(count: Self.mostUrgentActions, sortedBy: isMoreUrgent)
        }
        var summaries = summaries(
            of: urgent,
            pairs,
            texts: texts,
            extras: extras,
            name: name,
            order: order,
            isCounted: isOpen
        )
        for (place, action) in urgent.enumerated() {
            summaries[place].count = count(action)
            summaries[place].deaths = deaths(action)
        }
        return summaries
    }

    private func summaries(
        of best: [Int],
        _ pairs: ActionPairs,
        texts: JobTexts,
        extras: TenantExtras,
        name: (Int) -> GroupName,
        order: [Int],
        isCounted: (Int, Int) -> Bool = { _, _ in true }
    ) -> [ActionSummary] {
        best.map { index in
            let own = pairs[index].filter { isCounted(Int($0.group), index) }
            let most = own.max { left, right in
                left.count != right.count
                    ? left.count < right.count : order[Int(left.group)] > order[Int(right.group)]
            }
            return ActionSummary(
                action: extras.facts(of: reference(index, texts)),
                count: actions[index].count,
                groups: own.count,
                mostFrequent: name(most.map { Int($0.group) } ?? 0),
                deaths: actions[index].deaths.counts
            )
        }
    }

    /// Each action, in the order in which actions came.
    func shares(_ coverage: PolicyCoverage?) -> [ActionShare] {
        actions.indices.map { index in
            let action = actions[index]
            return ActionShare(
                id: action.id == JobRecord.none ? nil : action.id,
                isAction: true,
                count: action.count,
                covered: coverage?.covered(ofAction: index) ?? 0,
                deaths: action.deaths.counts
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
