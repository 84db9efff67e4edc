/// The number of the page that a next link names. Of the link only this number is ever used.
enum NextPage {
    /// The value of the query's `page`, as in `https://…/retry_jobs?page=2&per_page=20`; of several, the last one.
    static func number(in link: String) -> Int? {
        let link = link.prefix { $0 != "#" }
        guard let question = link.firstIndex(of: "?") else { return nil }
        var number: Int?
        for pair in link[link.index(after: question)...].split(separator: "&") where pair.hasPrefix("page=") {
            number = Self.number(pair.dropFirst("page=".count))
        }
        return number
    }

    /// A page number written in its one way: `2`, not `02`, `+2` or `2.0`.
    static func number(_ text: Substring) -> Int? {
        guard text.utf8.count <= 18, let number = Int(text), number > 0, String(number) == text else { return nil }
        return number
    }
}
