internal import FoundationEssentials
public import RetryJobs
internal import Synchronization

/// Saves pages as they came, so that ``SavedPages`` can read them again and say the same.
///
/// ```swift
/// let saver = try PageSaver(folder: "pages")
/// let reading = try await source.read { page in
///     try saver.save(page)
///     await jobs.add(page.jobs)  // an actor around a ReportBuilder
/// }
/// try saver.finish(reading)
/// ```
///
/// The folder then contains `page-000001.json`, `page-000002.json` and so on, by the number of the page in the order of
/// reading, and `reading.json`, which is written last: a folder without it is from a reading that did not end.
/// A page is saved byte for byte: it contains what the tenant answered, including names of actions, and no key, since
/// the key is only in requests.
public struct PageSaver: Sendable {
    private let folder: String
    private let list: JobListKind
    private let saved = PageCount()

    /// Creates the folder where there is none, for its owner alone: pages have a tenant's data.
    ///
    /// - Parameters:
    ///   - folder: where the pages go.
    ///   - list: the list that they are pages of.
    /// - Throws: ``PageSavingError`` when it can't be made, or contains pages already: the pages of two
    ///   readings must not mix.
    public init(folder: String, list: JobListKind = .retry) throws(PageSavingError) {
        self.folder = folder
        self.list = list
        let names: [String]
        do {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw PageSavingError("The folder \(folder) can't be made. Give one that may be written.")
        }
        if names.contains(where: { PageFolder.isPage($0) || $0 == PageFolder.recordName || $0 == PageFolder.extrasName }
        ) {
            throw PageSavingError(
                "The folder \(folder) already contains saved pages. Give an empty one, or remove its files."
            )
        }
    }

    /// Writes a page under its number. Throws ``PageSavingError`` when it can't be written, or was before.
    public func save(_ page: RetryJobPage) throws(PageSavingError) {
        try write(Data(page.body), to: PageFolder.name(ofPage: page.number))
        saved.increase()
    }

    /// Writes down how the reading went. Call it once, after the last page.
    public func finish(_ reading: Reading) throws(PageSavingError) {
        let record: Data
        do {
            record = try ReadingRecord(reading: reading, list: list, savedPages: saved.value).json()
        } catch {
            throw PageSavingError("\(PageFolder.recordName) can't be written: \(error)")
        }
        try write(record, to: PageFolder.recordName)
    }

    /// Writes what was learned besides the jobs. Call it once at most.
    package func save(extras: [UInt8]) throws(PageSavingError) {
        try write(Data(extras), to: PageFolder.extrasName)
    }

    private func write(_ data: Data, to name: String) throws(PageSavingError) {
        let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
        do {
            try OutputFile.write(data, to: path)
        } catch {
            throw PageSavingError("\(path) can't be written. Check that the folder may be written and has room.")
        }
    }
}

/// Why pages can't be saved: what, where and what to do, in one or two sentences.
public struct PageSavingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The message.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Counts from several tasks.
private final class PageCount: Sendable {
    private let count = Atomic(0)

    var value: Int { count.load(ordering: .relaxed) }

    func increase() { count.add(1, ordering: .relaxed) }
}

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
