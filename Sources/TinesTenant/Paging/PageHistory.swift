#if LiveTenant
/// The pages of a reading, compared with each other: what a list that moves by retries can't show.
///
/// A job that keeps its state keeps its place among those that do. So a page that has two jobs of an earlier page has
/// everything that was between them at its moment, and the earlier page everything at its own. Pages that are not one
/// moment of one list contradict each other sooner or later: a job is gone and comes back, is found where it was not
/// though it did not move, or is seen in an older state after a newer one.
struct PageHistory: Sendable {
    /// How much younger than its last retry a job may be in the list: clocks differ, and a retry takes time.
    private static let margin: Int64 = 60_000_000

    private struct Page {
        let moment: PageAnswer.Moment
        let time: Int64
        /// It comes after the other pages of its sweep; others were read besides.
        let isInTurn: Bool
        /// The largest numeric id on this page and those taken before it: jobs with larger ones may be newer.
        let largestID: Int64
        let jobs: [JobMark]
    }

    /// Where a job was in one state.
    private struct Spot {
        /// The latest page that has it.
        var page: Int32
        var place: Int32
        /// Its place among the jobs of the latest sweep that has it.
        var rank: Rank?
        /// The page that shows that it was gone; -1 when there is none.
        var gone: Int32 = -1
    }

    /// The order of the jobs of a sweep, from the beginning of the list to its end.
    private struct Rank {
        let sweep: Int16
        let number: Int32
    }

    private struct JobKey: Hashable {
        let id: Int64
        let hasTextID: Bool
    }

    /// The newest state of a job.
    private struct Newest {
        var lastRetry: Int64
        var retryCount: Int32
        /// The page that showed it first.
        var page: Int32
        let firstCount: Int32
        /// It was seen in the first sweep, so it may have been there when reading began.
        let isFirst: Bool
        var states: Int32 = 1

        func isNewer(than job: JobMark) -> Bool {
            if retryCount >= 0, job.retryCount >= 0, retryCount != job.retryCount { return retryCount > job.retryCount }
            return lastRetry > 0 && job.lastRetry > 0 && lastRetry > job.lastRetry
        }
    }

    /// What retries did to jobs that were seen before and after them.
    struct Moves: Sendable {
        var kept = 0
        var forward = 0
        var backward = 0
        /// Jobs that were retried twice or more while the list was read.
        var twice = 0
        /// Jobs whose state is not known, so that a retry of them does not show.
        var unknown = 0

        var count: Int { kept + forward + backward }
    }

    private var pages: [Page] = []
    private var spots: [Int: Spot] = [:]
    private var newest: [JobKey: Newest] = [:]
    private var isFollowing = false
    private var start: Int64 = 0
    /// Jobs with larger numeric ids may have entered since reading began.
    private var largestID: Int64?
    private var isByID = false

    private(set) var moves = Moves()
    /// A page left out a job that was there.
    private(set) var isTorn = false
    /// A job was seen in an older state after a newer one.
    private(set) var isOld = false
    /// Jobs changed places without a retry.
    private(set) var isShuffled = false
    /// Jobs that must have been in the list when reading began, and were on no page before.
    private(set) var late = 0

    /// The sweep that goes on, from 0.
    private var sweep: Int16 = 0
    private var direction: ReadingDirection? = .forward
    /// Where the latest page of this sweep begins.
    private var lastStart: Int?
    private var ranked: Int32 = 0

    /// Jobs that were on a page, from the end of the first sweep on.
    var jobs: Int { newest.count }

    /// The jobs of the first sweep in their order, page by page.
    private(set) var firstOrder: [JobMark] = []

    mutating func add(_ sight: PageAnswer.Sight) {
        if start == 0 { start = sight.time }
        let isInTurn =
            direction != nil && lastStart.map { direction == .forward ? $0 <= sight.start : sight.start <= $0 } ?? true
        if isInTurn { lastStart = sight.start }
        let largest = sight.jobs.lazy.filter { $0.isReadable && !$0.hasTextID }.map(\.id).max() ?? .min
        pages.append(
            Page(
                moment: sight.moment,
                time: sight.time,
                isInTurn: isInTurn,
                largestID: max(largest, pages.last?.largestID ?? .min),
                jobs: sight.jobs
            )
        )
        if isFollowing { compare(pages.count - 1) }
    }

    /// The first sweep is over. From here on each page is compared with those before it.
    ///
    /// `isByID`: the list is ordered by id, and newer jobs have larger ones.
    mutating func follow(isByID: Bool) {
        firstOrder = pages.filter(\.isInTurn).flatMap(\.jobs)
        self.isByID = isByID
        largestID = isByID ? pages.last?.largestID : pages.first?.largestID
        for page in pages.indices { compare(page) }
        isFollowing = true
        endSweep()
    }

    /// Another sweep begins; forgets how many jobs were late.
    mutating func beginSweep(_ direction: ReadingDirection) {
        self.direction = direction
        sweep += 1
        ranked = 0
        lastStart = nil
        late = 0
    }

    /// Pages that follow belong to no sweep.
    mutating func endSweep() { direction = nil }

    private func isBefore(_ page: Int32, _ moment: PageAnswer.Moment) -> Bool {
        pages[Int(page)].moment.arrived <= moment.asked
    }

