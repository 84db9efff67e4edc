/// What a request asks for: its path and the page of a list, read as leniently as Rails does.
struct PageRequest: Sendable {
    static let defaultPageSize = 20
    static let largestPageSize = 500

    let path: String
    let page: Int
    /// The size asked for, from 1 to 500.
    let perPage: Int

    /// - Parameter firstPage: the number of the first page, which is also the least.
    init(uri: String, firstPage: Int = 1) {
        let parts = uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = parts.first.map(String.init) ?? ""
        var numbers: [Substring: Int] = [:]
        for pair in parts.dropFirst().first?.split(separator: "&") ?? [] {
            let sides = pair.split(separator: "=", maxSplits: 1)
            if sides.count == 2 { numbers[sides[0]] = Int(sides[1]) }
        }
        // Far beyond any list, and still safe to multiply with the page size.
        page = min(max(numbers["page"] ?? firstPage, firstPage), 1_000_000_000)
        let asked = numbers["per_page"] ?? Self.defaultPageSize
        perPage = asked < 1 ? Self.defaultPageSize : min(asked, Self.largestPageSize)
    }
}
