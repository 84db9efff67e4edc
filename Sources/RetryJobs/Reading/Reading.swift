/// How a retry set was read: what a report needs to say whether it can vouch for the whole.
///
/// It holds no durations and no clock times, so that the same pages always give the same report.
public struct Reading: Sendable, Hashable, Codable {
    /// What was read, for people: a tenant's origin, a file, "standard input". Never holds a key.
    public var source: String
    /// The tenant's origin, such as `https://acme.tines.com`, when it is known: what links are made of.
    public var tenant: String?
    /// Pages that arrived whole, those of all sweeps together.
    public var pagesRead: Int
    /// How often the set was read from its beginning, the first time included; 0 for saved pages without a record.
    public var sweeps: Int
    /// `meta.count` of the first page that had one. The API is known to answer 0 here: a fact, not a truth.
    public var countAtStart: Int?
    /// `meta.count` of the last page that had one.
    public var countAtEnd: Int?
    /// True when every page up to the end of the set was read.
    public var isComplete: Bool
    /// True when, besides, the way of reading makes sure that no job that was there throughout was missed.
    public var canVouch: Bool
    /// Why the reading is not complete or can't vouch, a sentence each; free of page data.
    public var problems: [String]

    /// Facts of a reading; by default those of saved pages read without a fault.
    public init(
        source: String,
        tenant: String? = nil,
        pagesRead: Int = 0,
        sweeps: Int = 0,
        countAtStart: Int? = nil,
        countAtEnd: Int? = nil,
        isComplete: Bool = true,
        canVouch: Bool = true,
        problems: [String] = []
    ) {
        self.source = source
        self.tenant = tenant
        self.pagesRead = pagesRead
        self.sweeps = sweeps
        self.countAtStart = countAtStart
        self.countAtEnd = countAtEnd
        self.isComplete = isComplete
        self.canVouch = canVouch
        self.problems = problems
    }
}
