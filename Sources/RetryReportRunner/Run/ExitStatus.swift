#if LiveTenant
import RetryReportKit
import TinesRetryJobs

/// The exit status of a run. The numbers are those of `sysexits.h` where it has one; from 64 up (71 apart) nothing was
/// published and what was there before is unchanged.
enum ExitStatus: Int32, Sendable, CaseIterable {
    case written = 0
    case incomplete = 2
    /// A condition of `--fail-on` is true. It has precedence over a mail that failed: an alarm must not be hidden.
    case conditionHolds = 3
    case usage = 64
    case unreadableInput = 65
    case unreachable = 69
    case software = 70
    /// The report was published, but the mail, the webhook, the monitor, the archive or the metrics failed.
    case notAnnounced = 71
    case unwritable = 73
    case temporary = 75
    case keyRefused = 77
    case configuration = 78

    /// All of them, a line each.
    static var table: String {
        allCases.map { "\($0.rawValue < 10 ? "   " : "  ")\($0.rawValue)  \($0.meaning)" }.joined(separator: "\n")
    }

    /// What it means, for the help.
    var meaning: String {
        switch self {
        case .written: "report written"
        case .incomplete: "report written, but incomplete (its first line says so)"
        case .conditionHolds: "report written, and a --fail-on condition is true, even if the mail failed"
        case .usage: "wrong usage"
        case .unreadableInput: "input can't be read"
        case .unreachable: "tenant can't be reached, or what answers is not its API"
        case .software: "internal error"
        case .notAnnounced: "report published, but mail, webhook, monitor, archive or metrics failed"
        case .unwritable: "output can't be written"
        case .temporary: "rate-limited, timed out, or limits of the system too small"
        case .keyRefused: "API key refused"
        case .configuration: "wrong configuration or template"
        }
    }
}

extension ExitStatus {
    /// Why a run ended with this status, for the operator.
    func diagnostic(_ message: String) -> Diagnostic {
        Diagnostic(.error, .init(rawValue: "run.exit-\(rawValue)"), message)
    }
}

extension ExitStatus {
    /// The statuses of several tenants' runs, the worst first: what a person must repair, what may pass, alarms, and what
    /// is published with a lack.
    static let worstFirst: [ExitStatus] = [
        .software, .configuration, .usage, .keyRefused, .unwritable, .unreadableInput, .unreachable, .temporary,
        .conditionHolds, .notAnnounced, .incomplete, .written,
    ]

    /// The status of several tenants' runs together.
    static func worst(_ statuses: some Sequence<ExitStatus>) -> ExitStatus {
        let all = Set(statuses)
        return worstFirst.first(where: all.contains) ?? .written
    }

    /// The status that an error ends a run with, and what to say.
    static func explaining(_ error: any Error) -> (status: ExitStatus, message: String) {
        switch error {
        case let error as OutputError: (.unwritable, error.description)
        case let error as SettingsError: (error.status, error.description)
        case let error as RunError: (error.status, error.description)
        default: (.software, "internal error: \(error)")
        }
    }
}

/// Why a run ended early: a status for the scheduler and a sentence for the operator.
struct RunError: Error, Sendable, CustomStringConvertible {
    let status: ExitStatus
    let description: String

    init(_ status: ExitStatus, _ description: String) {
        self.status = status
        self.description = description
    }

    /// What a source could not do, with the option that sets what may be wrong.
    init(_ error: RetryJobSourceError) {
        let option =
            switch error.setting {
            case .key: " (TINES_API_KEY or --api-key-file)"
            case .proxy: " (--proxy)"
            case .authorities: " (--ca-file)"
            case nil: ""
            }
        self.init(ExitStatus(error.kind), error.description + option)
    }
}

extension ExitStatus {
    /// The status for a source's error.
    init(_ kind: RetryJobSourceError.Kind) {
        switch kind {
        case .unreadableInput: self = .unreadableInput
        case .unreachable: self = .unreachable
        case .temporary: self = .temporary
        case .keyRefused: self = .keyRefused
        }
    }
}

/// What follows from a published report: the exit status, and what to tell the operator besides the files.
struct Verdict: Sendable {
    let status: ExitStatus
    let remarks: [Diagnostic]

    init(_ published: PublishedReport, _ settings: RunSettings) {
        let report = published.report
        var remarks: [Diagnostic] = []
        func add(_ code: Diagnostic.Code, place: String? = nil, _ message: String) {
            remarks.append(Diagnostic(.warning, code, place: place, message))
        }
        var status = ExitStatus.written
        let reading = report.reading.reading
        if !reading.isComplete || !reading.isVerified { remarks += reading.problems }
        if !reading.isComplete {
            add("report.incomplete", "the report is incomplete, and says so")
            status = .incomplete
        }
        let unreadable = report.reading.unreadableJobs
        if unreadable > 0 {
            let jobs = unreadable == 1 ? "job" : "jobs"
            add("jobs.unreadable", "\(unreadable) \(jobs) could not be read; the report says where")
        }
        for rule in report.policy?.rules ?? [] where rule.jobs == 0 {
            add(
                "policy.unmatched",
                place: rule.place,
                "the rule matches no job\(reading.isComplete ? "" : " that was read")"
            )
        }
        if report.isUnreadable { status = .incomplete }
        if let mail = settings.mail, !mail.isSent, !settings.formats.contains("eml") {
            add(
                "mail.not-sent",
                place: "--mail-to",
                "no mail is sent: --send hands it over, and --format eml writes it"
            )
        }
        if published.announcements.contains(where: { $0.failure != nil }) { status = .notAnnounced }
        // Last: a mail that failed must not hide an alarm.
        for condition in settings.conditions {
            guard let reason = condition.reason(in: report) else {
                if !reading.isComplete {
                    let reason = "'\(condition.text)' can't be ruled out: the report is incomplete"
                    add("fail-on.unknown", place: "--fail-on", reason)
                }
                continue
            }
            add("fail-on.holds", place: "--fail-on", reason)
            status = .conditionHolds
        }
        self.status = status
        self.remarks = remarks
    }
}
#endif
