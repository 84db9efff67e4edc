/// Windows of a moving set that were shown to leave no job out between them.
///
/// A window is what stood side by side in the set at one moment. Two windows that share a job in the same state join
/// whatever happened between their moments: a job that did not move keeps its place relative to the shared one, so it is
/// in one of the two or outside both of them. A chain of joined windows from the beginning of the set to its end thus
/// holds every job that did not move. No clock, no count and no order of requests has part in this.
struct Chain {
    private var tail: Set<JobMark> = []
    /// The place after the last job, as of when the last window was read.
    private(set) var end = 0
    /// The last window reached the end of the set.
    private(set) var reachedEnd = false
    private(set) var isEmpty = true

    /// A chain of nothing yet; its first window must begin where the set does.
    init() {}

    /// A chain that begins in the middle of the set, after another one broke.
    init(restartingAt page: FetchedPage) {
        add(page, marks: page.marks)
    }

    /// Adds a window if it joins, and answers how many jobs it shares with the last one; 0 when it does not join.
    mutating func join(_ page: FetchedPage) -> Int {
        let marks = page.marks
        let shared: Int
        if isEmpty {
            shared = page.window.start == 0 ? max(1, marks.count) : 0
        } else if reachedEnd, marks.isEmpty {
            // Nothing behind the end: nothing to leave out.
            return 1
        } else {
            shared = marks.count { tail.contains($0) }
        }
        guard shared > 0 else { return 0 }
        add(page, marks: marks)
        return shared
    }

    private mutating func add(_ page: FetchedPage, marks: [JobMark]) {
        isEmpty = false
        tail = Set(marks)
        end = page.window.start + min(page.received, page.window.size)
        reachedEnd = page.received < page.window.size
    }
}
