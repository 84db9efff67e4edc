/// Jobs that were read together, usually one page, in the order of the page.
public struct JobBatch: Sendable {
    /// The number of the page in the order of reading, from 1.
    public let page: Int
    /// How often each repair was made on this page.
    public internal(set) var repairs: [Repair: Int] = [:]
    /// The jobs that could not be read.
    public internal(set) var unreadable: [UnreadableJob] = []

    /// The readable jobs, flat.
    package private(set) var records: [JobRecord] = []
    /// Who numbered the texts in ``records``.
    package let source: BatchTexts

    /// How many jobs the page held, readable or not.
    public var received: Int { records.count + unreadable.count }

    /// The readable jobs. Makes them anew with each call: linear in their number.
    public var jobs: [RetryJob] {
        let texts = source.snapshot()
        return records.map(texts.job)
    }

    /// A batch of jobs that are normalized already, such as an embedder's own.
    public init(page: Int, jobs: [RetryJob] = []) {
        self.init(page: page, source: BatchTexts())
        for job in jobs { append(job) }
    }

    /// A batch that shares its texts with those before it.
    package init(page: Int, source: BatchTexts) {
        self.page = page
        self.source = source
    }

    /// Normalizes a raw job and takes it in: as a job, or counted as unreadable.
    package mutating func append(_ raw: RawJob, index: Int, normalizer: JobNormalizer) {
        do {
            let (job, repairs) = try normalizer.normalize(raw)
            for repair in repairs { self.repairs[repair, default: 0] += 1 }
            append(job)
        } catch {
            appendUnreadable(index: index, reason: error)
        }
    }

    /// Makes room for as many jobs, so that taking them in does not move the others.
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
        unreadable.append(UnreadableJob(page: page, index: index, reason: reason))
    }
}
