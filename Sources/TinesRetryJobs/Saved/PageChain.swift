/// What the pages of a list say about each other: which of those that they name were not given.
///
/// A page's own number is that of `meta.current_page`, or follows from the page that it names as the next or the
/// previous one. A page that says nothing may be any.
struct PageChain {
    private var named: Set<Int> = []
    private var present: Set<Int> = []
    private var anyPages = 0
    /// Numbers above this are taken for nonsense: what is missing is listed one by one.
    private static let largest = 10_000_000

    /// Adds a page.
    mutating func add(_ envelope: PageEnvelope, isEmpty: Bool) {
        let next = plausible(envelope.nextPageNumber)
        let previous = plausible(envelope.previousPageNumber)
        // The API names a next page even where none is: its own sample does. An empty page ends the list.
        if let next, !isEmpty { named.insert(next) }
        if let previous { named.insert(previous) }
        if let own = plausible(envelope.pageNumber) ?? next.map({ $0 - 1 }) ?? previous.map({ $0 + 1 }) {
            present.insert(own)
        } else {
            anyPages += 1
        }
    }

    /// Adds a page of which nothing is known.
    mutating func addUnknown() {
        anyPages += 1
    }

    /// The pages that are named, or come before one that is there, and can't be among those that were added; in order.
    var missing: [Int] {
        let last = max(named.max() ?? 0, present.max() ?? 0)
        guard last > 0 else { return [] }
        let missing = (1...last).filter { !present.contains($0) }
        // A page that names no other is most likely the last one.
        return Array(missing.dropLast(anyPages))
    }

    private func plausible(_ number: Int?) -> Int? {
        number.flatMap { (1...Self.largest).contains($0) ? $0 : nil }
    }

    /// `Page 2 is missing`, `Pages 1, 4 to 6 and 9 are missing`; of very many only the first are named.
    static func sentence(_ missing: [Int]) -> String? {
        guard let first = missing.first else { return nil }
        var ranges = [first...first]
        for number in missing.dropFirst() {
            if let last = ranges.last, last.upperBound + 1 == number {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        var words = ranges.prefix(10).map { range in
            range.count == 1
                ? "\(range.lowerBound)"
                : "\(range.lowerBound) \(range.count == 2 ? "and" : "to") \(range.upperBound)"
        }
        if ranges.count > 10 { words.append("others") }
        let last = words.removeLast()
        let list = words.isEmpty ? last : "\(words.joined(separator: ", ")) and \(last)"
        return missing.count == 1
            ? "Page \(list) is missing: the pages that were given name it."
            : "Pages \(list) are missing: the pages that were given name them or come after them."
    }
}
