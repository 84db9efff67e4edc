import RetryReport

/// A condition of `--fail-on`: when it holds, the report is written and the exit status says so.
enum FailCondition: Sendable, Hashable {
    /// More jobs than that.
    case jobs(moreThan: Int)
    /// A group with more jobs than that.
    case group(moreThan: Int)
    /// More jobs than that die within so many days.
    case dying(days: Int, moreThan: Int)
    /// The set was not read to its end.
    case incomplete

    /// Reads `jobs>N`, `group>N`, `dying-within=24h>N` or `incomplete`.
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
            "'\(value.text)' is no condition; write jobs>N, group>N, dying-within=24h>N or incomplete (in quotes, "
                + "for '>' means something to a shell)"
        )
    }

    /// Why the condition holds, or nil.
    func reason(in report: Report) -> String? {
        switch self {
        case .jobs(let limit):
            report.totals.jobs > limit ? "\(report.totals.jobs) jobs are more than \(limit)" : nil
        case .group(let limit):
            report.groups.first.flatMap { $0.count > limit ? "a group of \($0.count) jobs is more than \(limit)" : nil }
        case .dying(let days, let limit):
            Self.dying(days, report).flatMap {
                $0 > limit ? "\($0) jobs that die within \(days * 24) h are more than \(limit)" : nil
            }
        case .incomplete:
            report.reading.isComplete ? nil : "the set was not read to its end"
        }
    }

    private static func dying(_ days: Int, _ report: Report) -> Int? {
        report.calendar.overdue + report.calendar.days.prefix(days).reduce(0) { $0 + $1.count }
    }
}
