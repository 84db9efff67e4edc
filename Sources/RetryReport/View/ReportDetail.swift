/// How much of a report a view shows, for formats that have little room. What is left out is counted and said; see
/// the names under `omitted`.
public struct ReportDetail: Sendable, Hashable {
    /// The most error groups that are shown, the largest first; nil for all.
    public var maxGroups: Int?
    /// The most groups that are shown besides these because jobs of theirs die within 24 hours; nil for all.
    public var maxDyingGroups: Int?
    /// True to list the groups with jobs that die within 24 hours before the others.
    public var showsDyingFirst: Bool
    /// The most actions that are listed across groups; nil for all that the report has.
    public var maxActions: Int?
    /// The most actions that each group lists; nil for all that the report has.
    public var maxActionsPerGroup: Int?
    /// The most stories, and the most teams, that are listed; nil for as many as a page has room for.
    public var maxOwners: Int?
    /// The most jobs that each group lists, those closest to death first; nil for all that the report has.
    public var jobsPerGroup: Int?
    /// The most jobs that all groups list together; nil for no such limit. The first 20 groups, those with jobs that die within
    /// 24 hours and then the largest, have half of it, and the others share what is left.
    public var maxJobs: Int?
    /// The most jobs that are listed across groups under `closest`, those that die next first.
    public var maxClosestJobs: Int
    /// The most characters of a name that comes from the tenant; a longer one ends in an ellipsis.
    public var nameLength: Int
    /// True to break what a mail client would make a link of, such as `a.example.com`, with an invisible U+2060.
    public var breaksAutolinks: Bool
    /// True to join numbers and their units by a no-break space where they stand in narrow columns.
    public var joinsUnits: Bool
    /// Where a reader finds what is left out, as the end of a sentence: "the published report".
    public var fullReport: String {
        get { mail.fullReport }
        set { mail.fullReport = newValue }
    }
    /// What a mail says besides the report.
    public var mail: MailContext

    /// A choice of detail; by default everything.
    public init(
        maxGroups: Int? = nil,
        maxDyingGroups: Int? = nil,
        showsDyingFirst: Bool = false,
        maxActions: Int? = nil,
        maxActionsPerGroup: Int? = nil,
        maxOwners: Int? = nil,
        jobsPerGroup: Int? = nil,
        maxJobs: Int? = nil,
        maxClosestJobs: Int = 10,
        nameLength: Int = 300,
        breaksAutolinks: Bool = false,
        joinsUnits: Bool = false,
        fullReport: String = "the full report"
    ) {
        self.maxGroups = maxGroups.map { max(0, $0) }
        self.maxDyingGroups = maxDyingGroups.map { max(0, $0) }
        self.showsDyingFirst = showsDyingFirst
        self.maxActions = maxActions.map { max(0, $0) }
        self.maxActionsPerGroup = maxActionsPerGroup.map { max(0, $0) }
        self.maxOwners = maxOwners.map { max(0, $0) }
        self.jobsPerGroup = jobsPerGroup.map { max(0, $0) }
        self.maxJobs = maxJobs.map { max(0, $0) }
        self.maxClosestJobs = max(0, maxClosestJobs)
        self.nameLength = max(8, nameLength)
        self.breaksAutolinks = breaksAutolinks
        self.joinsUnits = joinsUnits
        mail = MailContext(fullReport: fullReport)
    }

    /// Everything that the report has.
    public static let full = ReportDetail()

    /// What a page and Markdown show unless told: the 500 largest groups and up to 100 others whose jobs die within 24
    /// hours, and 1,000 jobs in all: 25 in each of the first 20 groups, fewer in the others (see ``maxJobs``). So a page stays below some 2 MB, with names as they
    /// are in life, however large the set is. JSON has everything that the report has.
    public static let page = ReportDetail(
        maxGroups: 500,
        maxDyingGroups: 100,
        maxJobs: 1000,
        fullReport: "the JSON report"
    )

    /// What a mail shows, from most to least: a mail renderer takes the first step that fits. First come the groups
    /// whose jobs die within 24 hours, then the ten largest of the others. Where there is no room jobs go first, then
    /// the tail of the actions, stories and teams, then groups. The size of the last step is bounded for every report.
    ///
    /// `context` says where the rest is, and what else the mail says besides the report.
    package static func mailSteps(_ context: MailContext = MailContext()) -> [ReportDetail] {
        // `actions` is how many stories and teams are listed too.
        let steps: [(jobs: Int, actions: Int, groupActions: Int, groups: Int, dying: Int, name: Int)] = [
            (10, 5, 3, 10, 100, 120), (5, 5, 3, 10, 100, 120), (0, 5, 3, 10, 100, 120), (0, 3, 1, 10, 60, 120),
            (0, 3, 1, 10, 30, 100), (0, 3, 1, 10, 15, 80), (0, 3, 1, 10, 6, 60), (0, 3, 1, 7, 3, 60),
            (0, 3, 1, 4, 1, 40), (0, 2, 1, 2, 1, 30),
        ]
        return steps.map { step in
            var detail = ReportDetail(
                maxGroups: step.groups,
                maxDyingGroups: step.dying,
                showsDyingFirst: true,
                maxActions: step.actions,
                maxActionsPerGroup: step.groupActions,
                maxOwners: step.actions,
                jobsPerGroup: 0,
                maxClosestJobs: step.jobs,
                nameLength: step.name,
                breaksAutolinks: true,
                joinsUnits: true
            )
            detail.mail = context
            return detail
        }
    }
}
