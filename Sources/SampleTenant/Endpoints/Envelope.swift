#if LiveTenant
/// Writes the body of a page.
struct PageWriter: Sendable {
    let directory: DirectoryJSON
    let paging: SampleTenant.Paging
    /// Whether each row is an object without members.
    var hasBareRows = false

    /// A list with what is around it.
    ///
    /// `extra` is a JSON value to put after the first row.
    func page(_ rows: [Row], envelope: Envelope, extra: String?) -> [UInt8] {
        var json: [UInt8] = []
        json.reserveCapacity(rows.count * 220 + 512)
        envelope.append(to: &json) { json in
            var first = true
            for row in rows {
                if !first { json.append(json: ",") }
                append(row, to: &json)
                if first, let extra { json.append(json: "," + extra) }
                first = false
            }
            if first, let extra { json.append(json: extra) }
        }
        return json
    }

    /// Adds one row.
    func append(_ row: Row, to json: inout [UInt8]) {
        if hasBareRows {
            json.append(json: "{}")
        } else if case .job(let job) = row {
            JobJSON.shared.append(job, paging: paging, to: &json)
        } else {
            json.append(json: directory.text(row))
        }
    }
}

/// What is around the rows of a page. Its fields are variable so that a fault can bend them.
struct Envelope: Sendable {
    /// What `next_page_number` says.
    enum NextNumber: Sendable {
        /// The number of the next page, or `null`.
        case honest
        /// The member is missing.
        case missing
        /// This JSON, and `next_page` is `null`.
        case raw(String)
    }

    var endpoint: SampleTenant.Endpoint
    /// The path of the request, for links.
    var path: String
    /// Where the links of `meta` point, without a slash at the end.
    var origin: String
    var page: Int
    var firstPage: Int
    var perPage: Int
    var pages: Int
    var count: Int
    /// The next page; `nil` at the end.
    var next: Int?
    /// The origin of `next_page` when it is not this server's own.
    var nextOrigin: String?
    var nextNumber = NextNumber.honest
    var meta = SampleTenant.Paging.Meta.full
    /// What an `error` member says, if there is one.
    var error: String?

    /// The envelope of a page of `count` rows on all pages.
    init(
        endpoint: SampleTenant.Endpoint,
        path: String,
        origin: String,
        page: Int,
        firstPage: Int,
        perPage: Int,
        count: Int
    ) {
        self.endpoint = endpoint
        self.path = path
        self.origin = origin
        self.page = page
        self.firstPage = firstPage
        self.perPage = perPage
        self.count = count
        pages = (count + perPage - 1) / perPage
        next = page - firstPage + 1 < pages ? page + 1 : nil
    }

    /// Adds the complete answer; `rows` writes the elements of the list.
    func append(to json: inout [UInt8], rows: (inout [UInt8]) -> Void) {
        guard meta != .array else {
            json.append(json: "[")
            rows(&json)
            json.append(json: "]")
            return
        }
        json.append(json: "{\"\(endpoint.rootKey ?? endpoint.rawValue)\":[")
        rows(&json)
        json.append(json: "]")
        if let error {
            json.append(json: ",\"error\":")
            json.append(quoted: error)
        }
        if meta != .none { appendMeta(to: &json) }
        json.append(json: "}")
    }

    private func appendMeta(to json: inout [UInt8]) {
        json.append(json: ",\"meta\":{\"current_page\":")
        json.append(quoted: link(to: page, at: origin))
        json.append(json: ",\"previous_page\":")
        appendLink(page > firstPage ? page - 1 : nil, at: origin, to: &json)
        if meta != .noNext { appendNext(to: &json) }
        json.append(json: ",\"per_page\":")
        json.append(number: perPage)
        if meta != .noCounts {
            json.append(json: ",\"pages\":")
            json.append(number: pages)
            json.append(json: ",\"count\":")
            json.append(number: count)
        }
        json.append(json: "}")
    }

    private func appendNext(to json: inout [UInt8]) {
        json.append(json: ",\"next_page\":")
        if case .raw(let raw) = nextNumber {
            json.append(json: "null,\"next_page_number\":" + raw)
            return
        }
        appendLink(next, at: nextOrigin ?? origin, to: &json)
        guard case .honest = nextNumber else { return }
        json.append(json: ",\"next_page_number\":")
        json.append(json: next.map(String.init) ?? "null")
    }

    private func appendLink(_ page: Int?, at origin: String, to json: inout [UInt8]) {
        if let page { json.append(quoted: link(to: page, at: origin)) } else { json.append(json: "null") }
    }

    private func link(to page: Int, at origin: String) -> String {
        "\(origin)\(path)?page=\(page)&per_page=\(perPage)"
    }
}
#endif
