#if LiveTenant
import Foundation
import RetryReportKit
import Synchronization

#if canImport(Glibc)
import Glibc
#endif

/// The folder that documents are published into. Each is written beside its final place first and renamed when all of
/// them are complete, so that a kill at any moment leaves complete old files or complete new ones.
///
/// The folder itself is locked as long as this object lives; no lock file can be left behind.
final class OutputFolder: ReportDestination {
    private let path: String
    private let name: String
    private let folder: FileHandle
    private let staging = Mutex(Staging())
    private static let prefix = ".retry-report-staged."

    private struct Staging {
        var files: [StagedFile] = []
        /// Nothing is staged or published any more.
        var isOver = false
    }

    /// A staged file and its sink.
    private struct Document: StagedDocument {
        var sink: FileSink

        mutating func write(contentsOf bytes: [UInt8]) throws { try sink.write(contentsOf: bytes) }
        mutating func close() throws { try sink.close() }
    }

    /// Opens the folder, makes it when it is missing, and locks it. Throws ``OutputError``.
    ///
    /// `name`: what the files are called, without their suffixes.
    init(_ path: String, name: String) throws(OutputError) {
        self.path = path
        self.name = name
        if FileManager.default.fileExists(atPath: path), !FileManager.default.fileExists(atPath: "\(path)/.") {
            throw OutputError(
                path,
                "is a file, and --output must be a folder; for one format on standard output use --output -"
            )
        }
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw OutputError(path, "the folder can't be made", error)
        }
        guard let folder = FileHandle(forReadingAtPath: path) else {
            throw OutputError(path, "the folder can't be opened", POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO))
        }
        self.folder = folder
        guard flock(folder.fileDescriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw OutputError(
                path,
                "another run is writing to this folder; wait until it has finished, or choose another --output"
            )
        }
        removeLeftovers()
    }

    func stage(_ format: ReportFormat) throws -> any StagedDocument {
        let file = "\(name).\(format.fileSuffix)"
        return try staging.withLock { staging in
            if staging.isOver { throw CancellationError() }
            let staged = try StagedFile("\(path)/\(file)", temporary: "\(path)/\(Self.prefix)\(file)")
            staging.files.append(staged)
            return Document(sink: try staged.sink())
        }
    }

    func publish() throws -> [String] {
        let published = try staging.withLock { staging in
            if staging.isOver { throw CancellationError() }
            // What can be known to fail must not fail after the first file is in place.
            for file in staging.files { try file.checkPlace() }
            for (number, file) in staging.files.enumerated() {
                do throws(OutputError) {
                    try file.publish()
                } catch {
                    var error = error
                    error.published = staging.files.prefix(number).map(\.target)
                    throw error
                }
            }
            defer { staging.files = [] }
            return staging.files.map(\.target)
        }
        fsync(folder.fileDescriptor)
        return published
    }

    /// Removes what was staged and not published. The process may end at any moment after this.
    func discard() {
        staging.withLock { staging in
            for file in staging.files { file.discard() }
            staging.files = []
            staging.isOver = true
        }
    }

    deinit {
        discard()
        try? folder.close()
    }

    /// Removes files that a killed run staged; the lock says that no run is at work on them.
    private func removeLeftovers() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names where name.hasPrefix(Self.prefix) {
            try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
        }
    }
}
#endif
