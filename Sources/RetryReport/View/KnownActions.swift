/// The actions that a report names near a job: some jobs give the number of their action only, and others its name too.
struct KnownActions: Sendable {
    private let actions: [ActionReference]

    init(_ report: Report, _ group: ErrorGroup) {
        actions = group.topActions.map(\.action) + report.actions.map(\.action)
    }

    /// The action with its name, if one is known.
    func named(_ action: ActionReference?) -> ActionReference? {
        guard let action, action.name == nil, let id = action.id else { return action }
        return actions.first { $0.id == id && $0.name != nil } ?? action
    }
}
