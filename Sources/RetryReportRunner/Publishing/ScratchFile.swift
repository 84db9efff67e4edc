import Foundation

/// A file that holds a report on its way to standard output until all of it is there and checked.
struct ScratchFile {
    let sink: FileSink
    private let path: String

    init() throws {
        let folder = FileManager.default.temporaryDirectory.path
        path = "\(folder)/retry-report-\(UUID().uuidString)"
        do {
            try Data().write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            sink = FileSink(try FileHandle(forWritingTo: URL(fileURLWithPath: path)))
        } catch {
            throw OutputFolder.error(folder, "no temporary file can be made", error)
        }
    }

    func copyToStandardOutput() throws {
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            while let piece = try handle.read(upToCount: 1 << 18), !piece.isEmpty {
                try FileHandle.standardOutput.write(contentsOf: piece)
            }
        } catch {
            throw OutputFolder.error("standard output", "it can't be written", error)
        }
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }
}
