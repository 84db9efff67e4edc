/// An entry of an action's log, as it came. Its text may contain secrets: mask it before it is shown or saved.
public struct LogEntry: Sendable, Hashable {
    /// How grave it is: 2 warning, 3 information, 4 error; nil when the row does not say.
    public let level: Int?
    /// The text; untrusted, of any length.
    public let message: String
    /// When it was written; nil when the row does not say.
    public let createdAt: Timestamp?

    /// An entry by its fields.
    public init(level: Int?, message: String, createdAt: Timestamp?) {
        self.level = level
        self.message = message
        self.createdAt = createdAt
    }

    /// The newest error: the one with the latest time, of several the first; those without a time come last.
    public static func newestError(of entries: [LogEntry]) -> LogEntry? {
        var newest: LogEntry?
        for entry in entries where (entry.level ?? 4) >= 4 && !entry.message.isEmpty {
            guard let known = newest else {
                newest = entry
                continue
            }
            if let time = entry.createdAt, known.createdAt.map({ time > $0 }) ?? true { newest = entry }
        }
        return newest
    }
}
