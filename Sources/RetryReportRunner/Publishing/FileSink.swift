#if LiveTenant
import Foundation
import RetryReportKit

/// Writes bytes to an open file, gathered into larger pieces.
///
/// Every error is an ``OutputError`` that names the place: whichever format writes when a disk is full, the run ends
/// with ``ExitStatus/unwritable``.
struct FileSink: ByteSink, Sendable {
    private let handle: FileHandle
    private let place: String
    private var pending: [UInt8] = []
    private static let piece = 1 << 18

    /// `place`: what the file will be, for people.
    init(_ handle: FileHandle, place: String) {
        self.handle = handle
        self.place = place
    }

    mutating func write(contentsOf bytes: [UInt8]) throws {
        pending += bytes
        if pending.count >= Self.piece { try flush() }
    }

    /// Writes what was gathered.
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

    private func attempt(_ work: () throws -> Void) throws(OutputError) {
        do {
            try work()
        } catch {
            throw OutputError(place, "the file can't be written", error)
        }
    }
}
#endif
