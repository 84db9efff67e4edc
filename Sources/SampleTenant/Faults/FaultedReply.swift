#if LiveTenant
internal import RetryJobs
internal import NIOHTTP1

extension SampleTenant.Fault {
    /// Whether the fault changes what a page says, as opposed to whether and how it arrives.
    var bendsPage: Bool {
        switch self {
        case .badJob, .nextPageForever, .nextPageElsewhere, .noNextPageNumber, .zeroCounts, .counts, .repeatedPage,
            .emptyPage, .bareRows, .shortPage, .nextPageJumps, .nextPageRaw:
            true
        default: false
        }
    }

    /// Whether the answer is a 429.
    var isRateLimit: Bool {
        if case .tooManyRequests = self { true } else { false }
    }

    /// Whether the answer is made from a page, so that the set is looked at.
    var needsPage: Bool {
        switch self {
        case .cutShort, .endless, .drip, .invalidJSON, .gzip: true
        default: bendsPage
        }
    }

    /// The element that this fault adds to a page.
    var extraElement: String? {
        switch self {
        case .badJob(.notAnObject): "\"not a job\""
        case .badJob(.missingID): "{\"type\":\"AgentReceiveJob\",\"retry_count\":3,\"error_class\":\"KeyError\"}"
        default: nil
        }
    }

    /// The number of the page whose jobs are served for `page`.
    func source(of page: Int, pages: Int) -> Int {
        switch self {
        case .nextPageForever: pages == 0 ? page : (page - 1) % pages + 1
        case .repeatedPage: max(1, page - 1)
        default: page
        }
    }

    /// The rows that are left of a page of `size`.
    func limit(of size: Int) -> Int {
        switch self {
        case .emptyPage: 0
        case .shortPage(let jobs): min(size, jobs)
        default: size
        }
    }

    /// Bends the envelope of a page whose jobs are those of page `source`.
    func bend(_ envelope: inout Envelope, source: Int) {
        switch self {
        case .nextPageForever: envelope.next = envelope.page + 1
        case .nextPageElsewhere(let origin):
            envelope.nextOrigin = origin
            envelope.nextNumber = .missing
        case .noNextPageNumber: envelope.nextNumber = .missing
        case .zeroCounts: (envelope.pages, envelope.count) = (0, 0)
        case .counts(let count):
            envelope.count = count
            envelope.pages = (count + envelope.perPage - 1) / envelope.perPage
        case .repeatedPage: envelope.next = source < envelope.pages ? envelope.page + 1 : nil
        case .emptyPage(.array): envelope.meta = .array
        case .emptyPage(.list): envelope.meta = .none
        case .emptyPage(.error):
            envelope.meta = .none
            envelope.error = "Query timed out"
        case .emptyPage(.meta): envelope.next = nil
        case .nextPageJumps(let pages): envelope.next = envelope.next.map { $0 + pages }
        case .nextPageRaw(let raw): if envelope.next != nil { envelope.nextNumber = .raw(raw) }
        default: break
        }
    }

    /// The answer under this fault.
    ///
    /// `uri` is path and query of the request, for a redirect.
    /// `page` makes the right answer; only called when the fault needs it.
    func reply(uri: String, page: () -> [UInt8]) -> Reply {
        switch self {
        case .tooManyRequests(let retryAfter): Self.tooManyRequests(retryAfter)
        case .unauthorized: .error(status: .unauthorized, message: "Unauthorized", details: "The key was revoked")
        case .forbidden: Reply(status: .forbidden, text: "[\"You are not allowed to see <retry jobs>\"]")
        case .notFound: .html(status: .notFound, title: "The page you were looking for doesn't exist (404)")
        case .status(let code):
            Reply(
                status: HTTPResponseStatus(statusCode: code),
                contentType: "text/plain",
                text: "The server is not well (\(code))\n"
            )
        case .redirect(let origin): Self.redirect(to: origin + uri)
        case .html: .html(status: .ok, title: "Sign in")
        case .reset: Reply.json([]).with(body: .reset)
        case .cutShort: Reply.json([]).with(body: .cutShort(page()))
        case .endless: Reply.json([]).with(body: .endless(Array(page().prefix(24))))
        case .drip(let milliseconds): Reply.json([]).with(body: .drip(page(), milliseconds: milliseconds))
        case .invalidJSON: .json(Array(page().dropLast(40)))
        case .gzip: Self.gzip(Gzip.stored(page()))
        case .gzipBomb(let mebibytes): Self.gzip(Gzip.bomb(mebibytes: mebibytes))
        case .badJob, .nextPageForever, .nextPageElsewhere, .noNextPageNumber, .zeroCounts, .counts, .repeatedPage,
            .emptyPage, .bareRows, .shortPage, .nextPageJumps, .nextPageRaw:
            .json(page())
        }
    }

    private static func tooManyRequests(_ retryAfter: RetryAfter) -> Reply {
        var reply = Reply.error(status: .tooManyRequests, message: "Too many requests", details: "Rate limit exceeded")
        switch retryAfter {
        case .seconds(let seconds):
            reply.headers.add(name: "Retry-After", value: String(seconds))
        case .date(let seconds):
            // Rounded up: a date has no fractions, and the wait must not come out short.
            let time = Timestamp.now().advanced(bySeconds: Int64(seconds)).advanced(byMicroseconds: 999_999)
            reply.headers.add(name: "Retry-After", value: time.httpDate)
        case .absent:
            break
        }
        return reply
    }

    private static func redirect(to location: String) -> Reply {
        var reply = Reply.html(status: .found, title: "Moved")
        reply.headers.add(name: "Location", value: location)
        return reply
    }

    private static func gzip(_ body: [UInt8]) -> Reply {
        var reply = Reply.json(body)
        reply.headers.add(name: "Content-Encoding", value: "gzip")
        return reply
    }
}
#endif
