import Algorithms

/// Keeps the jobs that die first, and no more than it has to.
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
