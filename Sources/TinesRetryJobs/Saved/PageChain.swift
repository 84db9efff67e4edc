/// What the pages of a set say about each other: whether one that they name is missing.
///
/// A page does not say its own number, only the next one's; so a page that names 3 is taken for page 2, and a page
/// that names none may be any.
struct PageChain {
    private var named: Set<Int> = []
    private var present: Set<Int> = []
    private var anyPages = 0

    /// Takes in a page.
    mutating func add(_ envelope: PageEnvelope, isEmpty: Bool) {
        guard let next = envelope.nextPageNumber else { return addUnknown() }
        present.insert(next - 1)
        // The API names a next page even where none is: its own sample does. An empty page ends the set.
        if !isEmpty { named.insert(next) }
    }

    /// Takes in a page of which nothing is known.
    mutating func addUnknown() {
        anyPages += 1
    }

    /// The first page that is named and can't be among those taken in; nil when the set seems whole.
    var missing: Int? {
        let missing = named.subtracting(present)
        guard missing.count > anyPages else { return nil }
        return missing.min()
    }
}
