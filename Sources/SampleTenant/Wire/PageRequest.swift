/// What a request asks for: its path and the page of the set, read as leniently as Rails does.
struct PageRequest: Sendable {
    static let path = "/api/v1/admin/retry_jobs"
    static let defaultPageSize = 20
    static let largestPageSize = 500

    let path: String
    let page: Int
    let perPage: Int

    init(uri: String) {
        let parts = uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = parts.first.map(String.init) ?? ""
        var numbers: [Substring: Int] = [:]
        for pair in parts.dropFirst().first?.split(separator: "&") ?? [] {
            let sides = pair.split(separator: "=", maxSplits: 1)
            if sides.count == 2 { numbers[sides[0]] = Int(sides[1]) }
        }
        // Far beyond any set, and still safe to multiply with the page size.
        page = Swift.min(Swift.max(numbers["page"] ?? 1, 1), 1_000_000_000)
        let asked = numbers["per_page"] ?? Self.defaultPageSize
        perPage = asked < 1 ? Self.defaultPageSize : Swift.min(asked, Self.largestPageSize)
    }
}
