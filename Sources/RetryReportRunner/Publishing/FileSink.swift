import Foundation
import RetryReport

/// Writes bytes to an open file, gathered into larger pieces.
struct FileSink: ByteSink {
    private let handle: FileHandle
    private var pending: [UInt8] = []
    private static let piece = 1 << 18

    init(_ handle: FileHandle) {
        self.handle = handle
    }

    mutating func write(contentsOf bytes: [UInt8]) throws {
        pending += bytes
        if pending.count >= Self.piece { try flush() }
    }

    /// Hands over what was gathered.
    mutating func flush() throws {
        guard !pending.isEmpty else { return }
        try handle.write(contentsOf: Data(pending))
        pending.removeAll(keepingCapacity: true)
    }

    /// Writes the rest, waits until it is on the disk, and closes.
    mutating func close() throws {
        try flush()
        try handle.synchronize()
        try handle.close()
    }
}
