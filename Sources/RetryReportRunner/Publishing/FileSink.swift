#if LiveTenant
import Foundation
import RetryReportKit
import RetryReportPrograms

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

/// Standard output as the place of one document. Only what is complete and checked is written to it: a reader at the
/// other end of a pipe can't take it back.
struct StandardOutput: ReportDestination {
    private let file: UnnamedFile

    private struct Document: StagedDocument {
        var sink: FileSink

        mutating func write(contentsOf bytes: [UInt8]) throws { try sink.write(contentsOf: bytes) }
        mutating func close() throws { try sink.flush() }
    }

    /// Throws ``OutputError`` when no temporary file can be made.
    init() throws(OutputError) {
        do {
            file = try UnnamedFile()
        } catch {
            throw OutputError(FileManager.default.temporaryDirectory.path, "no temporary file can be made", error)
        }
    }

    func stage(_ format: ReportFormat) throws -> any StagedDocument {
        let folder = FileManager.default.temporaryDirectory.path
        let handle = file.handle
        return Document(sink: FileSink(handle, place: "a temporary file in \(folder)"))
    }

    func publish() throws -> [String] {
        do {
            try file.rewind()
            try file.forEachPiece { try FileHandle.standardOutput.write(contentsOf: $0) }
            return []
        } catch {
            throw OutputError("standard output", "it can't be written", error)
        }
    }

    /// The file has no name, so that nothing is left behind however the process ends.
    func discard() {}
}
#endif
