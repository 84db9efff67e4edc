/// Jobs that were read together, usually one page, in the order of the page.
public struct JobBatch: Sendable {
    /// How often each repair was made in this batch.
    public internal(set) var repairs: [Repair: Int] = [:]
    /// The jobs that could not be read. None of them can be identified, so a reading with any of them can't prove that
    /// it missed no job.
    public internal(set) var unreadable: [UnreadableJob] = []
    /// How many jobs were dropped because their id came before, in this batch or in one before it.
    public private(set) var repeated = 0

    /// The readable jobs, flat.
    package private(set) var records: [JobRecord] = []
    /// Numbers the texts in ``records``.
    package let source: BatchTexts
    /// True once repeated ids were dropped, so that nobody needs to look for them again.
    package private(set) var hasDistinctIDs = false

    /// How many jobs were taken out because a report is not about them.
    package private(set) var leftOut = 0

    /// How many jobs arrived in the batch: those in it, repeated and unreadable ones, and those taken out.
    public var received: Int { records.count + repeated + unreadable.count + leftOut }

    /// The readable jobs. Makes them anew with each call: linear in their number.
    public var jobs: [RetryJob] {
        source.read { texts in records.map { texts.job($0) } }
    }

    /// A batch of jobs that are normalized already, such as an embedder's own.
    public init(jobs: some Sequence<RetryJob> = [RetryJob]()) {
        self.init(source: BatchTexts())
        for job in jobs { append(job) }
    }

    /// A batch that shares its texts with those before it.
    package init(source: BatchTexts) {
        self.source = source
    }

    /// Normalizes a raw job and adds it: as a job, or counted as unreadable.
    package mutating func append(_ raw: RawJob, index: Int, normalizer: JobNormalizer) {
        do {
            let (job, repairs) = try normalizer.normalize(raw)
            for repair in repairs { self.repairs[repair, default: 0] += 1 }
            append(job)
        } catch {
            appendUnreadable(index: index, reason: error)
        }
    }

    /// Makes room for as many jobs, so that adding them does not move the others.
    package mutating func reserve(_ count: Int) {
        records.reserveCapacity(records.count + count)
    }

    package mutating func append(_ job: RetryJob) {
        records.append(source.record(job))
    }

    package mutating func append(_ record: JobRecord) {
        records.append(record)
    }

    package mutating func appendUnreadable(index: Int, reason: UnreadableReason) {
        unreadable.append(UnreadableJob(page: 0, index: index, reason: reason))
    }

    /// Drops the jobs whose id is in `ids` or came before in this batch, and adds the ids of the others to `ids`.
    package mutating func dropRepeated(_ ids: inout JobIDSet) {
        hasDistinctIDs = true
        // Nearly always there are none, and the records need not be copied.
        guard let first = records.firstIndex(where: { !ids.insert($0, source) }) else { return }
        let before = records.count
        let others = records[(first + 1)...].filter { ids.insert($0, source) }
        records.replaceSubrange(first..., with: others)
        repeated += before - records.count
    }

    /// Takes out the jobs at whose place `isKept` is false.
    package mutating func keep(_ isKept: [Bool]) {
        let before = records.count
        records = zip(records, isKept).compactMap { $1 ? $0 : nil }
        leftOut += before - records.count
    }

    /// Drops the unreadable jobs with these places in the batch as it came, and counts them as repeated.
    package mutating func dropUnreadable(at places: Range<Int>) {
        let before = unreadable.count
        unreadable.removeAll { places.contains($0.index) }
        repeated += before - unreadable.count
    }

    /// How many jobs have an id that came before in this same batch. Linear in their number.
    package func repeatsWithin() -> Int {
        var ids = JobIDSet()
        return records.count { !ids.insert($0, source) }
    }

    /// Says on which page the unreadable jobs are.
    package mutating func number(_ page: Int) {
        unreadable = unreadable.map { UnreadableJob(page: page, index: $0.index, reason: $0.reason) }
    }
}

/// Makes one job after the other without holding all of them: for a format of single jobs.
extension JobBatch: Sequence {
    /// The readable jobs in their order.
    public func makeIterator() -> Iterator { Iterator(self) }

    /// Makes jobs as they are asked for, some at a time.
    public struct Iterator: IteratorProtocol {
        private static let step = 256
        private let batch: JobBatch
        private var place = 0
        private var made: ArraySlice<RetryJob> = []

        fileprivate init(_ batch: JobBatch) {
            self.batch = batch
        }

        /// The next job; nil after the last.
        public mutating func next() -> RetryJob? {
            if made.isEmpty, place < batch.records.count {
                let end = Swift.min(place + Self.step, batch.records.count)
                let records = batch.records[place..<end]
                made = batch.source.read { texts in records.map { texts.job($0) } }[...]
                place = end
            }
            return made.popFirst()
        }
    }
}
