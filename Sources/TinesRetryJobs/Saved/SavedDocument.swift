internal import RetryJobs

/// A document that should be a page: where it is, and its place in the order of reading.
struct SavedDocument: Sendable {
    /// Its bytes, or the file that has them.
    enum Content: Sendable {
        case file(path: String)
        case bytes([UInt8])
    }

    /// The number of the page in the order of reading, from 1.
    var page: Int
    /// Where it came from, for people: a path, or a line of a file.
    let place: String
    let content: Content
}

/// The result of reading and decoding a document.
enum SavedOutcome: Sendable {
    case page(RetryJobPage)
    case failed(place: String, reason: String, code: Diagnostic.Code)
}

/// Hands out documents one after the other.
protocol SavedDocuments {
    /// The next document; nil after the last. Throws what makes all that follows unreadable.
    mutating func next() async throws -> SavedDocument?
}

/// The documents of everything that was given, one input after the other.
struct SavedInputs: SavedDocuments {
    /// What was given, for people.
    let name: String
    /// The record of the reading, where one folder was given and has one.
    private(set) var record: ReadingRecord?
    /// Why there is a record and it can't be used.
    private(set) var recordProblem: String?
    private var inputs: ArraySlice<any SavedDocuments> = []
    private let isOne: Bool
    private var page = 0

    /// Opens files and lists folders. Throws for the first one that can't be opened.
    init(paths: [String], limit: Int) throws(RetryJobSourceError) {
        isOne = paths.count == 1
        name = paths.map { $0 == "-" ? "standard input" : $0 }.joined(separator: ", ")
        for path in paths {
            let file = try Self.opened(path)
            guard file.isFolder else {
                let place = path == "-" ? "standard input" : path
                inputs.append(PageStream(file: file, place: place, limit: limit))
                continue
            }
            let folder = try PageFolder(path: path)
            inputs.append(folder)
            if isOne {
                record = folder.record
                recordProblem = folder.recordProblem
            }
        }
    }

    mutating func next() async throws -> SavedDocument? {
        while var input = inputs.first {
            let document = try await input.next()
            inputs[inputs.startIndex] = input
            if var document {
                page += 1
                if !isOne { document.page = page }
                return document
            }
            inputs.removeFirst()
        }
        return nil
    }

    private static func opened(_ path: String) throws(RetryJobSourceError) -> InputFile {
        do {
            return path == "-" ? try .standardInput() : try InputFile(path: path)
        } catch {
            throw RetryJobSourceError(
                .unreadableInput,
                "\(path) can't be read: \(error.reason). Give a page file, a folder of pages, or - for standard input."
            )
        }
    }
}
