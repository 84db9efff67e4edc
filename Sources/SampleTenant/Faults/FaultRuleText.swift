#if LiveTenant
extension SampleTenant.FaultRule {
    /// A text that is not a fault rule; its description says what is wrong and what would be right.
    public struct InvalidText: Error, Hashable, CustomStringConvertible {
        /// What is wrong.
        public let description: String
    }

    /// The names that ``init(parsing:)`` knows, each with its details: one line for each, for a help page.
    public static let names = """
        rate-limited[:SECONDS]       429 with Retry-After in seconds (1)
        rate-limited-date[:SECONDS]  429 with Retry-After as a date, so many seconds ahead (1)
        rate-limited-bare            429 without Retry-After
        server-error                 500
        bad-gateway                  502
        unavailable                  503
        status:CODE                  any other status
        unauthorized                 401
        forbidden                    403
        not-found                    404 with an HTML page
        html                         200 with an HTML page
        redirect:ORIGIN              302 to the same path at another origin
        reset                        connection reset in place of an answer
        cut-short                    half of the announced body
        endless                      a body that never ends
        drip[:MILLISECONDS]          one byte every so often (100)
        invalid-json                 a page without its last bytes
        gzip                         a page in gzip
        gzip-bomb[:MIB]              a small body that unpacks to so many MiB (1024)
        bad-job[:not-object|no-id]   one more element that is not a job
        next-page-forever            there is always a next page
        next-page-elsewhere[:ORIGIN] next_page at another origin, no next_page_number
        no-next-page-number          meta without next_page_number
        zero-counts                  meta says 0 pages, 0 jobs
        counts:JOBS                  meta says so many jobs
        repeated-page                the jobs of the page before
        empty-page[:array|list|error|meta]  no jobs, although there are more
        bare-rows                    every row is {}
        short-page[:JOBS]            only the first jobs of the page (1)
        next-page-jumps[:PAGES]      the next page is further on (4)
        next-page-raw:JSON           next_page_number is this JSON, next_page is null
        mixed                        a draw from all that pass (needs probability)
        """

    /// Reads `NAME[:DETAIL][@CONDITION,…]`, such as `unavailable@page=3,attempts=2` or
    /// `mixed@probability=0.05,seed=7`.
    ///
    /// The conditions are those of this type: `endpoint`, `page`, `attempts`, `every`, `probability`, `seed`.
    ///
    /// - Throws: ``InvalidText``.
    public init(parsing text: String) throws(InvalidText) {
        let at = text.lastIndex(of: "@") ?? text.endIndex
        let parts = text[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts.first.map(String.init) ?? ""
        let detail = parts.count > 1 ? String(parts[1]) : nil
        if name == "mixed" {
            self.init(drawnFrom: SampleTenant.Fault.transient)
        } else {
            self.init(try SampleTenant.Fault(name: name, detail: detail))
        }
        for condition in text[at...].dropFirst().split(separator: ",") { try add(condition) }
    }

    private mutating func add(_ condition: Substring) throws(InvalidText) {
        let sides = condition.split(separator: "=", maxSplits: 1).map(String.init)
        guard sides.count == 2 else {
            throw InvalidText(description: "'\(condition)' is not a condition; write NAME=VALUE")
        }
        let (name, value) = (sides[0], sides[1])
        switch name {
        case "endpoint":
            guard let endpoint = SampleTenant.Endpoint(rawValue: value) else {
                let names = SampleTenant.Endpoint.allCases.map(\.rawValue).joined(separator: ", ")
                throw InvalidText(description: "endpoint must be one of: \(names) (got '\(value)')")
            }
            self.endpoint = endpoint
        case "page": page = try Self.number(value, for: name)
        case "attempts": attempts = try Self.number(value, for: name)
        case "every": every = try Self.number(value, for: name)
        case "seed": seed = UInt64(try Self.number(value, for: name))
        case "probability":
            guard let share = Double(value), (0...1).contains(share) else {
                throw InvalidText(description: "probability must be from 0 to 1 (got '\(value)')")
            }
            probability = share
        default:
            throw InvalidText(
                description: "a condition must be one of: endpoint, page, attempts, every, probability, seed "
                    + "(got '\(name)')"
            )
        }
    }

    fileprivate static func number(_ text: String, for name: String) throws(InvalidText) -> Int {
        guard let number = Int(text), number >= 0 else {
            throw InvalidText(description: "\(name) must be a whole number (got '\(text)')")
        }
        return number
    }
}

extension SampleTenant.Fault {
    fileprivate typealias InvalidText = SampleTenant.FaultRule.InvalidText

    fileprivate init(name: String, detail: String?) throws(InvalidText) {
        if let plain = Self.plain[name] {
            guard detail == nil else { throw InvalidText(description: "\(name) has no detail") }
            self = plain
            return
        }
        func number(_ usual: Int) throws(InvalidText) -> Int {
            guard let detail else { return usual }
            return try SampleTenant.FaultRule.number(detail, for: name)
        }
        switch name {
        case "rate-limited": self = .tooManyRequests(.seconds(try number(1)))
        case "rate-limited-date": self = .tooManyRequests(.date(secondsFromNow: try number(1)))
        case "status": self = .status(try Self.status(detail))
        case "redirect":
            guard let detail, !detail.isEmpty else {
                throw InvalidText(description: "redirect requires an origin, such as redirect:http://127.0.0.1:8081")
            }
            self = .redirect(to: detail)
        case "drip": self = .drip(milliseconds: try number(100))
        case "gzip-bomb": self = .gzipBomb(mebibytes: try number(1_024))
        case "counts": self = .counts(try SampleTenant.FaultRule.number(detail ?? "", for: name))
        case "short-page": self = .shortPage(jobs: try number(1))
        case "next-page-jumps": self = .nextPageJumps(by: try number(4))
        case "next-page-raw":
            guard let detail, !detail.isEmpty else {
                throw InvalidText(description: "next-page-raw requires JSON, such as next-page-raw:2.0")
            }
            self = .nextPageRaw(detail)
        case "empty-page":
            guard let form = EmptyPage(rawValue: detail ?? EmptyPage.list.rawValue) else {
                throw InvalidText(description: "empty-page must be one of: array, list, error, meta")
            }
            self = .emptyPage(form)
        case "bad-job":
            guard let kind = BadJob(rawValue: detail ?? BadJob.notAnObject.rawValue) else {
                throw InvalidText(description: "bad-job must be one of: not-object, no-id")
            }
            self = .badJob(kind)
        case "next-page-elsewhere": self = .nextPageElsewhere(origin: detail ?? "http://127.0.0.1:9")
        default: throw InvalidText(description: "there is no fault '\(name)'")
        }
    }

    private static func status(_ detail: String?) throws(InvalidText) -> Int {
        let code = try SampleTenant.FaultRule.number(detail ?? "", for: "status")
        guard (200...599).contains(code) else { throw InvalidText(description: "status must be from 200 to 599") }
        return code
    }

    private static let plain: [String: SampleTenant.Fault] = [
        "rate-limited-bare": .tooManyRequests(.absent), "server-error": .status(500), "bad-gateway": .status(502),
        "unavailable": .status(503), "unauthorized": .unauthorized, "forbidden": .forbidden, "not-found": .notFound,
        "html": .html, "reset": .reset, "cut-short": .cutShort, "endless": .endless, "invalid-json": .invalidJSON,
        "gzip": .gzip, "next-page-forever": .nextPageForever, "no-next-page-number": .noNextPageNumber,
        "zero-counts": .zeroCounts, "repeated-page": .repeatedPage, "bare-rows": .bareRows,
    ]
}
#endif
