/// Counts deaths as jobs come in, against one moment.
struct DeathTally {
    private(set) var counts = DeathCounts()

    static let day: Int64 = 86_400_000_000

    /// Takes a job's earliest death in, in microseconds; nil when it is unknown.
    mutating func add(_ death: Int64?, now: Int64) {
        guard let death else {
            counts.unknown += 1
            return
        }
        guard death >= now else {
            counts.overdue += 1
            return
        }
        if death < (counts.next?.microseconds ?? .max) { counts.next = Timestamp(microseconds: death) }
        let (wait, overflow) = death.subtractingReportingOverflow(now)
        if overflow || wait > 7 * Self.day {
            counts.later += 1
            return
        }
        counts.within7Days += 1
        if wait <= Self.day { counts.within24Hours += 1 }
    }
}

/// The earliest death of each job and where it counts, in the order of the jobs, for a report whose moment is the end of
/// the reading: only then is it known what is overdue or dies within 24 hours. 16 bytes a job.
struct ExpectedDeaths {
    struct Entry: Hashable {
        /// Microseconds since 1970, or ``unknown`` or ``unretried``.
        var death: Int64
        var group: Int32
        /// Negative for a job that names no action.
        var action: Int32
    }

    static let unknown = Int64.max
    /// That of a job that was never retried: it failed about when it was read.
    static let unretried = Int64.max - 1

    /// In pieces, so that a large set is not copied as it grows.
    private var pieces: [[Entry]] = []
    private static let piece = 1 << 14

    mutating func append(_ entry: Entry) {
        if pieces.last.map({ $0.count == Self.piece }) ?? true {
            pieces.append([])
            if pieces.count > 1 { pieces[pieces.count - 1].reserveCapacity(Self.piece) }
        }
        pieces[pieces.count - 1].append(entry)
    }

    /// Calls `body` with each entry.
    func forEach(_ body: (Entry) -> Void) {
        for piece in pieces { piece.forEach(body) }
    }
}

/// Counts deaths by slots of 24 hours.
struct CalendarTally {
    private var days = Array(repeating: 0, count: DeathCalendar.maximumDays)
    private var later = 0

    mutating func add(_ death: Int64?, now: Int64) {
        guard let death, death >= now else { return }
        let (wait, overflow) = death.subtractingReportingOverflow(now)
        let slot = overflow ? Int64.max : wait / DeathTally.day
        if slot < Int64(days.count) { days[Int(slot)] += 1 } else { later += 1 }
    }

    func calendar(now: Timestamp, deaths: DeathCounts) -> DeathCalendar {
        let used = (days.lastIndex { $0 > 0 } ?? -1) + 1
        return DeathCalendar(
            days: days.prefix(used).enumerated().map { slot, count in
                DeathCalendar.Day(from: now.advanced(bySeconds: Int64(slot) * 86_400), count: count)
            },
            later: later,
            overdue: deaths.overdue,
            unknown: deaths.unknown
        )
    }
}
