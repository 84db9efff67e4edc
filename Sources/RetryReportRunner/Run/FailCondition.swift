#if LiveTenant
import RetryReportKit

/// A condition of `--fail-on`: when it is true, the report is written and the exit status says so.
enum FailCondition: Sendable, Hashable {
    /// More jobs than that.
    case jobs(moreThan: Int)
    /// A group with more jobs than that.
    case group(moreThan: Int)
    /// More jobs than that die within a number of days, given as `24h` or `7d`. Those that should be dead already are not
    /// among them.
    case dying(within: String, days: Int, moreThan: Int)
    /// More jobs than that should be dead already.
    case overdue(moreThan: Int)
    /// More jobs than that are dead.
    case dead(moreThan: Int)
    /// More jobs than that belong to a story, given by its number or name.
    case story(String, moreThan: Int)
    /// More jobs than that belong to a team, given by its number or name.
    case team(String, moreThan: Int)
    /// More jobs than that could not be read.
    case unreadable(moreThan: Int)
    /// The set was not read to its end, or no job in it could be read.
    case incomplete
    /// A group that no earlier report had.
    case newGroup
    /// More jobs than that died since the last complete report.
    case died(moreThan: Int)
    /// More groups than that are growing.
    case growing(moreThan: Int)

    /// The forms of a condition.
    static let forms = [
        "jobs>N", "group>N", "dying-within=24h>N", "overdue>N", "dead>N", "story=NAME:jobs>N", "team=NAME:jobs>N",
        "unreadable>N", "incomplete", "new-group", "died>N", "growing>N",
    ]

    /// Conditions to begin with: the forms without a name, each with 0 as its number.
    static let examples = forms.filter { !$0.contains("NAME") }.map { $0.replacing("N", with: "0") }

    /// Reads one of ``forms``. Throws ``SettingsError``.
    init(_ value: SettingValue) throws(SettingsError) {
        if let owner = try Self.owner(value) {
            self = owner
            return
        }
        let text = value.text.filter { !$0.isWhitespace }
        if text == "incomplete" {
            self = .incomplete
            return
        }
        if text == "new-group" {
            self = .newGroup
            return
        }
        let parts = text.split(separator: ">", omittingEmptySubsequences: false)
        guard parts.count == 2, let limit = Int(parts[1]), limit >= 0 else { throw Self.misread(value) }
        switch parts[0] {
        case "jobs": self = .jobs(moreThan: limit)
        case "group": self = .group(moreThan: limit)
        case "overdue": self = .overdue(moreThan: limit)
        case "dead": self = .dead(moreThan: limit)
        case "unreadable": self = .unreadable(moreThan: limit)
        case "died": self = .died(moreThan: limit)
        case "growing": self = .growing(moreThan: limit)
        case let name where name.hasPrefix("dying-within="):
            let time = String(name.dropFirst("dying-within=".count))
            let day = 86_400
            guard let seconds = SettingValue.seconds(time), seconds > 0, seconds % day == 0,
                seconds / day <= DeathCalendar.maximumDays
            else {
                throw value.error(
                    must: "name a time in steps of 24 hours: 24h, 48h, 7d, up to \(DeathCalendar.maximumDays)d"
                )
            }
            self = .dying(within: time, days: seconds / day, moreThan: limit)
        default: throw Self.misread(value)
        }
    }

    /// A condition on a story or a team; nil for any other. A name may have spaces and any character.
    private static func owner(_ value: SettingValue) throws(SettingsError) -> FailCondition? {
        let isStory = value.text.hasPrefix("story=")
        guard isStory || value.text.hasPrefix("team=") else { return nil }
        let rest = value.text.dropFirst(isStory ? 6 : 5)
        let mark = ":jobs>"
        guard let place = rest.ranges(of: mark).last, place.lowerBound > rest.startIndex,
            let limit = Int(rest[place.upperBound...].filter { !$0.isWhitespace }), limit >= 0
        else { throw misread(value) }
        let name = String(rest[..<place.lowerBound])
        return isStory ? .story(name, moreThan: limit) : .team(name, moreThan: limit)
    }

    private static func misread(_ value: SettingValue) -> SettingsError {
        value.error(
            must: "be one of: \(forms.joined(separator: ", ")), in quotes, since '>' has a meaning in shells"
        )
    }

    private static func names(_ id: Int64?, _ name: String?, _ given: String) -> Bool {
        id.map { String($0) == given } ?? false || name == given
    }

