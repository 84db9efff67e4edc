import RetryReport

/// A condition of `--fail-on`: when it holds, the report is written and the exit status says so.
enum FailCondition: Sendable, Hashable {
    /// More jobs than that.
    case jobs(moreThan: Int)
    /// A group with more jobs than that.
    case group(moreThan: Int)
    /// More jobs than that die within so many days.
    case dying(days: Int, moreThan: Int)
    /// More jobs than that could not be read.
    case unreadable(moreThan: Int)
    /// The set was not read to its end, or nothing in it could be read.
    case incomplete

    /// Reads `jobs>N`, `group>N`, `unreadable>N`, `dying-within=24h>N` or `incomplete`.
    init(_ value: SettingValue) throws {
        let text = value.text.filter { !$0.isWhitespace }
        if text == "incomplete" {
            self = .incomplete
            return
        }
        let parts = text.split(separator: ">", omittingEmptySubsequences: false)
        guard parts.count == 2, let limit = Int(parts[1]), limit >= 0 else { throw Self.misread(value) }
        switch parts[0] {
        case "jobs": self = .jobs(moreThan: limit)
        case "group": self = .group(moreThan: limit)
        case "unreadable": self = .unreadable(moreThan: limit)
        case let name where name.hasPrefix("dying-within="):
            let day = 86_400
            guard let seconds = SettingsLayers.seconds(String(name.dropFirst("dying-within=".count))),
                seconds > 0, seconds % day == 0, seconds / day <= DeathCalendar.maximumDays
            else {
                throw SettingsError(
                    value,
                    "'\(value.text)': deaths are counted by slots of 24 hours; write 24h, 48h, 7d, up to "
                        + "\(DeathCalendar.maximumDays)d"
                )
            }
            self = .dying(days: seconds / day, moreThan: limit)
        default: throw Self.misread(value)
        }
    }

    private static func misread(_ value: SettingValue) -> SettingsError {
        SettingsError(
            value,
            "'\(value.text)' is no condition; write jobs>N, group>N, unreadable>N, dying-within=24h>N or incomplete (in "
                + "quotes, for '>' means something to a shell)"
        )
    }

    /// Why the condition holds, or nil.
    func reason(in report: Report) -> String? {
        switch self {
        case .jobs(let limit):
            Self.more(report.totals.jobs, than: limit, "job")
        case .group(let limit):
            report.groups.first.flatMap { $0.count > limit ? "a group of \($0.count) jobs is more than \(limit)" : nil }
        case .dying(let days, let limit):
            Self.dying(days, report).flatMap {
                Self.more($0, than: limit, "job", $0 == 1 ? " that dies" : " that die", " within \(days * 24) h")
            }
        case .unreadable(let limit): Self.more(report.reading.unreadableJobs, than: limit, "unreadable job")
        case .incomplete:
            if !report.reading.isComplete {
                "the set was not read to its end"
            } else if report.isUnreadable {
                "no job in the set could be read"
            } else {
                nil
            }
        }
    }

    /// `1 job that dies within 24 h is more than 0`
    private static func more(_ count: Int, than limit: Int, _ noun: String, _ clauses: String...) -> String? {
        guard count > limit else { return nil }
        return
            "\(count) \(noun)\(count == 1 ? "" : "s")\(clauses.joined()) \(count == 1 ? "is" : "are") more than \(limit)"
    }

    private static func dying(_ days: Int, _ report: Report) -> Int? {
        report.calendar.days.prefix(days).reduce(0) { $0 + $1.count }
    }
}
