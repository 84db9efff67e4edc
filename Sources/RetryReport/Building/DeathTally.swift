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
