internal import FoundationEssentials
internal import RetryJobs

/// `reading.json`: the ``Reading`` that saved pages come from, in the spelling of the JSON report, which list they are
/// of, and how many were saved.
struct ReadingRecord: Codable {
    /// A record is small; a larger file is something else.
    static let limit = 1 << 20

    let reading: Reading
    let list: JobListKind
    let savedPages: Int

    private enum CodingKeys: String, CodingKey {
        case list
        case savedPages = "saved_pages"
    }

    init(reading: Reading, list: JobListKind, savedPages: Int) {
        self.reading = reading
        self.list = list
        self.savedPages = savedPages
    }

    /// Reads a record. Throws `DecodingError`.
    init(_ bytes: [UInt8]) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(bytes))
    }

    init(from decoder: any Decoder) throws {
        reading = try Reading(from: decoder)
        let record = try decoder.container(keyedBy: CodingKeys.self)
        list = try record.decodeIfPresent(JobListKind.self, forKey: .list) ?? .retry
        savedPages = try record.decode(Int.self, forKey: .savedPages)
    }

    func encode(to encoder: any Encoder) throws {
        try reading.encode(to: encoder)
        var record = encoder.container(keyedBy: CodingKeys.self)
        try record.encode(list, forKey: .list)
        try record.encode(savedPages, forKey: .savedPages)
    }

    /// The record as JSON.
    func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }
}
