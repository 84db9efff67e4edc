/// What was learned of a tenant besides its retry jobs, and what could not be learned.
package struct TenantExtras: Sendable {
    /// Actions, stories, teams and owners; nil when not one action could be read.
    package var directory: TenantDirectory?
    /// Links into the tenant; nil when there can be none.
    package var links: ActionLinks?
    /// The dead jobs; nil when none could be read.
    package var dead: DeadList?
    /// The workers; nil when they could not be read.
    package var workers: WorkerStatistics?
    /// What is missing and why, a sentence each.
    package var notes: [String] = []

    package init() {}

    /// What a report calls an action.
    func facts(of action: ActionReference) -> ActionFacts {
        actions?.facts(of: action) ?? ActionFacts(action)
    }

    /// The part of it that says whose actions are and where; nil when nothing does.
    var actions: ActionDirectory? {
        directory == nil && links == nil ? nil : ActionDirectory(directory: directory, links: links)
    }
}

/// Says whose an action is and where it is in the tenant.
struct ActionDirectory: Sendable {
    let directory: TenantDirectory?
    let links: ActionLinks?

    func facts(of action: ActionReference) -> ActionFacts {
        ActionFacts(action, entry: action.id.flatMap { directory?.entry(ofAction: $0) }, links: links)
    }
}
