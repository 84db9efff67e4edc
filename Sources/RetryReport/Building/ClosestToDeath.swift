/// Keeps the jobs that die first, and no more than it has to: a heap whose root is the first to go.
struct ClosestToDeath {
    struct Entry {
        /// The earliest death in microseconds; the greatest number when unknown, so that those come last.
        var death: Int64
        var record: JobRecord
    }

    /// How many to keep; nil for all.
    let limit: Int?
    private var heap: [Entry] = []

    init(limit: Int?) {
        self.limit = limit
    }

    /// True when a job that dies then may have a place, so that it need not be copied otherwise.
    func mayTake(death: Int64) -> Bool {
        guard let limit else { return true }
        guard heap.count >= limit, let worst = heap.first else { return limit > 0 }
        return death <= worst.death
    }

    mutating func add(_ entry: Entry, _ texts: BatchTexts) {
        guard let limit else {
            heap.append(entry)
            return
        }
        if heap.count < limit {
            heap.append(entry)
            siftUp(texts)
        } else if let worst = heap.first, Self.precedes(entry, worst, texts) {
            heap[0] = entry
            siftDown(texts)
        }
    }

    /// The jobs kept, the first to die first, ties by id.
    func sorted(_ texts: BatchTexts) -> [JobRecord] {
        heap.sorted { Self.precedes($0, $1, texts) }.map(\.record)
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

    private mutating func siftUp(_ texts: BatchTexts) {
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard Self.precedes(heap[parent], heap[child], texts) else { return }
            heap.swapAt(parent, child)
            child = parent
        }
    }

    private mutating func siftDown(_ texts: BatchTexts) {
        var parent = 0
        while true {
            var last = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if Self.precedes(heap[last], heap[child], texts) { last = child }
            }
            if last == parent { return }
            heap.swapAt(parent, last)
            parent = last
        }
    }
}
