public import RetryJobs

extension JobListKind {
    /// The key of the list in a page of the API, and the end of its path: `admin/retry_jobs`, `admin/dead_jobs`.
    package var rootKey: String {
        switch self {
        case .retry: "admin/retry_jobs"
        case .dead: "admin/dead_jobs"
        }
    }

    /// The path of the list on a tenant.
    package var path: String { "/api/v1/\(rootKey)" }
}

/// The part of a page that is not a job: the API's `meta`. All of it may be absent or wrong.
public struct PageEnvelope: Sendable, Hashable {
    /// The page that comes next: `meta.next_page_number`, or the `page` query of `meta.next_page` where an older
    /// tenant has no number. Of a next link only this number is ever taken: following its host or path could send
    /// the API key elsewhere. Nil when the page names none.
    public var nextPageNumber: Int?
    /// True when the page names a next page in a way that can't be read: what follows is unknown, so the page must not
    /// be treated as the last one.
    public var hasUnreadableNext: Bool
    /// The page's own number: `meta.current_page`, a number or the `page` query of a link.
    public var pageNumber: Int?
    /// The page before: `meta.previous_page`, a number or the `page` query of a link.
    public var previousPageNumber: Int?
    /// `meta.per_page`: how many jobs the tenant says a page has.
    public var perPage: Int?
    /// The tenant that the links name. For comparing pages; no request ever goes there.
    public var tenant: TenantOrigin?
    /// `meta.count`. Source: the documentation's own sample says 0 beside a next page, so it must not end a loop.
    public var count: Int?
    /// `meta.pages`; as unreliable as ``count``.
    public var pages: Int?
    /// False for a bare array, which has no `meta`.
    public var hasMeta: Bool

    /// An envelope by its parts.
    public init(
        nextPageNumber: Int? = nil,
        hasUnreadableNext: Bool = false,
        pageNumber: Int? = nil,
        previousPageNumber: Int? = nil,
        perPage: Int? = nil,
        tenant: TenantOrigin? = nil,
        count: Int? = nil,
        pages: Int? = nil,
        hasMeta: Bool = true
    ) {
        self.nextPageNumber = nextPageNumber
        self.hasUnreadableNext = hasUnreadableNext
        self.pageNumber = pageNumber
        self.previousPageNumber = previousPageNumber
        self.perPage = perPage
        self.tenant = tenant
        self.count = count
        self.pages = pages
        self.hasMeta = hasMeta
    }
}

/// What a link to a page contains.
enum PageLink {
    /// The value of the query's `page`, as in `https://…/retry_jobs?page=2&per_page=20`; of several, the last one.
    static func number(in link: String) -> Int? {
        let bytes = link.utf8.prefix { $0 != UInt8(ascii: "#") }
        guard let question = bytes.firstIndex(of: UInt8(ascii: "?")) else { return nil }
        let pairs = bytes[question...].dropFirst().split(separator: UInt8(ascii: "&"))
        return pairs.last { $0.starts(with: "page=".utf8) }.flatMap { number(Substring($0.dropFirst(5))) }
    }

    /// A page number in its usual form: `2`, not `02`, `+2` or `2.0`.
    static func number(_ text: Substring) -> Int? {
        guard text.utf8.count <= 18, let number = Int(text), number > 0, String(number) == text else { return nil }
        return number
    }

    /// The part of a link that is its origin; nil for a link without one.
    static func originText(of link: String) -> Substring? {
        var bytes = Substring(link).utf8
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: "://".utf8) else {
            return nil
        }
        let host = bytes[colon...].dropFirst(3)
        let end = host.firstIndex { byte in "/?#".utf8.contains(byte) } ?? host.endIndex
        bytes = bytes[..<end]
        return Substring(bytes)
    }
}
