#if LiveTenant
import Foundation
import Logging
import RetryJobs

/// Writes each log line as one JSON object: `time`, `level`, `logger`, `message` and, where there is any, `metadata`.
struct JSONLogHandler: LogHandler {
    let label: String
    var logLevel: Logger.Level = .warning
    var metadata: Logger.Metadata = [:]
    /// Takes a whole line, its line feed included.
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
#endif
