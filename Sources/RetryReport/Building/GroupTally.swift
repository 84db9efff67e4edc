import Algorithms

/// Counts one error group as its jobs come in.
struct GroupTally {
    let type: TextTable.Symbol
    let errorClass: TextTable.Symbol
    var count = 0
    var oldest = Int64.max
    var newest = Int64.min
    var failingSince = Int64.max
    /// Jobs that were never retried, so that they failed for the first time about now.
    private var unretried = 0
    /// Jobs with a last retry and a retry count, so that their next retry can be estimated.
    private var placeable = 0
    var deaths = DeathTally()
    /// Deaths of the jobs that a policy neither mutes nor accepts.
    var openDeaths = DeathTally()
    var withoutAction = 0
    var histogram: [Int]
    /// Counts at or past the limit; few, so a dictionary will do.
    var beyond: [Int32: Int] = [:]
    var retriesUnknown = 0
    var jobs: ClosestToDeath

    init(type: TextTable.Symbol, errorClass: TextTable.Symbol, retryLimit: Int, jobs: ClosestToDeath) {
        self.type = type
        self.errorClass = errorClass
        histogram = Array(repeating: 0, count: retryLimit)
        self.jobs = jobs
    }

    /// Takes a job in: `since` is the latest moment of its first failure. Its death is counted when the report's moment
    /// is known.
    mutating func add(_ record: JobRecord, since: Int64?) {
        count += 1
        addRetryCount(record.retryCount)
        if record.lastRetry != JobRecord.none {
            oldest = min(oldest, record.lastRetry)
            newest = max(newest, record.lastRetry)
            if record.retryCount >= 0 { placeable += 1 }
        }
        if let since { failingSince = min(failingSince, since) }
        if record.isUnretried { unretried += 1 }
        if !record.namesAction { withoutAction += 1 }
    }

    /// Makes the first failure one in the past: a tenant's clock may be ahead. Where retries have stopped, it is not known
    /// when a job failed that was never retried.
    mutating func place(at now: Int64, retriesHaveStopped: Bool) {
        if unretried > 0 && !retriesHaveStopped || failingSince != .max { failingSince = min(failingSince, now) }
    }

    /// Jobs whose next retry is late, at least: all of them when even the newest last retry with the longest wait is
    /// over, and none otherwise.
    func lateRetries(at now: Timestamp, _ schedule: RetrySchedule) -> Int {
        // Sidekiq looks for due jobs every few seconds; a busy tenant takes longer.
        let grace: Int64 = 3600
        let maximum = beyond.isEmpty ? histogram.lastIndex { $0 > 0 } : schedule.limit - 1
        guard placeable > 0, let maximum, let wait = schedule.delay(after: maximum) else { return 0 }
        let due = Timestamp(microseconds: newest).advanced(bySeconds: wait.upperBound + grace)
        return due < now ? placeable : 0
    }

    private mutating func addRetryCount(_ count: Int32) {
        if count < 0 {
            retriesUnknown += 1
        } else if Int(count) < histogram.count {
            histogram[Int(count)] += 1
        } else {
            beyond[count, default: 0] += 1
        }
    }

    /// Forgets the jobs and the counts that only their group in the report needs.
    mutating func letGo() {
        jobs = ClosestToDeath(limit: jobs.limit)
        histogram = []
        beyond = [:]
    }

    func statistics() -> RetryStatistics {
        let within = histogram.enumerated().filter { $0.element > 0 }.map { (Int($0.offset), $0.element) }
        let past = beyond.sorted { $0.key < $1.key }.map { (Int($0.key), $0.value) }
        let counts = within + past
        let known = counts.reduce(0) { $0 + $1.1 }
        return RetryStatistics(
            minimum: counts.first?.0,
            median: known == 0
                ? nil : Double(Self.element(counts, (known - 1) / 2) + Self.element(counts, known / 2)) / 2,
            maximum: counts.last?.0,
            histogram: histogram,
            beyondLimit: past.reduce(0) { $0 + $1.1 },
            unknown: retriesUnknown
        )
    }

    /// The element at a place of the sorted list that the counts stand for.
    private static func element(_ counts: [(value: Int, count: Int)], _ place: Int) -> Int {
        var before = 0
        for (value, count) in counts {
            before += count
            if place < before { return value }
        }
        return counts.last?.value ?? 0
    }
}

extension JobRecord {
    /// A reference to nothing, which only an embedder can make, names no action.
    var namesAction: Bool { hasAction && (actionID != JobRecord.none || actionName != TextTable.none) }

    /// Never retried, and without a moment that it failed at.
    var isUnretried: Bool { retryCount == 0 && lastRetry == JobRecord.none }
}

/// Keeps the jobs that die first, and no more than it has to.
///
/// With `min(count:)` of swift-algorithms. A heap of our own would save 8 ms of CPU time for a million jobs, one in a
/// hundred, and take 25 lines more.
struct ClosestToDeath {
    struct Entry {
        /// The earliest death in microseconds; the greatest number when unknown, so that those come last.
        var death: Int64
        var record: JobRecord
    }

    /// How many to keep; nil for all.
    let limit: Int?
    private var entries: [Entry] = []
    /// A job that dies later has no place any more.
    private var latest = Int64.max

    init(limit: Int?) {
        self.limit = limit
    }

    /// True when a job that dies then may have a place, so that it need not be copied otherwise.
    func mayTake(death: Int64) -> Bool { death <= latest }

    /// Adds a job. Twice as many as the limit are collected before those that die later are dropped.
    mutating func add(_ entry: Entry, _ texts: BatchTexts) {
        entries.append(entry)
        guard let limit, entries.count / 2 >= limit else { return }
        entries = first(limit, texts)
        latest = entries.last?.death ?? .min
    }

    /// The jobs kept, the first to die first, ties by id.
    func sorted(_ texts: BatchTexts) -> [JobRecord] {
        first(limit ?? entries.count, texts).map(\.record)
    }

    private func first(_ count: Int, _ texts: BatchTexts) -> [Entry] {
        entries.min(count: count) { Self.precedes($0, $1, texts) }
    }

    private static func precedes(_ left: Entry, _ right: Entry, _ texts: BatchTexts) -> Bool {
        if left.death != right.death { return left.death < right.death }
        switch (left.record.hasTextID, right.record.hasTextID) {
        case (false, false): return left.record.id < right.record.id
        case (false, true): return true
        case (true, false): return false
        case (true, true):
            let (left, right) = (Int(left.record.id), Int(right.record.id))
            return texts.read { ExactText($0.ids.texts[left]) < ExactText($0.ids.texts[right]) }
        }
    }
}
