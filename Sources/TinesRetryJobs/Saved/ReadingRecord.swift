internal import FoundationEssentials
internal import RetryJobs

/// `reading.json`: the ``Reading`` that saved pages come from, as JSON, and how many pages were saved.
struct ReadingRecord: Codable {
    let reading: Reading
    let savedPages: Int

    private enum Key: String, CodingKey {
        case savedPages = "saved_pages"
    }

    init(reading: Reading, savedPages: Int) {
        self.reading = reading
        self.savedPages = savedPages
    }

    /// Reads a record. One without the number of pages counts those that were read.
    init(_ bytes: [UInt8]) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(bytes))
    }

    init(from decoder: any Decoder) throws {
        reading = try Reading(from: decoder)
        let container = try decoder.container(keyedBy: Key.self)
        savedPages = try container.decodeIfPresent(Int.self, forKey: .savedPages) ?? reading.pagesRead
    }

    func encode(to encoder: any Encoder) throws {
        try reading.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(savedPages, forKey: .savedPages)
    }

    func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }
}
