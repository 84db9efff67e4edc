#if LiveTenant
import Foundation
import RetryReportKit
import RetryReportMail

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
            let handle = file.handle
            try handle.seek(toOffset: 0)
            while let piece = try handle.read(upToCount: 1 << 18), !piece.isEmpty {
                try FileHandle.standardOutput.write(contentsOf: piece)
            }
            return []
        } catch {
            throw OutputError("standard output", "it can't be written", error)
        }
    }

    /// The file has no name: whatever ends the process, nothing is left behind.
    func discard() {}
}
#endif
