#if LiveTenant
internal import RetryJobs

extension SampleTenant {
    /// One thing that goes wrong with an answer. See ``FaultRule`` for when it does.
    public enum Fault: Sendable, Hashable {
        /// 429, saying when to come back in one of the two forms of HTTP, or not at all.
        case tooManyRequests(RetryAfter)
        /// 401 with the API's JSON error, as for a key that was revoked.
        case unauthorized
        /// 403 with a bare JSON array of errors.
        case forbidden
        /// 404 with an HTML page, as a tenant that is not dedicated may answer.
        case notFound
        /// 500, 502, 503 or any other status, with a short plain text.
        case status(Int)
        /// 302 to the same path at another origin, such as `http://127.0.0.1:8081`.
        case redirect(to: String)
        /// A login page in HTML with status 200.
        case html
        /// The connection is reset (RST) in place of an answer.
        case reset
        /// Half of the body that Content-Length announces, then the end of the connection.
        case cutShort
        /// A body that never ends, until the client goes away.
        case endless
        /// The right body, one byte each time this many milliseconds have passed.
        case drip(milliseconds: Int)
        /// The right body with its last 40 bytes missing, and a Content-Length that agrees.
        case invalidJSON
        /// The right page with one more element that is not a readable job.
        case badJob(BadJob)
        /// The right page in gzip, whether or not the client accepts it.
        case gzip
        /// A gzip body of this many MiB of JSON white space: a thousandth of it on the wire.
        case gzipBomb(mebibytes: Int)
        /// Every page names a next one; the jobs start over after the last page.
        case nextPageForever
        /// `next_page` names another origin, and there is no `next_page_number`.
        case nextPageElsewhere(origin: String)
        /// `meta` lacks `next_page_number`, as on older tenants.
        case noNextPageNumber
        /// `meta` says that there are no pages and no jobs; the page itself is right.
        case zeroCounts
        /// `meta` says that there are this many jobs, and as many pages as they need.
        case counts(Int)
        /// The page has the jobs of the page before it (the first page has its own).
        case repeatedPage
        /// The page has no jobs, although there are more.
        case emptyPage(EmptyPage)
        /// Every row of the page is an object without members.
        case bareRows
        /// The page has only this many of its first jobs.
        case shortPage(jobs: Int)
        /// The next page is this many pages further on than it should be.
        case nextPageJumps(by: Int)
        /// `next_page_number` is this JSON, and `next_page` is null.
        case nextPageRaw(String)

        /// How a 429 says when to come back.
        public enum RetryAfter: Sendable, Hashable {
            /// `Retry-After` as a number of seconds.
            case seconds(Int)
            /// `Retry-After` as an HTTP date, this many seconds from now by this machine's clock.
            case date(secondsFromNow: Int)
            /// No `Retry-After`.
            case absent
        }

        /// What an empty page in the middle looks like.
        public enum EmptyPage: String, Sendable, Hashable, CaseIterable {
            /// `[]`
            case array
            /// An object with an empty list and nothing else.
            case list
            /// An object with an empty list and an `error` member.
            case error
            /// An empty list beside the true counts, and no next page.
            case meta
        }

        /// What a job that can't be read looks like.
        public enum BadJob: String, Sendable, Hashable {
            /// A string in place of an object.
            case notAnObject = "not-object"
            /// An object without an id.
            case missingID = "no-id"
        }

        /// One of each kind, with details that keep a test quick: what
        /// ``FaultRule/mixed(seed:probability:faults:)`` draws from unless told otherwise.
        ///
        /// The ones that end a run at once are left out: ``unauthorized``, ``forbidden``,
        /// ``notFound``, ``redirect(to:)``.
        public static let transient: [Fault] = [
            .tooManyRequests(.seconds(1)), .tooManyRequests(.date(secondsFromNow: 1)), .tooManyRequests(.absent),
            .status(500), .status(502), .status(503), .html, .reset, .cutShort, .endless, .drip(milliseconds: 50),
            .invalidJSON, .badJob(.notAnObject), .badJob(.missingID), .gzip, .gzipBomb(mebibytes: 512),
            .nextPageForever, .nextPageElsewhere(origin: "http://127.0.0.1:9"), .noNextPageNumber, .zeroCounts,
            .repeatedPage,
        ]
    }
}

extension SampleTenant {
    /// When a fault is played. All conditions that are given must be true; a rule without any is true
    /// for every answer.
    ///
    /// Only requests with the right key are counted and can meet a fault. Draws depend on the seed, the
    /// page and the attempt, not on the order of requests, so a run with several connections
    /// gets the same faults again.
    public struct FaultRule: Sendable, Hashable {
        /// The fault, or several of which each answer draws one.
        public var faults: [Fault]
        /// Only for requests of this endpoint.
        public var endpoint: Endpoint?
        /// Only for this page number.
        public var page: Int?
        /// Only for this many first requests of each page number.
        public var attempts: Int?
        /// Only for every n-th request: 3 means the third, the sixth and so on.
        public var every: Int?
        /// How likely it is, from 0 to 1, when all other conditions are true.
        public var probability: Double
        /// The seed of the draws.
        public var seed: UInt64

        /// A rule for one fault; what is left out is not a condition.
        public init(
            _ fault: Fault,
            endpoint: Endpoint? = nil,
            page: Int? = nil,
            attempts: Int? = nil,
            every: Int? = nil,
            probability: Double = 1,
            seed: UInt64 = 1
        ) {
            self.init(
                drawnFrom: [fault],
                endpoint: endpoint,
                page: page,
                attempts: attempts,
                every: every,
                probability: probability,
                seed: seed
            )
        }

        /// All faults of a list, mixed at random: each answer is bad with `probability` (0 to 1).
        public static func mixed(
            seed: UInt64,
            probability: Double,
            faults: [Fault] = Fault.transient
        ) -> FaultRule {
            FaultRule(drawnFrom: faults, probability: probability, seed: seed)
        }

        init(
            drawnFrom faults: [Fault],
            endpoint: Endpoint? = nil,
            page: Int? = nil,
            attempts: Int? = nil,
            every: Int? = nil,
            probability: Double = 1,
            seed: UInt64 = 1
        ) {
            self.faults = faults
            self.endpoint = endpoint
            self.page = page
            self.attempts = attempts
            self.every = every
            self.probability = probability
            self.seed = seed
        }

        /// The fault that this rule plays, if any.
        ///
        /// `endpoint` is what was asked for.
        /// `page` is the page number asked for.
        /// `attempt` is 1 for the first request of that page.
        /// `request` is 1 for the first request of all.
        func fault(endpoint: Endpoint, page: Int, attempt: Int, request: Int) -> Fault? {
            if let wanted = self.endpoint, wanted != endpoint { return nil }
            if let wanted = self.page, wanted != page { return nil }
            if let attempts, attempt > attempts { return nil }
            if let every, every < 1 || !request.isMultiple(of: every) { return nil }
            guard !faults.isEmpty else { return nil }
            // The endpoint changes the seed, except that of the waiting jobs.
            let seed = seed &+ UInt64(endpoint.number) << 32
            var random = SplitMix64(seed: seed, place: 3, UInt64(page), UInt64(attempt))
            guard random.fraction() < probability else { return nil }
            return faults[random.below(faults.count)]
        }
    }
}
#endif
