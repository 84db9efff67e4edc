import Foundation
import RetryReport

/// Writes bytes to an open file, gathered into larger pieces. Whoever writes here, and whenever: a file that can't be
/// written ends a run with ``ExitStatus/unwritable``, so every error is a ``RunError`` that names the place.
struct FileSink: ByteSink {
    private let handle: FileHandle
    private let place: String
    private var pending: [UInt8] = []
    private static let piece = 1 << 18

    /// - Parameter place: what the file will be, for people.
    init(_ handle: FileHandle, place: String) {
        self.handle = handle
        self.place = place
    }

    mutating func write(contentsOf bytes: [UInt8]) throws {
        pending += bytes
        if pending.count >= Self.piece { try flush() }
    }

    /// Hands over what was gathered.
    mutating func flush() throws {
        guard !pending.isEmpty else { return }
        try attempt { try handle.write(contentsOf: Data(pending)) }
        pending.removeAll(keepingCapacity: true)
    }

    /// Writes the rest, waits until it is on the disk, and closes.
    mutating func close() throws {
        try flush()
        try attempt {
            try handle.synchronize()
            try handle.close()
        }
    }

    private func attempt(_ work: () throws -> Void) throws {
        do {
            try work()
        } catch {
            throw OutputFolder.error(place, "the file can't be written", error)
        }
    }
}
