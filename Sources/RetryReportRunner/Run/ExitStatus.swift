/// What a run tells the scheduler that started it. The numbers are those of `sysexits.h` where it has one; from 64
/// up (71 apart) nothing was published and what was there before is untouched.
enum ExitStatus: Int32, Sendable, CaseIterable {
    /// The report was written.
    case written = 0
    /// The report was written, and says that the set was not read to its end.
    case incomplete = 2
    /// The report was written, and a condition of `--fail-on` holds.
    case conditionHolds = 3
    /// The command line is wrong.
    case usage = 64
    /// The input can't be read.
    case unreadableInput = 65
    /// The tenant can't be reached, or what answers is no API.
    case unreachable = 69
    /// A fault of this program.
    case software = 70
    /// The report was published, but its mail could not be handed over.
    case mailRefused = 71
    /// The output can't be written.
    case unwritable = 73
    /// Rate-limited or timed out to the end; a later run may succeed.
    case temporary = 75
    /// The tenant refused the key.
    case keyRefused = 77
    /// A configuration or a template is wrong.
    case configuration = 78

    /// All of them, a line each.
    static var table: String {
        allCases.map { "\($0.rawValue < 10 ? "   " : "  ")\($0.rawValue)  \($0.meaning)" }.joined(separator: "\n")
    }

    /// What it means, for the help.
    var meaning: String {
        switch self {
        case .written: "report written"
        case .incomplete: "report written, but incomplete (it says so first)"
        case .conditionHolds: "report written, and a --fail-on condition holds"
        case .usage: "wrong usage"
        case .unreadableInput: "unreadable input"
        case .unreachable: "tenant unreachable, or what answers is no API"
        case .software: "a fault of this program"
        case .mailRefused: "report published, but the mail could not be handed over"
        case .unwritable: "output can't be written"
        case .temporary: "rate-limited or timed out to the end"
        case .keyRefused: "key refused"
        case .configuration: "wrong configuration or template"
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
}
