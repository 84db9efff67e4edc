#if LiveTenant
/// Windows of a moving list that share jobs, so that no job can be missing between them; see the article Paging.
struct Chain: Sendable {
    /// What a window has to do with those before it.
    struct Joint {
        /// Jobs that were on windows before, in the same state.
        var shared = 0
        /// Jobs that were not.
        var new = 0
    }

    /// Every job of the chain in every state, with the place where it was seen first.
    private var jobs: [Int: Int32] = [:]
    /// The jobs of the window before.
    private var last: Set<Int> = []
    /// What the windows, one after the other, show about the order of the list.
    private(set) var evidence = OrderEvidence()
    /// The last job that was taken as evidence.
    private var frontier: Int?

    init() {}

    /// The window has a job of the chain in the same state.
    func shares(_ marks: [JobMark]) -> Bool {
        marks.contains { $0.isReadable && jobs[$0.digest] != nil }
    }

    /// The place where the job was seen in this state; nil when it was not.
    func place(of mark: JobMark) -> Int? { jobs[mark.digest].map(Int.init) }

    /// Adds a window.
    mutating func join(_ sight: PageAnswer.Sight, at start: Int, forward: Bool) -> Joint {
        var joint = Joint()
        var digests: Set<Int> = []
        var edge: Int?
        for (place, mark) in sight.jobs.enumerated() where mark.isReadable {
            let digest = mark.digest
            digests.insert(digest)
            // The job next to what is new.
            if last.contains(digest), forward || edge == nil { edge = place }
            if jobs[digest] == nil {
                jobs[digest] = Int32(clamping: start + place)
                joint.new += 1
            } else {
                joint.shared += 1
            }
        }
        last = digests
        takeEvidence(sight, edge: edge, forward: forward)
        return joint
    }

    /// Takes the jobs beyond those of the windows before, so that the order of the complete list shows.
    private mutating func takeEvidence(_ sight: PageAnswer.Sight, edge: Int?, forward: Bool) {
        var start = edge
        if let frontier {
            if let place = sight.jobs.firstIndex(where: { $0.isReadable && $0.digest == frontier }) {
                start = place
            } else {
                evidence.begin()
            }
        }
        let beyond =
            forward ? sight.jobs[(start.map { $0 + 1 } ?? 0)...] : sight.jobs[..<(start ?? sight.jobs.count)]
        for mark in forward ? Array(beyond) : beyond.reversed() where mark.isReadable {
            evidence.take(mark, time: sight.time, isFresh: false)
            frontier = mark.digest
        }
    }
}
#endif
