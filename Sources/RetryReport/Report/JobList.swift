/// Jobs of a report in order, stored flat so that a report can list a million of them. Each access makes a
/// ``RetryJob``: in constant time, without copying its texts.
public struct JobList: Sendable, RandomAccessCollection {
    let records: [JobRecord]
    let texts: JobTexts

    init(records: [JobRecord], texts: JobTexts) {
        self.records = records
        self.texts = texts
    }

    /// A list of jobs in the given order.
    public init(_ jobs: [RetryJob]) {
        var texts = JobTexts()
        records = jobs.map { texts.record($0) }
        self.texts = texts
    }

    /// Zero.
    public var startIndex: Int { 0 }

    /// The number of jobs.
    public var endIndex: Int { records.count }

    /// The job at a place from 0.
    public subscript(position: Int) -> RetryJob { texts.job(records[position]) }
}

extension JobList: Hashable {
    /// True when the jobs are equal, in order: linear in their number.
    public static func == (left: JobList, right: JobList) -> Bool {
        left.elementsEqual(right)
    }

    /// Hashes every job: linear in their number.
    public func hash(into hasher: inout Hasher) {
        for job in self { hasher.combine(job) }
    }
}

extension JobList: Codable {
    /// Reads a list of jobs. Throws `DecodingError`.
    public init(from decoder: any Decoder) throws {
        self.init(try [RetryJob](from: decoder))
    }

    /// Writes a list of jobs.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        for job in self { try container.encode(job) }
    }
}
