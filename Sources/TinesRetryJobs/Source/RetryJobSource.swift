public import RetryJobs

/// Where retry jobs come from: a tenant, or pages that were saved.
public protocol RetryJobSource: Sendable {
    /// Reads everything and delivers each page in the order of reading, one after the other.
    ///
    /// - Parameter deliver: takes a page. Jobs whose id was on a page before are not in it; it says how many.
    /// - Returns: how the reading went. A page that stays unreadable makes the reading incomplete; it is not an
    ///   error as long as something was read.
    /// - Throws: ``RetryJobSourceError`` when nothing could be read, and what `deliver` throws.
    func read(_ deliver: @Sendable (RetryJobPage) async throws -> Void) async throws -> Reading
}

/// A page: what a source delivers, and what passes through everything between the wire and the report.
public struct RetryJobPage: Sendable {
    /// Its number in the order of delivery, from 1; 0 before it is delivered.
    public private(set) var number: Int
    /// Its jobs. In a delivered page, jobs whose id was on a page before are dropped and counted.
    public private(set) var jobs: JobBatch
    /// The page as it came, for those who save it. Never contains the key.
    public let body: [UInt8]
    /// What its envelope says about the pages around it.
    public let envelope: PageEnvelope

    /// A page by its parts.
    public init(number: Int = 0, jobs: JobBatch, body: [UInt8], envelope: PageEnvelope) {
        self.number = number
        self.jobs = jobs
        self.body = body
        self.envelope = envelope
    }

    /// Makes the page ready for delivery: gives it its number and drops the jobs whose id is in `ids`.
    package mutating func prepare(number: Int, dropping ids: inout JobIDSet) {
        self.number = number
        jobs.number(number)
        jobs.dropRepeated(&ids)
    }

    /// Drops the unreadable jobs whose places on the page were read before, and counts them as repeated.
    package mutating func dropUnreadable(at places: Range<Int>) {
        jobs.dropUnreadable(at: places)
    }
}

/// Why nothing could be read from a source.
public struct RetryJobSourceError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What went wrong; each kind has its own exit status in the batch runner.
    public enum Kind: Sendable, Hashable {
        /// Saved pages are missing, unreadable or not pages.
        case unreadableInput
        /// The tenant can't be reached, or what answers is not the API.
        case unreachable
        /// Rate-limited or timed out to the end: a later try may succeed.
        case temporary
        /// The key was refused.
        case keyRefused
    }

    /// What went wrong.
    public let kind: Kind
    /// What, where and what to do, in one or two sentences. Contains no key; excerpts of answers are short and cleaned.
    public let description: String

    /// A setting that the user of a program may have to change; nil when no setting is known to help.
    public let setting: Setting?

    /// A setting of a source that may be wrong.
    public enum Setting: Sendable, Hashable {
        /// The API key.
        case key
        /// The proxy: one may be needed, or the one that was given is wrong.
        case proxy
        /// The authorities that are trusted.
        case authorities
    }

    /// An error with its message.
    public init(_ kind: Kind, _ description: String, setting: Setting? = nil) {
        self.kind = kind
        self.description = description
        self.setting = setting
    }
}