    /// The condition as it is written.
    var text: String {
        switch self {
        case .jobs(let limit): "jobs>\(limit)"
        case .group(let limit): "group>\(limit)"
        case .dying(let time, _, let limit): "dying-within=\(time)>\(limit)"
        case .overdue(let limit): "overdue>\(limit)"
        case .dead(let limit): "dead>\(limit)"
        case .story(let name, let limit): "story=\(name):jobs>\(limit)"
        case .team(let name, let limit): "team=\(name):jobs>\(limit)"
        case .unreadable(let limit): "unreadable>\(limit)"
        case .incomplete: "incomplete"
        case .newGroup: "new-group"
        case .died(let limit): "died>\(limit)"
        case .growing(let limit): "growing>\(limit)"
        }
    }

    /// True for a condition on what changed since earlier runs.
    var needsHistory: Bool {
        switch self {
        case .newGroup, .died, .growing: true
        default: false
        }
    }

    private func above(_ limit: Int) -> String { " (more than \(NumberWords.grouped(limit)))" }

    /// Why the condition is true; nil when it is not. Figures of an incomplete report are lower limits: what they exceed,
    /// the complete set exceeds too. Jobs that a policy mutes or accepts do not count, dead ones apart.
    func reason(in report: Report) -> String? {
        let isComplete = report.reading.isComplete
        func more(_ count: Int, than limit: Int, _ one: String, _ many: String, _ clause: String = "") -> String? {
            guard count > limit else { return nil }
            let start = isComplete ? "" : "at least "
            return "\(start)\(NumberWords.grouped(count)) \(count == 1 ? one : many)\(clause)\(above(limit))"
        }
        switch self {
        case .jobs(let limit): return more(report.open.jobs, than: limit, "job", "jobs")
        case .group(let limit):
            return more(
                report.rankedGroups.lazy.map(\.openCount).max() ?? 0,
                than: limit,
                "job",
                "jobs",
                " in one group"
            )
        case .dying(let time, let days, let limit):
            guard report.hasEstimates else { return "how many jobs die cannot be estimated" }
            let count = report.open.calendar.days.prefix(days).reduce(0) { $0 + $1.count }
            return more(count, than: limit, "job dies", "jobs die", " within \(time) by estimate")
        case .overdue(let limit):
            guard report.hasEstimates else { return "how many jobs should be dead already cannot be estimated" }
            return more(
                report.open.calendar.overdue,
                than: limit,
                "job should be dead already",
                "jobs should be dead already",
                " by estimate"
            )
        case .dead(let limit):
            guard let dead = report.dead else { return "the dead jobs could not be counted" }
            guard dead.count > limit else {
                return dead.isComplete ? nil : "the dead jobs could not all be counted"
            }
            let start = dead.isComplete && !dead.isFull ? "" : "at least "
            return
                "\(start)\(NumberWords.counted(dead.count, "job")) \(dead.count == 1 ? "is" : "are") dead\(above(limit))"
        case .story(let name, let limit):
            guard !report.stories.isEmpty || report.totals.jobs == 0 else { return "the jobs of stories are not known" }
            let own = report.stories.filter { Self.names($0.story?.id, $0.story?.name, name) }
            return more(own.reduce(0) { $0 + $1.jobs.open }, than: limit, "job", "jobs", " of story \(name)")
        case .team(let name, let limit):
            guard !report.teams.isEmpty || report.totals.jobs == 0 else { return "the jobs of teams are not known" }
            let own = report.teams.filter { Self.names($0.team?.id, $0.team?.name, name) }
            return more(own.reduce(0) { $0 + $1.jobs.open }, than: limit, "job", "jobs", " of team \(name)")
        case .unreadable(let limit):
            return more(report.reading.unreadableJobs, than: limit, "unreadable job", "unreadable jobs")
        case .incomplete:
            if !isComplete { return "the set was not read to its end" }
            return report.isUnreadable ? "no job in the set could be read" : nil
        case .newGroup, .died, .growing: return reasonOfChange(in: report)
        }
    }

    /// The first report has nothing to compare with, and no such condition is true of it. One whose history could not be
    /// used may hide a change.
    private func reasonOfChange(in report: Report) -> String? {
        guard let changes = report.openChanges else {
            return "what changed is not known, since the history could not be used"
        }
        guard let jobs = changes.jobs else { return nil }
        func groups(_ state: GroupState) -> Int { changes.groups.count { $0.state == state } }
        switch self {
        case .newGroup:
            let count = groups(.new)
            return count == 0 ? nil : "\(NumberWords.counted(count, "group")) \(count == 1 ? "is" : "are") new"
        case .growing(let limit):
            let count = groups(.growing)
            return count > limit
                ? "\(NumberWords.counted(count, "group")) \(count == 1 ? "is" : "are") growing\(above(limit))" : nil
        case .died(let limit):
            guard let count = jobs.died else { return "how many jobs died is not known" }
            let about = jobs.isDeathEstimated ? "≈ " : ""
            return count > limit
                ? "\(about)\(NumberWords.counted(count, "job")) died since the last report\(above(limit))" : nil
        default: return nil
        }
    }
}
#endif
