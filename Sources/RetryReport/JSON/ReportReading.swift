import Foundation

extension Report {
    /// Reads a report that ``JSONRenderer`` wrote: the same report, to the byte of every text. Members that it does not
    /// know are ignored.
    ///
    /// Keeps the complete document in memory, a few times its size. Throws ``ReportReadingError`` for a report of
    /// another version, and `DecodingError` with the path of what is missing or malformed.
    public init(json: some Sequence<UInt8>) throws {
        let data = Data(json)
        let decoder = JSONDecoder()
        let version = try decoder.decode(Version.self, from: data).version
        guard version == Report.currentVersion else { throw ReportReadingError.version(version) }
        self = try decoder.decode(Report.self, from: data)
    }

    private struct Version: Decodable {
        let version: Int
    }
}

/// Why a JSON report can't be read although it may be complete.
public enum ReportReadingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The report has a version that this library does not read.
    case version(Int)

    /// What is wrong and what to do, in one line.
    public var description: String {
        switch self {
        case .version(let version):
            "version \(version) of the report is not supported, only version \(Report.currentVersion); "
                + (version < Report.currentVersion
                    ? "make the report again from the saved pages" : "use a newer version of retry-report")
        }
    }
}

/// In JSON the facts of the source and those of the grouping are members of one object.
extension ReadingFacts {
    /// Reads the facts from one object. Throws `DecodingError` for what is missing or malformed.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            reading: try Reading(from: decoder),
            jobsReceived: try container.decode(Int.self, forKey: .jobsReceived),
            repeatedJobs: try container.decode(Int.self, forKey: .repeatedJobs),
            unreadableJobs: try container.decode(Int.self, forKey: .unreadableJobs)
        )
    }

    /// Writes the facts into one object.
    public func encode(to encoder: any Encoder) throws {
        try reading.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(jobsReceived, forKey: .jobsReceived)
        try container.encode(repeatedJobs, forKey: .repeatedJobs)
        try container.encode(unreadableJobs, forKey: .unreadableJobs)
    }
}
