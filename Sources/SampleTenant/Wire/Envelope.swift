/// The `meta` object beside the jobs. Its fields are variable so that a fault can bend them.
struct Envelope: Sendable {
    /// Where the links of `meta` point, without a slash at the end.
    var origin: String
    var page: Int
    var perPage: Int
    var pages: Int
    var count: Int
    var hasNext: Bool
    /// The origin of `next_page` when it is not this server's own.
    var nextOrigin: String?
    var statesNextPageNumber = true

    /// The meta of a page of a set of `count` jobs.
    init(origin: String, page: Int, perPage: Int, count: Int) {
        self.origin = origin
        self.page = page
        self.perPage = perPage
        self.count = count
        pages = (count + perPage - 1) / perPage
        hasNext = page < pages
    }

    /// Adds the whole answer; `jobs` writes the elements of the array.
    func append(to json: inout [UInt8], jobs: (inout [UInt8]) -> Void) {
        json.append(json: "{\"admin/retry_jobs\":[")
        jobs(&json)
        json.append(json: "],\"meta\":{\"current_page\":")
        json.append(quoted: link(to: page, at: origin))
        json.append(json: ",\"previous_page\":")
        appendLink(page > 1 ? page - 1 : nil, at: origin, to: &json)
        json.append(json: ",\"next_page\":")
        appendLink(hasNext ? page + 1 : nil, at: nextOrigin ?? origin, to: &json)
        if statesNextPageNumber {
            json.append(json: ",\"next_page_number\":")
            json.append(json: hasNext ? String(page + 1) : "null")
        }
        json.append(json: ",\"per_page\":")
        json.append(number: perPage)
        json.append(json: ",\"pages\":")
        json.append(number: pages)
        json.append(json: ",\"count\":")
        json.append(number: count)
        json.append(json: "}}")
    }

    private func appendLink(_ page: Int?, at origin: String, to json: inout [UInt8]) {
        if let page { json.append(quoted: link(to: page, at: origin)) } else { json.append(json: "null") }
    }

    private func link(to page: Int, at origin: String) -> String {
        "\(origin)\(PageRequest.path)?page=\(page)&per_page=\(perPage)"
    }
}
