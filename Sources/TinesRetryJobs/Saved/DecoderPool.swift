internal import RetryJobs
internal import Synchronization

/// Decoders that are used by one task at a time and kept for the next one: as many as tasks ever ran at once.
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

/// A decoder that may change hands.
private final class PooledDecoder: Sendable {
    private let decoder: Mutex<PageDecoder>

    init(_ texts: BatchTexts) {
        decoder = Mutex(PageDecoder(texts: texts))
    }

    func decode(_ bytes: [UInt8], list: JobListKind) throws(PageRefusal) -> RetryJobPage {
        try decoder.withLock { decoder throws(PageRefusal) in try decoder.decode(bytes, list: list) }
    }
}
