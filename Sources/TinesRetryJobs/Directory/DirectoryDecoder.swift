package import RetryJobs

/// The rows of one page of a list, and what the page says of the pages around it.
package struct RowPage<Row: Sendable>: Sendable {
    /// The rows that could be read, in the order of the page.
    package let rows: [Row]
    /// How many elements the list had, readable or not.
    package let received: Int
    /// The page that comes next, where the page names one.
    package let nextPageNumber: Int?
    /// `meta.count`, which may be wrong.
    package let count: Int?
    /// `meta.pages`, which may be wrong.
    package let pages: Int?
    /// False for an answer without `meta`.
    package let hasMeta: Bool
}

/// Reads the answers of the API that say more about retry jobs: actions, stories, teams, people, workers, logs.
///
/// Every field is optional and of any type: one that can't be read counts as missing. A row without a usable number
/// is left out. Only the fields named here are ever read: of an action, nothing that may be configuration.
package final class DirectoryDecoder {
    private let reader = RowReader()
    private lazy var jobs = PageDecoder()

    /// How long a name may be, in Unicode scalars; the rest is cut off.
    private static let longestName = 1_000

    package init() {}

    /// Reads actions: a page under `agents`, or a single one.
    ///
    /// - Throws: ``PageRefusal`` when the bytes are not JSON or have no list, here and below.
    package func actions(_ bytes: [UInt8]) throws(PageRefusal) -> RowPage<DirectoryAction> {
        try page(bytes, root: "agents", ["id", "name", "story_id", "team_id", "disabled"], DirectoryAction.init)
    }

    /// Reads the answer to a request for one action: an object without a root key.
    package func action(_ bytes: [UInt8]) throws(PageRefusal) -> DirectoryAction? {
        let fields = ["id", "name", "story_id", "team_id", "disabled"]
        return try page(bytes, root: "", fields, DirectoryAction.init).rows.first
    }

    /// Reads stories: a page under `stories`.
    package func stories(_ bytes: [UInt8]) throws(PageRefusal) -> RowPage<DirectoryStory> {
        try page(bytes, root: "stories", ["id", "name", "team_id", "owners", "tags", "disabled"], DirectoryStory.init)
    }

    /// Reads teams: a page under `teams`.
    package func teams(_ bytes: [UInt8]) throws(PageRefusal) -> RowPage<DirectoryTeam> {
        try page(bytes, root: "teams", ["id", "name"]) { row in
            row.integer(0).map { DirectoryTeam(id: $0, name: row.text(1)) }
        }
    }

    /// Reads people: a page under `admin/users`. Their addresses are never read.
    package func people(_ bytes: [UInt8]) throws(PageRefusal) -> RowPage<DirectoryPerson> {
        try page(bytes, root: "admin/users", ["id", "first_name", "last_name"]) { row in
            let name = [row.text(1), row.text(2)].compactMap(\.self).joined(separator: " ")
            return row.integer(0).map { DirectoryPerson(id: $0, name: name.isEmpty ? nil : name) }
        }
    }

    /// Reads an action's log: a page under `action_logs`. What an event contained is never read.
    package func logEntries(_ bytes: [UInt8]) throws(PageRefusal) -> RowPage<LogEntry> {
        try page(bytes, root: "action_logs", ["level", "message", "created_at"]) { row in
            row.text(1, longest: 100_000).map { text in
                LogEntry(level: row.count(0), message: text, createdAt: row.text(2).flatMap(Timestamp.init(iso8601:)))
            }
        }
    }

    /// Reads the audit log: a page under `audit_logs`. Of a user only the name is read.
    package func auditEntries(_ bytes: [UInt8]) throws(PageRefusal) -> RowPage<AuditEntry> {
        try page(bytes, root: "audit_logs", ["operation_name", "created_at", "user_name"]) { row in
            guard let operation = row.text(0), let time = row.text(1).flatMap(Timestamp.init(iso8601:)) else {
                return nil
            }
            return AuditEntry(operation: operation, createdAt: time, userName: row.text(2))
        }
    }

    /// Reads the figures of the workers; nil when the answer has none of them.
    package func workers(_ bytes: [UInt8]) throws(PageRefusal) -> WorkerStatistics? {
        let fields = ["current_workers", "max_workers", "queue_count", "queue_latency"]
        let figures = try page(bytes, root: "", fields) { row in
            WorkerStatistics(
                current: row.count(0),
                max: row.count(1),
                queueCount: row.count(2),
                queueLatency: row.number(3)
            )
        }
        return figures.rows.first.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Reads what kind of tenant answers, such as `dedicated` or `shared`; nil when it does not say.
    package func tenantKind(_ bytes: [UInt8]) throws(PageRefusal) -> String? {
        try page(bytes, root: "", ["stack.type"]) { $0.text(0, longest: 40) }.rows.first
    }

    /// Reads dead jobs: a page under `admin/dead_jobs`, as ``PageDecoder`` reads those that wait. A job that can't be
    /// identified is left out.
    package func deadJobs(_ bytes: [UInt8]) throws(PageRefusal) -> RowPage<RetryJob> {
        let page = try jobs.decode(bytes, list: .dead)
        return RowPage(
            rows: page.jobs.jobs,
            received: page.jobs.received,
            nextPageNumber: page.envelope.nextPageNumber,
            count: page.envelope.count,
            pages: page.envelope.pages,
            hasMeta: page.envelope.hasMeta
        )
    }

    private func page<Row>(
        _ bytes: [UInt8],
        root: String,
        _ fields: [String],
        _ make: (RowFields) -> Row?
    ) throws(PageRefusal) -> RowPage<Row> {
        let values = try reader.read(bytes, root: root, fields: fields)
        return RowPage(
            rows: values.compactMap { make(RowFields(values: $0, longestName: Self.longestName)) },
            received: values.count,
            nextPageNumber: reader.nextPageNumber,
            count: reader.count,
            pages: reader.pages,
            hasMeta: reader.hasMeta
        )
    }
}

extension DirectoryAction {
    fileprivate init?(_ row: RowFields) {
        guard let id = row.integer(0) else { return nil }
        self.init(
            id: id,
            name: row.text(1),
            storyID: row.integer(2),
            teamID: row.integer(3),
            isDisabled: row.flag(4)
        )
    }
}

extension DirectoryStory {
    fileprivate init?(_ row: RowFields) {
        guard let id = row.integer(0) else { return nil }
        self.init(
            id: id,
            name: row.text(1),
            teamID: row.integer(2),
            ownerIDs: row.list(3).prefix(Self.ownersKept).compactMap(RowFields.integer),
            tags: row.list(4).prefix(Self.tagsKept).compactMap { RowFields.text($0, longest: 200) },
            isDisabled: row.flag(5)
        )
    }
}

/// The fields of one row, read with any type that can be meant.
private struct RowFields {
    let values: [RawValue]
    let longestName: Int

    func integer(_ index: Int) -> Int64? { Self.integer(values[index]) }

    func count(_ index: Int) -> Int? { integer(index).flatMap { $0 >= 0 ? Int(exactly: $0) : nil } }

    func number(_ index: Int) -> Double? {
        switch values[index] {
        case .integer(let value): Double(value)
        case .number(let value): value
        case .string(let text): text.utf8.count <= 32 ? Double(text) : nil
        default: nil
        }
    }

    func flag(_ index: Int) -> Bool? {
        switch values[index] {
        case .bool(let value): value
        case .integer(0), .string("false"): false
        case .integer(1), .string("true"): true
        default: nil
        }
    }

    func text(_ index: Int, longest: Int? = nil) -> String? {
        Self.text(values[index], longest: longest ?? longestName)
    }

    func list(_ index: Int) -> [RawValue] {
        if case .array(let elements) = values[index] { return elements }
        return []
    }

    /// The number of a row. A text counts when it is written as a number is.
    static func integer(_ value: RawValue) -> Int64? {
        switch value {
        case .integer(let number): number
        case .number(let value): Int64(exactly: value)
        case .string(let text): Int64(text).flatMap { String($0) == text ? $0 : nil }
        default: nil
        }
    }

    static func text(_ value: RawValue, longest: Int) -> String? {
        guard case .string(let text) = value, !text.isEmpty else { return nil }
        guard text.utf8.count > longest else { return text }
        return String(text.unicodeScalars.prefix(longest))
    }
}
