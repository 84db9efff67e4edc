/// Which pages to read once more, to show that the set did not move while it was read.
///
/// Whatever leaves or enters the set shifts all jobs behind it by one place. Pages that still hold the same jobs in the
/// same state at the same places show that nothing did, but for changes that cancel each other out between two of them;
/// see the article Paging.
enum StillnessCheck {
    /// One page in so many.
    static let share = 20

    /// Places in `seen`: the first page, where the schedule takes jobs from; the last, which every change shifts; and
    /// others evenly between, a twentieth of all, at least those two.
    static func sample(of pages: Int) -> [Int] {
        guard pages > 2 else { return Array(0..<pages) }
        let count = max(2, pages / share)
        return (0..<count).map { $0 * (pages - 1) / (count - 1) }
    }
}
