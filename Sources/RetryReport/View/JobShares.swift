/// How many jobs each group lists, where all groups together list no more than a number.
///
/// The groups where a reader looks first have half of the room: those with jobs that die within 24 hours, then the largest.
/// The others share what is left: the same number for each, as large as there is room for, and none for the last when
/// there are more groups than room. Where there is as much room for all, all list the same.
struct JobShares: Sendable {
    /// How many groups come before the others.
    static let firstGroups = 20

    /// By a group's place among all groups; places that are not here list none.
    private var shares: [Int: Int] = [:]

    /// How many jobs are listed, together.
    private(set) var total = 0

    /// Shares out the jobs that the groups at `places` have listed, as much as `detail` has room for. The places come in the
    /// order in which they are shown; `isDying` says which groups have jobs that die within 24 hours.
    init(_ groups: RankedGroups, at places: [Int], _ detail: ReportDetail, isDying: (Int) -> Bool) {
        let most = detail.jobsPerGroup ?? .max
        let listed = places.map { (place: $0, jobs: min(groups[$0].jobs.count, most)) }
        guard let room = detail.maxJobs, listed.reduce(0, { $0 + $1.jobs }) > room else {
            for (place, jobs) in listed { give(jobs, to: place) }
            return
        }
        let ordered = listed.filter { isDying($0.place) } + listed.filter { !isDying($0.place) }
        // At least one each, as long as there is room.
        let first = max(1, room / 2 / Self.firstGroups)
        var rest = ordered[...]
        if Self.most(in: room, for: ordered.map(\.jobs)) < first {
            for (place, jobs) in ordered.prefix(Self.firstGroups) { give(min(jobs, first, room - total), to: place) }
            rest = rest.dropFirst(Self.firstGroups)
        }
        let share = max(1, Self.most(in: room - total, for: rest.map(\.jobs)))
        for (place, jobs) in rest { give(min(jobs, share, room - total), to: place) }
    }

    /// How many jobs the group at a place lists.
    subscript(place: Int) -> Int { shares[place] ?? 0 }

    private mutating func give(_ jobs: Int, to place: Int) {
        shares[place] = jobs
        total += jobs
    }

    /// The largest number that each may have so that all together are within `room`.
    private static func most(in room: Int, for numbers: [Int]) -> Int {
        var (fits, tooMany) = (0, room + 1)
        while tooMany - fits > 1 {
            let middle = fits + (tooMany - fits) / 2
            if numbers.reduce(0, { $0 + min($1, middle) }) <= room { fits = middle } else { tooMany = middle }
        }
        return fits
    }
}
