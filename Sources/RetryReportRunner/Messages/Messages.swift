#if LiveTenant
import Foundation
import Logging
import RetryJobs
import RetryReport
import RetryReportKit

/// Everything that a run tells its operator, on standard error and in one form: log lines of the chosen level, and
/// diagnostics at any level, such as an error.
///
/// A message may contain text of others: the name of a file, a line of a template, an option. So characters that a
/// terminal would obey are made visible, only the first line begins like a message of the program, and a key is removed that
/// somebody put where a path belongs.
struct Messages: Sendable {
    let format: LogFormat
    /// What the messages are about, of several tenants; nil for a single one.
    let tenant: String?
    /// The keys that must not be shown.
    private let keys: [String]
    private static let label = "retry-report"

    /// Messages in a form, without the keys that are given and the one of the environment.
    init(
        _ format: LogFormat,
        tenant: String? = nil,
        hiding keys: [String] = [],
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        self.format = format
        self.tenant = tenant
        self.keys = (keys + [environment[KeyFinder.variable]].compactMap(\.self)).compactMap(KeyFinder.recognizable)
    }

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
        if let tenant { logger[metadataKey: "tenant"] = "\(tenant)" }
        return logger
    }

    /// A text as it may be shown: without keys.
    func shown(_ text: String) -> String {
        keys.reduce(text) { $0.replacing($1, with: "(API key)") }
    }

    /// Says what the operator should know.
    func tell(_ remark: Diagnostic) { say(remark, "") }

    /// Says why something that was asked for was not done.
    func fail(_ fault: Diagnostic) { say(fault, "error: ") }

    /// What the argument parser says, on lines of its own. An argument that it repeats has no lines.
    func fault(ofUsage text: String, of arguments: [String]) {
        let text = arguments.reduce(text) { $0.replacing($1, with: VisibleText.clean($1)) }
        Self.write(Data((lines(of: text).joined(separator: "\n") + "\n").utf8))
    }

    /// The lines of a text as they may be shown.
    private func lines(of text: String) -> [String] {
        shown(text).split(separator: "\n", omittingEmptySubsequences: false).map { VisibleText.clean(String($0)) }
    }

    private func say(_ remark: Diagnostic, _ prefix: String) {
        let lines = lines(of: remark.description)
        let sentence = lines.enumerated().map { $0 == 0 || $1.isEmpty || $1.hasPrefix("  ") ? $1 : "  \($1)" }
            .joined(separator: "\n")
        switch format {
        case .human:
            let subject = tenant.map { "\($0): " } ?? ""
            Self.write(Data("\(Self.label): \(subject)\(prefix)\(sentence)\n".utf8))
        case .json:
            let level: Logger.Level =
                switch remark.severity {
                case .note: .notice
                case .warning: .warning
                case .error: .error
                }
            logger(.trace).log(level: level, "\(sentence)", metadata: ["code": "\(remark.code.rawValue)"])
        }
    }

    /// Writes a line in one piece. When nobody reads standard error, the run goes on.
    @Sendable private static func write(_ line: Data) {
        try? FileHandle.standardError.write(contentsOf: line)
    }
}

/// The form of everything that goes to standard error.
enum LogFormat: String, CaseIterable, Sendable {
    /// Sentences for people.
    case human
    /// A JSON object a line, for programs that collect logs.
    case json
}

/// Writes each log line as one JSON object: `time`, `level`, `logger`, `message` and, where there is any, `metadata`.
struct JSONLogHandler: LogHandler {
    let label: String
    var logLevel: Logger.Level = .warning
    var metadata: Logger.Metadata = [:]
    /// Takes a complete line, its line feed included.
    let write: @Sendable (Data) -> Void

    private struct Line: Encodable {
        let time: String
        let level: String
        let logger: String
        let message: String
        let metadata: [String: String]?
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { _, own in own }.mapValues {
            VisibleText.clean($0.description)
        }
        let line = Line(
            time: Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)),
            level: event.level.rawValue,
            logger: label,
            message: VisibleText.clean(event.message.description),
            metadata: all.isEmpty ? nil : all
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard var data = try? encoder.encode(line) else { return }
        data.append(UInt8(ascii: "\n"))
        write(data)
    }
}

extension Report {
    /// The report in one sentence that can be shown.
    var headline: String {
        guard case .object(let headline)? = ReportView(self).values["headline"],
            case .text(let sentence)? = headline["sentence"]
        else { return "" }
        return VisibleText.clean(sentence)
    }
}
#endif
