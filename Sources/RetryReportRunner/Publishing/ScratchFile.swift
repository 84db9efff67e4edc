import Foundation

/// A file that holds a report on its way to standard output until all of it is there and checked.
///
/// It has no name: whatever ends the process, nothing is left behind.
struct ScratchFile {
    let sink: FileSink
    private let handle: FileHandle

    init() throws {
        let folder = FileManager.default.temporaryDirectory.path
        let path = "\(folder)/retry-report-\(UUID().uuidString)"
        do {
            try Data().write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
            defer { try? FileManager.default.removeItem(atPath: path) }
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
            sink = FileSink(handle, place: "a temporary file in \(folder)")
        } catch {
            throw OutputFolder.error(folder, "no temporary file can be made", error)
        }
    }

    func copyToStandardOutput() throws {
        do {
            try handle.seek(toOffset: 0)
            while let piece = try handle.read(upToCount: 1 << 18), !piece.isEmpty {
                try FileHandle.standardOutput.write(contentsOf: piece)
            }
        } catch {
            throw OutputFolder.error("standard output", "it can't be written", error)
        }
    }
}
