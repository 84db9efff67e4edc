/// What a report is restricted to, such as the jobs that one team owns.
///
/// ```swift
/// var filter = ReportFilter()
/// filter.teams = ["Detection"]
/// ```
///
/// A job must match one entry of each list that is not empty. Stories, teams and actions are given by their number or
/// by their exact name.
public struct ReportFilter: Sendable, Hashable {
    /// Stories by number or name.
    public var stories: [String] = []
    /// Teams by number or name.
    public var teams: [String] = []
    /// Job types.
    public var types: [String] = []
    /// Error classes; an empty text is for jobs without one.
    public var errorClasses: [String] = []
    /// Actions by number or name.
    public var actions: [String] = []

    /// A filter that leaves nothing out.
    public init() {}

    /// True when it leaves nothing out.
    public var isEmpty: Bool {
        stories.isEmpty && teams.isEmpty && types.isEmpty && errorClasses.isEmpty && actions.isEmpty
    }

    /// True when it needs the tenant's directory: jobs do not say which story or team they belong to.
    public var needsDirectory: Bool { !stories.isEmpty || !teams.isEmpty }

    /// True when a job alone says whether it matches: the directory may know the name of an action that jobs give only
    /// by its number.
    package var isDecidedByJobs: Bool { !needsDirectory && actions.allSatisfy { Int64($0) != nil } }
}

/// How a report was restricted.
public struct FilterFacts: Sendable, Hashable, Codable {
    /// The stories that it is restricted to, as they were given; here and below, empty for all.
    public let stories: [String]
    /// The teams.
    public let teams: [String]
    /// The job types.
    public let types: [String]
    /// The error classes.
    public let errorClasses: [String]
    /// The actions.
    public let actions: [String]
    /// Jobs that were read and are not in the report.
    public let jobsLeftOut: Int
    /// Those of them whose story or team is not known, so that they may belong to the report.
    public let jobsNotPlaced: Int

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case stories
        case teams
        case types
        case errorClasses = "error_classes"
        case actions
        case jobsLeftOut = "jobs_left_out"
        case jobsNotPlaced = "jobs_not_placed"
    }
}

/// Decides which jobs a report is about, once the tenant's directory is known.
package struct JobChooser: Sendable {
    private enum Verdict {
        case wanted
        case leftOut
        /// It cannot be told: the directory does not say whose the job is.
        case notPlaced
    }

    private struct Key: Hashable {
        let type: TextTable.Symbol
        let errorClass: TextTable.Symbol
        let actionID: Int64
        let actionName: TextTable.Symbol
        let texts: ObjectIdentifier
    }

    private let filter: ReportFilter
    private let directory: TenantDirectory?
    private var verdicts: [Key: Verdict] = [:]
    private var leftOut = 0
    private var notPlaced = 0

    package init(_ filter: ReportFilter, directory: TenantDirectory?) {
        self.filter = filter
        self.directory = directory
    }

    /// What it decided so far.
    var facts: FilterFacts {
        FilterFacts(
            stories: filter.stories,
            teams: filter.teams,
            types: filter.types,
            errorClasses: filter.errorClasses,
            actions: filter.actions,
            jobsLeftOut: leftOut,
            jobsNotPlaced: notPlaced
        )
    }

    /// Takes the jobs out of a batch that the report is not about. Linear in their number, with one decision for each
    /// pair of an error group and an action.
    package mutating func restrict(_ batch: inout JobBatch) {
        let records = batch.records
        var keep: [Bool] = []
        keep.reserveCapacity(records.count)
        for record in records {
            let key = Key(
                type: record.type,
                errorClass: record.errorClass,
                actionID: record.actionID,
                actionName: record.actionName,
                texts: ObjectIdentifier(batch.source)
            )
            let verdict: Verdict
            if let known = verdicts[key] {
                verdict = known
            } else {
                verdict = self.verdict(batch.source.read { $0.job(record) })
                verdicts[key] = verdict
            }
            if verdict != .wanted { leftOut += 1 }
            if verdict == .notPlaced { notPlaced += 1 }
            keep.append(verdict == .wanted)
        }
        batch.keep(keep)
    }

    /// Whether the report is about a job.
    func isWanted(_ job: RetryJob) -> Bool { verdict(job) == .wanted }

    private func verdict(_ job: RetryJob) -> Verdict {
        let errorClass = job.errorClass ?? ""
        let classes = [errorClass, ErrorClassName.grouped(errorClass)]
        guard Self.matches(filter.types, [job.type.rawValue]), Self.matches(filter.errorClasses, classes) else {
            return .leftOut
        }
        let entry = job.action?.id.flatMap { directory?.entry(ofAction: $0) }
        if !filter.actions.isEmpty {
            let names = [job.action?.id.map { String($0) }, job.action?.name, entry?.action.name]
            guard Self.matches(filter.actions, names.compactMap(\.self)) else { return .leftOut }
        }
        let places = [
            place(filter.stories, id: entry?.story?.id, name: entry?.story?.name),
            place(filter.teams, id: entry?.team?.id, name: entry?.team?.name),
        ]
        return places.contains(.leftOut) ? .leftOut : places.contains(.notPlaced) ? .notPlaced : .wanted
    }

    private func place(_ wanted: [String], id: Int64?, name: String?) -> Verdict {
        if wanted.isEmpty { return .wanted }
        guard let id else { return .notPlaced }
        if Self.matches(wanted, [String(id)] + (name.map { [$0] } ?? [])) { return .wanted }
        // A name that is missing may be the one that is asked for.
        return name == nil && wanted.contains { Int64($0) == nil } ? .notPlaced : .leftOut
    }

    /// By bytes: two texts that only look alike are two.
    private static func matches(_ wanted: [String], _ names: [String]) -> Bool {
        wanted.isEmpty || wanted.contains { wanted in names.contains { ExactText($0) == ExactText(wanted) } }
    }
}
