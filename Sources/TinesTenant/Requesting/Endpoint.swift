#if LiveTenant
internal import FoundationEssentials
internal import RetryJobs
internal import TinesRetryJobs

/// One endpoint of the API: what is asked for, under which limit, and how its answer is read.
package struct Endpoint<Answer: Sendable>: Sendable {
    /// The path, which begins with a slash.
    package let path: String
    /// The limit on requests that it falls under, besides the one for everything.
    package let rate: RateLimitClass
    /// Items of the query besides `page` and `per_page`, escaped.
    package let query: [String]
    /// The most attempts, if fewer than usual: of a list without which the rest is still worth having.
    let attempts: Int?
    /// Whether a refused key ends everything: nothing else can be read then.
    let isVital: Bool
    let decode: @Sendable ([UInt8]) async throws -> Answer

    /// An endpoint whose answers `decode` reads; an error of it makes an answer unreadable.
    package init(
        path: String,
        rate: RateLimitClass = .standard,
        query: [String] = [],
        attempts: Int? = nil,
        isVital: Bool = false,
        decode: @escaping @Sendable ([UInt8]) async throws -> Answer
    ) {
        self.path = path
        self.rate = rate
        self.query = query
        self.attempts = attempts
        self.isVital = isVital
        self.decode = decode
    }

    func url(_ origin: TenantOrigin, _ page: PageWindow?) -> String {
        let items = (page.map { ["page=\($0.number)", "per_page=\($0.size)"] } ?? []) + query
        return "\(origin)\(path)" + (items.isEmpty ? "" : "?" + items.joined(separator: "&"))
    }
}

extension Endpoint {
    /// An endpoint that answers one JSON document, such as `/api/v1/info`.
    package static func document(
        _ path: String,
        rate: RateLimitClass = .standard,
        query: [String] = []
    ) -> Endpoint where Answer: Decodable {
        Endpoint(path: path, rate: rate, query: query) { bytes in
            try JSONDecoder().decode(Answer.self, from: Data(bytes))
        }
    }

    /// An endpoint that lists rows under the key `root`, page by page; unknown fields of a row are ignored.
    package static func rows<Row: Decodable & Sendable>(
        _ path: String,
        root: String,
        rate: RateLimitClass = .standard,
        query: [String] = []
    ) -> Endpoint where Answer == ListingPage<Row> {
        Endpoint(path: path, rate: rate, query: query) { bytes in
            let decoder = JSONDecoder()
            if let key = CodingUserInfoKey.listingRoot { decoder.userInfo[key] = root }
            return try decoder.decode(ListingPage<Row>.self, from: Data(bytes))
        }
    }
}

extension Endpoint where Answer == RetryJobPage {
    /// A list of jobs of the admin API.
    ///
    /// The one decoder is used by one task at a time: a page takes it a tenth of a millisecond, and pages of one
    /// decoder share their texts, so that jobs of different pages can be compared by number.
    static func jobs(_ list: JobListKind) -> Endpoint {
        let decoder = SharedDecoder(list)
        return Endpoint(path: list.path, isVital: true) { try await decoder.decode($0) }
    }
}

private actor SharedDecoder {
    private let decoder = PageDecoder()
    private let list: JobListKind

    init(_ list: JobListKind) {
        self.list = list
    }

    func decode(_ body: [UInt8]) throws(PageRefusal) -> RetryJobPage {
        try decoder.decode(body, list: list)
    }
}

/// A page of rows with what its `meta` says.
package struct ListingPage<Row: Decodable & Sendable>: Decodable, Sendable {
    /// The rows that could be read.
    package let rows: [Row]
    /// How many rows could not be read.
    package let unreadable: Int
    /// The page named as the next one.
    package let nextPageNumber: Int?
    /// `meta.count`.
    package let count: Int?

    /// Reads the list under the root key that the endpoint names.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: ListingKey.self)
        let root = CodingUserInfoKey.listingRoot.flatMap { decoder.userInfo[$0] as? String } ?? ""
        let list = try container.decode([LenientRow<Row>].self, forKey: ListingKey(root))
        rows = list.compactMap(\.row)
        unreadable = list.count - rows.count
        let meta = try? container.nestedContainer(keyedBy: ListingKey.self, forKey: ListingKey("meta"))
        nextPageNumber = try? meta?.decode(Int.self, forKey: ListingKey("next_page_number"))
        count = try? meta?.decode(Int.self, forKey: ListingKey("count"))
    }
}

private struct LenientRow<Row: Decodable & Sendable>: Decodable, Sendable {
    let row: Row?

    init(from decoder: any Decoder) throws {
        row = try? Row(from: decoder)
    }
}

private struct ListingKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

extension CodingUserInfoKey {
    fileprivate static let listingRoot = CodingUserInfoKey(rawValue: "TinesTenant.listingRoot")
}
#endif
