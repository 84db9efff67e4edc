/// The error classes by how many jobs have them, across job types: what is most frequent in one type need not be the
/// most frequent of all. Jobs that a policy mutes or accepts do not count.
struct ErrorRanking {
    /// How many different error classes there are; jobs without one count as a class of their own.
    let classes: Int
    /// How many classes have as many jobs as the first.
    let equals: Int
    /// The class with the most jobs; of equal ones the first by name, and no class last.
    let first: (errorClass: String?, count: Int)?

    init(_ groups: some RandomAccessCollection<ErrorGroup>) {
        var counts: [ExactText?: Int] = [:]
        // By index: an iterator copies each group.
        for place in groups.indices where groups[place].openCount > 0 {
            counts[groups[place].errorClass.map { ExactText($0) }, default: 0] += groups[place].openCount
        }
        let most = counts.values.max()
        let leading = counts.filter { $0.value == most }.keys
        classes = counts.count
        equals = leading.count
        let name = leading.compactMap(\.self).min()
        first = most.map { (name?.text, $0) }
    }
}
