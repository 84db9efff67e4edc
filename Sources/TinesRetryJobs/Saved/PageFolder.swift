internal import FoundationEssentials
internal import RetryJobs

/// The page files of a folder, in the order in which they are read.
struct PageFolder: SavedDocuments {
    /// The record of the reading that the pages come from; see ``PageSaver``.
    static let recordName = "reading.json"
    /// What else was learned while the pages were read.
    static let extrasName = "extras.jsonl"

    /// The record of the reading, where the folder has one that can be read.
    let record: ReadingRecord?
    /// Why there is a record and it can't be used.
    let recordProblem: String?
    private var rest: ArraySlice<SavedDocument>

    /// Lists the folder. Throws when it can't be listed or contains no page.
    init(path: String) throws(RetryJobSourceError) {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw RetryJobSourceError(
                .unreadableInput,
                "The folder \(path) can't be listed. Check that it may be read."
            )
        }
        let pages = Self.ordered(names.filter { Self.isPage($0) })
        guard !pages.isEmpty else {
            throw RetryJobSourceError(
                .unreadableInput,
                "The folder \(path) has no pages. Expected files named *.json or *.json.gz, an answer of the API in each."
            )
        }
        rest =
            pages.map { page in
                let file = Self.joined(path, page.name)
                return SavedDocument(page: page.number, place: file, content: .file(path: file))
            }[...]
        guard names.contains(Self.recordName) else {
            record = nil
            recordProblem = nil
            return
        }
        let file = Self.joined(path, Self.recordName)
        record = Self.record(in: path)
        recordProblem = record == nil ? "\(file) is not a record of a reading, so the pages are read without one." : nil
    }

    /// The record of a folder; nil when it has none that can be read.
    static func record(in folder: String) -> ReadingRecord? {
        try? ReadingRecord(InputFile(path: joined(folder, recordName)).readAll(limit: ReadingRecord.limit))
    }

    mutating func next() -> SavedDocument? {
        rest.popFirst()
    }

    /// True for the name of a page file: `*.json` or `*.gz`, not hidden, not the record.
    static func isPage(_ name: String) -> Bool {
        suffixes.contains(where: name.hasSuffix) && !name.hasPrefix(".") && name != recordName && name != extrasName
    }

    private static let suffixes = [".json", ".json.gz", ".gz"]

    /// The name under which the page with a number is saved.
    static func name(ofPage number: Int) -> String {
        "page-\(number.padded(to: 6)).json"
    }

    /// By name, numbered from 1. When every name is `page-NUMBER.json`, by these numbers, which the pages keep: so a
    /// replay says the same of a page as the first reading did.
    private static func ordered(_ names: [String]) -> [(number: Int, name: String)] {
        let numbered = names.compactMap { name in number(inName: name).map { (number: $0, name: name) } }
        if numbered.count == names.count, Set(numbered.map(\.number)).count == names.count {
            return numbered.sorted { $0.number < $1.number }
        }
        let sorted = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return sorted.enumerated().map { (number: $0 + 1, name: $1) }
    }

    private static func number(inName name: String) -> Int? {
        guard name.hasPrefix("page-") else { return nil }
        let suffix = suffixes.dropLast().first(where: name.hasSuffix) ?? ""
        let digits = name.dropFirst("page-".count).dropLast(suffix.utf8.count)
        guard !digits.isEmpty, digits.utf8.count <= 18, digits.utf8.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        return Int(digits).flatMap { $0 > 0 ? $0 : nil }
    }

    private static func joined(_ folder: String, _ name: String) -> String {
        folder.hasSuffix("/") ? folder + name : folder + "/" + name
    }
}
