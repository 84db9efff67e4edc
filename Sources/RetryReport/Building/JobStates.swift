/// What a later run needs to know of each job to tell what became of it: 32 bytes a job.
package struct JobState: Sendable, Hashable {
    /// Means "no number" in ``lastRetry`` and ``actionID``.
    package static let none = JobRecord.none

    /// The number of the job, or with ``hasTextID`` the place of its text in ``JobStates/ids``.
    package var id: Int64
    /// Microseconds since 1970, or ``none``.
    package var lastRetry: Int64
    /// The number of its action, or ``none``.
    package var actionID: Int64
    /// The place of its group in ``JobStates/groups``.
    package var group: Int32
    /// Or -1 when unknown.
    package var retryCount: Int16
    package var hasTextID: Bool

    package init(
        id: Int64,
        lastRetry: Int64 = none,
        actionID: Int64 = none,
        group: Int32,
        retryCount: Int16,
        hasTextID: Bool = false
    ) {
        self.id = id
        self.lastRetry = lastRetry
        self.actionID = actionID
        self.group = group
        self.retryCount = retryCount
        self.hasTextID = hasTextID
    }
}

/// The states of all jobs of one reading.
package struct JobStates: Sendable {
    /// One for each job, in no particular order.
    package var jobs: [JobState]
    /// The groups by the numbers in ``JobState/group``.
    package var groups: [GroupName]
    /// The texts of ids that are not numbers.
    package var ids: [String]
    /// For each group the action that has most of its jobs that need attention, the most urgent first: what may have to be
    /// opened first once it is known what changed.
    package var urgentActions: [ActionSummary]

    package init(
        jobs: [JobState] = [],
        groups: [GroupName] = [],
        ids: [String] = [],
        urgentActions: [ActionSummary] = []
    ) {
        self.jobs = jobs
        self.groups = groups
        self.ids = ids
        self.urgentActions = urgentActions
    }
}