    private mutating func compare(_ index: Int) {
        let page = pages[index]
        var known: (page: Int32, place: Int, here: Int)?
        var retried: [(place: Int, rank: Rank)] = []
        var ranks: [Rank?] = []
        for (place, job) in page.jobs.enumerated() {
            let spot = job.isReadable ? spots[job.digest] : nil
            ranks.append(spot?.rank)
            guard job.isReadable else { continue }
            if let rank = noteState(job, index) { retried.append((place, rank)) }
            guard let spot else { continue }
            if spot.gone >= 0, isBefore(spot.gone, page.moment) { isTorn = true }
            if let last = known, last.page == spot.page {
                if spot.place < last.place {
                    isShuffled = true
                } else if spot.place > last.place, isBefore(spot.page, page.moment) {
                    noteGone(Int(spot.page), last.place + 1..<Int(spot.place), index)
                    noteLeftOut(page.jobs[last.here + 1..<place], pages[Int(spot.page)])
                }
            }
            known = (spot.page, Int(spot.place), place)
        }
        if isFollowing { noteMoves(retried, ranks) }
        for (place, job) in page.jobs.enumerated() where job.isReadable {
            spots[job.digest, default: Spot(page: 0, place: 0)].page = Int32(clamping: index)
            spots[job.digest]?.place = Int32(clamping: place)
        }
        if page.isInTurn { rank(page.jobs) }
    }

    /// Gives ranks to the jobs behind those that have one; a job before them was retried meanwhile.
    private mutating func rank(_ jobs: [JobMark]) {
        let isForward = direction == .forward
        let inOrder = isForward ? jobs : jobs.reversed()
        let known = inOrder.lastIndex { $0.isReadable && spots[$0.digest]?.rank?.sweep == sweep }
        for job in inOrder[(known.map { $0 + 1 } ?? 0)...] where job.isReadable {
            ranked += 1
            spots[job.digest]?.rank = Rank(sweep: sweep, number: isForward ? ranked : -ranked)
        }
    }

    /// Jobs of an earlier page that would be between two of this page: they are gone.
    private mutating func noteGone(_ earlier: Int, _ places: Range<Int>, _ index: Int) {
        for job in pages[earlier].jobs[places] where job.isReadable {
            spots[job.digest]?.gone = Int32(clamping: index)
        }
    }

    /// Jobs that were not between two others on an earlier page.
    private mutating func noteLeftOut(_ jobs: ArraySlice<JobMark>, _ page: Page) {
        guard page.time > 0 else { return }
        for job in jobs where job.isReadable && job.lastRetry > 0 && job.lastRetry < page.time - Self.margin {
            // One with a larger id may have entered since, whatever its last retry.
            if job.hasTextID || job.id <= page.largestID { isTorn = true }
        }
    }

    /// Returns the rank of the state before this one, when the job was retried.
    private mutating func noteState(_ job: JobMark, _ index: Int) -> Rank? {
        let key = JobKey(id: job.id, hasTextID: job.hasTextID)
        if job.retryCount < 0 { moves.unknown += 1 }
        guard var before = newest[key] else {
            newest[key] = Newest(
                lastRetry: job.lastRetry,
                retryCount: job.retryCount,
                page: Int32(clamping: index),
                firstCount: job.retryCount,
                isFirst: !isFollowing
            )
            if isFollowing, wasThereAtStart(job) { late += 1 }
            return nil
        }
        guard before.lastRetry != job.lastRetry || before.retryCount != job.retryCount else { return nil }
        if before.isNewer(than: job) {
            if isBefore(before.page, pages[index].moment) { isOld = true }
            return nil
        }
        let state = JobMark(
            id: job.id,
            lastRetry: before.lastRetry,
            retryCount: before.retryCount,
            hasTextID: job.hasTextID
        )
        before.states += 1
        let isTwice = before.states == 3 || (before.states == 2 && job.retryCount > before.firstCount + 1)
        if isTwice, before.isFirst || wasThereAtStart(job) { moves.twice += 1 }
        before.lastRetry = job.lastRetry
        before.retryCount = job.retryCount
        before.page = Int32(clamping: index)
        newest[key] = before
        return spots[state.digest]?.rank
    }

    /// The job failed for the first time before reading began, so a page should have had it.
    private func wasThereAtStart(_ job: JobMark) -> Bool {
        let isKnownID = largestID.map { job.id <= $0 } ?? false
        guard job.hasTextID || isKnownID else { return false }
        guard job.lastRetry > 0 else { return isByID && !job.hasTextID }
        var waits: Int64 = 0
        for count in 0..<Int64(max(0, min(job.retryCount, 100))) { waits += count * count * count * count + 15 }
        return start > 0 && job.lastRetry < start - Self.margin + waits * 1_000_000
    }

    /// Compares the places of retried jobs with those that they had, by the jobs around them.
    private mutating func noteMoves(_ retried: [(place: Int, rank: Rank)], _ ranks: [Rank?]) {
        for (place, rank) in retried {
            let before = ranks[..<place].last { $0?.sweep == rank.sweep }??.number
            let after = ranks[(place + 1)...].first { $0?.sweep == rank.sweep }??.number
            if let before, let after, before > after { continue }
            if let before, rank.number < before {
                moves.forward += 1
            } else if let after, rank.number > after {
                moves.backward += 1
            } else if before != nil, after != nil {
                moves.kept += 1
            }
        }
    }
}
#endif
