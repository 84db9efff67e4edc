internal import RetryJobs
internal import Synchronization

/// Decoders that are used by one task at a time and kept for the next one: as many as tasks ever ran at once.
final class DecoderPool: Sendable {
    private let idle = Mutex<[PooledDecoder]>([])
    private let limit: Int

    /// - Parameter limit: the most bytes that a document may have.
    init(limit: Int) {
        self.limit = limit
    }

    /// Reads and decodes a document.
    func read(_ document: SavedDocument) -> SavedOutcome {
        let decoder = idle.withLock { $0.popLast() } ?? PooledDecoder()
        defer { idle.withLock { $0.append(decoder) } }
        do {
            let bytes: [UInt8]
            switch document.content {
            case .bytes(let given): bytes = given
            case .file(let path): bytes = try InputFile(path: path).readAll(limit: limit)
            }
            return .page(try decoder.decode(bytes))
        } catch let fault as InputFile.Fault {
            return .failed(place: document.place, reason: fault.reason)
        } catch {
            return .failed(place: document.place, reason: "\(error)")
        }
    }
}

/// A decoder that may change hands.
private final class PooledDecoder: Sendable {
    private let decoder = Mutex(PageDecoder())

    func decode(_ bytes: [UInt8]) throws(PageRefusal) -> RetryJobPage {
        try decoder.withLock { decoder throws(PageRefusal) in try decoder.decode(bytes) }
    }
}
