extension Report {
    /// Chooses the action to open first again, now that it is known what changed: among equally urgent ones that of a group
    /// that is new, has returned or grows comes before that of a steady one.
    ///
    /// Jobs that die within 24 hours stay first. `urgent`: the actions to choose among, the most urgent first.
    package mutating func weighOpenFirst(among urgent: [ActionSummary]) {
        guard let first = openFirst, first.deaths.within24Hours == 0 else { return }
        openFirst = isNews(first) ? first : urgent.first(where: isNews) ?? first
    }

    /// Whether most of an action's jobs are in a group that is new, has returned or grows.
    private func isNews(_ action: ActionSummary) -> Bool {
        change(of: action.mostFrequent)?.state?.isNews ?? false
    }

    /// What changed in a group; nil without a history.
    package func change(of name: GroupName) -> GroupChange? {
        types.first { $0.type == name.type }?.errors.first { $0.name == name }?.change
    }
}

extension GroupState {
    /// New, returned or growing: what nobody may have looked at yet.
    package var isNews: Bool {
        switch self {
        case .new, .returned, .growing: true
        case .steady, .shrinking, .gone: false
        }
    }
}
