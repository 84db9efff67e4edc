import Foundation
import Logging

/// Everything that a run tells its operator, on standard error and in one form: what the log level lets through, and
/// sentences that come whatever the level, such as an error.
struct Messages: Sendable {
    let format: LogFormat
    private static let label = "retry-report"

    /// A logger for what goes on inside a run.
    func logger(_ level: Logger.Level) -> Logger {
        let format = format
        var logger = Logger(label: Self.label) { label in
            switch format {
            case .human: StreamLogHandler.standardError(label: label)
            case .json: JSONLogHandler(label: label, write: Self.write)
            }
        }
        logger.logLevel = level
        return logger
    }

    /// What went as it should.
    func notice(_ sentence: String) { say(.notice, "", sentence) }

    /// What the operator should know.
    func remark(_ sentence: String) { say(.warning, "", sentence) }

    /// Why nothing was published.
    func error(_ sentence: String) { say(.error, "error: ", sentence) }

    private func say(_ level: Logger.Level, _ prefix: String, _ sentence: String) {
        switch format {
        case .human: Self.write(Data("\(Self.label): \(prefix)\(sentence)\n".utf8))
        case .json: logger(.trace).log(level: level, "\(sentence)")
        }
    }

    /// A line in one piece. That nobody reads standard error is no reason to stop.
    @Sendable private static func write(_ line: Data) {
        try? FileHandle.standardError.write(contentsOf: line)
    }
}
