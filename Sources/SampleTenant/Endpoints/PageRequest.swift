/// What a request asks for: its path and the page of a list, read as leniently as Rails does.
struct PageRequest: Sendable {
    static let defaultPageSize = 20
    static let largestPageSize = 500

    let path: String
    let page: Int
    /// The size asked for, from 1 to 500.
    let perPage: Int
    private let query: [(name: String, value: String)]

    /// `firstPage` is the number of the first page, which is also the least.
    init(uri: String, firstPage: Int = 1) {
        let parts = uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = parts.first.map(String.init) ?? ""
        let query = (parts.dropFirst().first?.split(separator: "&") ?? []).compactMap {
            pair -> (name: String, value: String)? in
            let sides = pair.split(separator: "=", maxSplits: 1)
            guard sides.count == 2 else { return nil }
            let name = String(sides[0]).replacing("%5B", with: "[").replacing("%5D", with: "]")
            return (name, String(sides[1]))
        }
        self.query = query
        func number(_ name: String) -> Int? { query.last { $0.name == name }.flatMap { Int($0.value) } }
        // Far beyond any list, and still safe to multiply with the page size.
        page = min(max(number("page") ?? firstPage, firstPage), 1_000_000_000)
        let asked = number("per_page") ?? Self.defaultPageSize
        perPage = asked < 1 ? Self.defaultPageSize : min(asked, Self.largestPageSize)
    }

    /// All values of a parameter, in order.
    func values(_ name: String) -> [String] {
        query.filter { $0.name == name }.map(\.value)
    }

    /// The last value of a parameter, if it is a whole number.
    func number(_ name: String) -> Int? {
        values(name).last.flatMap { Int($0) }
    }
}
