#if LiveTenant
import ArgumentParser
import RetryReportKit

extension Settings {
    /// What to write, in the order of the help.
    static let writing: Group = (
        "What to write",
        [
            output.option, name.option, format.option, renderers.option, title.option, template.option, top.option,
            jobsPerGroup.option, retryLimit.option, actionURL.option, now.option,
        ]
    )

    static let output = Setting<String>(
        "output",
        "folder",
        default: "reports",
        shown: "reports",
        "The folder for the reports, or - for one format on standard output.",
        must: "be a path",
        completion: .directory
    ) { $0.isEmpty ? nil : $0 }
    static let name = Setting<String>(
        "name",
        "name",
        default: "retry-jobs",
        shown: "retry-jobs",
        "The name of the report's files, without their suffixes.",
        must: "be a file name of at most 100 bytes without slash, space or unprintable character, and not begin with "
            + "a full stop"
    ) { isFileName($0) ? $0 : nil }
    static let format = Setting<[SettingValue]>.list(
        "format",
        "format",
        shown: StandardRenderers.usual.joined(separator: ", "),
        "A format to write; may repeat. 'retry-report formats' lists them.",
        completion: .list(StandardRenderers.formats.map(\.identifier))
    )
    static let renderers = Setting<SettingValue?>.text(
        "renderers",
        "folder",
        shown: "the folders of PATH",
        "A folder of programs retry-report-render-NAME, each of which writes format NAME.",
        completion: .directory
    )
    static let title = Setting<String>(
        "title",
        "text",
        default: "Retry jobs",
        shown: "Retry jobs",
        "The reports' title.",
        must: "be text"
    ) { $0 }
    static let template = Setting<SettingValue?>.text(
        "template",
        "folder",
        "A folder with your own templates.",
        completion: .directory
    )
    static let top = Setting<Int>.number(
        "top",
        0...1_000_000,
        default: 10,
        "Maximum number of actions listed, per group and in total."
    )
    static let jobsPerGroup = Setting<Int>.number(
        "jobs-per-group",
        0...100_000_000,
        default: 25,
        shown: "25, or 5 for each of several tenants; pages list 1,000 in all, or 250",
        "Maximum number of jobs listed per group, closest to death first; 0 lists all."
    )
    /// The default of ``jobsPerGroup`` for each of several tenants: rows of jobs are most of what a report costs.
    static let jobsPerGroupOfMany = 5
    /// The most jobs that the page of each of several tenants lists in all, unless a number for each group is given.
    static let jobsOfPageOfMany = 250
    static let retryLimit = Setting<Int>.number(
        "retry-limit",
        RetrySchedule.limits,
        default: RetrySchedule.standard.limit,
        "Retries after which a job is dead, for the estimates."
    )
    static let actionURL = Setting<SettingValue?>.text(
        "action-url",
        "url",
        shown: ActionLinks.standardPattern,
        "Links to actions, in which TENANT, STORY and ACTION are replaced."
    )
    static let now = Setting<Timestamp?>(
        "now",
        "time",
        default: nil,
        shown: "when reading ended",
        "The time that the report refers to, in ISO 8601, for reproducible output.",
        must: "be a time from 1970 on, such as 2026-01-31T06:00:00Z"
    ) { text in
        // Not by flatMap: a time that is none would become the value "none", which is accepted.
        guard let time = Timestamp(iso8601: text), time.microseconds >= 0 else { return nil }
        return .some(time)
    }

    private static func isFileName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 100 && !text.hasPrefix(".")
            && text.unicodeScalars.allSatisfy { $0 != "/" && $0 != "\\" && !$0.properties.isWhitespace }
            && VisibleText.clean(text) == text
    }
}
#endif
