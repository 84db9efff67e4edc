/// How a list of jobs was read: what a report needs to say how much it knows.
public struct Reading: Sendable, Hashable, Codable {
    /// What was read, for people: a tenant's origin, a file, "standard input". Never contains a key.
    public var source: String
    /// The tenant, when it is known: what links are made of.
    public var tenant: TenantOrigin?
    /// When the first page was asked for; nil when that is not known, as for saved pages without a record.
    public var startedAt: Timestamp?
    /// When the last page had arrived completely; nil when that is not known.
    public var finishedAt: Timestamp?
    /// Pages that arrived completely, those of all sweeps together.
    public var pagesRead: Int
    /// How often the list was read from its beginning, the first time included; 0 for saved pages without a record.
    public var sweeps: Int
    /// `meta.count` of the first page that had one. The API is known to answer 0 here, so nothing relies on it.
    public var countAtStart: Int?
    /// `meta.count` of the last page that had one.
    public var countAtEnd: Int?
    /// True when every page up to the end of the list was read.
    public var isComplete: Bool
    /// True when, besides, the way of reading proves that no job was missed which was in the list all the time.
    public var isVerified: Bool
    /// Why the reading is not complete or not verified. Contains no data of pages.
    public var problems: [Diagnostic]
    /// Everything else worth saying about the reading, a sentence each.
    public var notes: [String]

    /// A reading by its facts. It is neither complete nor verified unless the arguments say so.
    public init(
        source: String,
        tenant: TenantOrigin? = nil,
        startedAt: Timestamp? = nil,
        finishedAt: Timestamp? = nil,
        pagesRead: Int = 0,
        sweeps: Int = 0,
        countAtStart: Int? = nil,
        countAtEnd: Int? = nil,
        isComplete: Bool = false,
        isVerified: Bool = false,
        problems: [Diagnostic] = [],
        notes: [String] = []
    ) {
        self.source = source
        self.tenant = tenant
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.pagesRead = pagesRead
        self.sweeps = sweeps
        self.countAtStart = countAtStart
        self.countAtEnd = countAtEnd
        self.isComplete = isComplete
        self.isVerified = isVerified
        self.problems = problems
        self.notes = notes
    }

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case source
        case tenant
        case startedAt = "started_at"
        case finishedAt = "finished_at"
        case pagesRead = "pages_read"
        case sweeps
        case countAtStart = "count_at_start"
        case countAtEnd = "count_at_end"
        case isComplete = "is_complete"
        case isVerified = "is_verified"
        case problems
        case notes
    }
}

/// A remark that is not fatal: what was found, where, and how serious it is.
public struct Diagnostic: Sendable, Hashable, Codable {
    /// How serious a remark is.
    public enum Severity: String, Sendable, Hashable, Codable, CaseIterable {
        /// Worth knowing; nothing needs to be done.
        case note
        /// Something may be wrong with the result.
        case warning
        /// Something is missing from the result, or could not be used.
        case error
    }

    /// What was found, for programs: an open set of names such as `page.unreadable`.
    public struct Code: RawRepresentable, Sendable, Hashable, Codable, ExpressibleByStringLiteral {
        /// The name: lower-case words joined with `-`, in groups joined with `.`.
        public let rawValue: String

        /// Any name is a code.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// A code by its name.
        public init(stringLiteral name: String) {
            self.init(rawValue: name)
        }
    }

    /// How serious it is.
    public var severity: Severity
    /// What was found, for programs.
    public var code: Code
    /// Where it was found, for people: a file and line, a page. Nil when the message says it, or there is no place.
    public var place: String?
    /// What was found, in one or two sentences. It may quote untrusted text.
    public var message: String

    /// A remark by its parts.
    public init(_ severity: Severity, _ code: Code, place: String? = nil, _ message: String) {
        self.severity = severity
        self.code = code
        self.place = place
        self.message = message
    }

    /// The names of the members in JSON.
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case severity
        case code
        case place
        case message
    }
}

extension Diagnostic: CustomStringConvertible {
    /// The message, after the place where there is one.
    public var description: String { place.map { "\($0): \(message)" } ?? message }
}
