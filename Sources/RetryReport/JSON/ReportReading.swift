import Foundation

extension Report {
    /// Reads a report that ``JSONRenderer`` wrote: the same report, to the byte of every text. Members that it does
    /// not know are ignored.
    ///
    /// Holds the whole document in memory, a few times its size. Throws ``ReportReadingError`` for another version,
    /// and `DecodingError` with the path of what is missing or malformed.
    public init(json: some Sequence<UInt8>) throws {
        let data = Data(json)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .custom { path in
            PropertyKey(snakeCase: path.last?.stringValue ?? "", index: path.last?.intValue)
        }
        let version = try decoder.decode(Version.self, from: data).version
        guard version == Report.currentVersion else { throw ReportReadingError.version(version) }
        self = try decoder.decode(Report.self, from: data)
    }

    private struct Version: Decodable {
        let version: Int
    }
}

/// Why a JSON report can't be read although it may be whole.
public enum ReportReadingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The report has a version that this library does not read.
    case version(Int)

    /// What is wrong.
    public var description: String {
        switch self {
        case .version(let version):
            "the report has version \(version); this program reads version \(Report.currentVersion)"
        }
    }
}

/// The name of a property from its key in the document.
///
/// Foundation's own strategy would do, but for `events`, which stands for `eventIDs` so that a row speaks the
/// API's language.
private struct PropertyKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(snakeCase key: String, index: Int?) {
        intValue = index
        let words = key.split(separator: "_")
        if key == "events" {
            stringValue = "eventIDs"
        } else if let first = words.first {
            stringValue = first + words.dropFirst().map(\.capitalized).joined()
        } else {
            stringValue = key
        }
    }

    init(stringValue: String) {
        self.stringValue = stringValue
        intValue = nil
    }

    init(intValue: Int) {
        stringValue = String(intValue)
        self.intValue = intValue
    }
}

/// In one object: that one part of the facts comes from the source and another from the grouping is of no interest
/// to who reads the document.
extension ReadingFacts {
    private enum Keys: String, CodingKey {
        case jobsReceived, repeatedJobs, unreadableJobs
    }

    /// Reads the facts from one object.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
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
        var container = encoder.container(keyedBy: Keys.self)
        try container.encode(jobsReceived, forKey: .jobsReceived)
        try container.encode(repeatedJobs, forKey: .repeatedJobs)
        try container.encode(unreadableJobs, forKey: .unreadableJobs)
    }
}
