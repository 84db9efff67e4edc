internal import RetryJobs
internal import Synchronization

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
    /// The tenant that the records of the folders name.
    private(set) var tenant: TenantOrigin?
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
            if let other = folder.record?.reading.tenant {
                if let tenant, tenant != other { throw .twoTenants(tenant, other, in: name) }
                tenant = other
            }
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

/// Decoders that are used by one task at a time and kept for the next one: as many as tasks ran at the same time.
///
/// Measured with a million jobs in 2,000 pages: a new decoder for each page takes 16 to 23 ms more CPU time in simdjson's
/// part alone, and numbers 163 texts for each page instead of 3,044 once.
final class DecoderPool: Sendable {
    private let idle = Mutex<[PooledDecoder]>([])
    private let limit: Int
    /// One table for the run. simdjson's side of each decoder numbers texts by itself and asks for the number here when
    /// it meets a new one: that costs a look-up for each decoder and distinct text, where one table for both sides
    /// would cost a lock for each job.
    private let texts = BatchTexts()

    private let list: JobListKind

    /// - Parameters:
    ///   - list: the list that the documents are pages of.
    ///   - limit: the most bytes that a document may have.
    init(list: JobListKind, limit: Int) {
        self.list = list
        self.limit = limit
    }

    /// Reads and decodes a document.
    func read(_ document: SavedDocument) -> SavedOutcome {
        let decoder = idle.withLock { $0.popLast() } ?? PooledDecoder(texts)
        defer { idle.withLock { $0.append(decoder) } }
        do {
            let bytes: [UInt8]
            switch document.content {
            case .bytes(let given): bytes = given
            case .file(let path): bytes = try Self.file(path, limit: limit)
            }
            return .page(try decoder.decode(bytes, list: list))
        } catch let fault as InputFile.Fault {
            return .failed(place: document.place, reason: fault.reason, code: "page.unreadable")
        } catch let refusal as PageRefusal {
            return .failed(place: document.place, reason: "\(refusal)", code: refusal.code)
        } catch {
            return .failed(place: document.place, reason: "\(error)", code: "page.unreadable")
        }
    }

    private static func file(_ path: String, limit: Int) throws(InputFile.Fault) -> [UInt8] {
        let bytes = try InputFile(path: path).readAll(limit: limit)
        guard GzipReader.recognizes(bytes) else { return bytes }
        let gzip = try GzipReader()
        let page = try gzip.decompress(bytes, limit: limit)
        try gzip.finish()
        return page
    }
}

/// A decoder that different tasks may use, one after the other.
private final class PooledDecoder: Sendable {
    private let decoder: Mutex<PageDecoder>

    init(_ texts: BatchTexts) {
        decoder = Mutex(PageDecoder(texts: texts))
    }

    func decode(_ bytes: [UInt8], list: JobListKind) throws(PageRefusal) -> RetryJobPage {
        try decoder.withLock { decoder throws(PageRefusal) in try decoder.decode(bytes, list: list) }
    }
}
