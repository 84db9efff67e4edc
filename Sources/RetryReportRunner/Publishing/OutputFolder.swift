import Foundation
import RetryReport
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// The folder that reports are published into. Everything is written beside its final place first and renamed when
/// all of it is there, so that a reader sees whole old files or whole new ones, whatever happens in between.
///
/// The folder itself is locked while this lives; there is no lock file to be left behind.
final class OutputFolder: Sendable {
    let path: String
    private let folder: FileHandle
    private let staging = Mutex(Staging())

    private struct Staging {
        var files: [StagedFile] = []
        /// Nothing is staged or published any more.
        var isOver = false
    }

    private struct StagedFile {
        let temporary: String
        let name: String
        var isFinished = false
    }

    /// Opens the folder, makes it when it is missing, and locks it.
    init(_ path: String) throws {
        self.path = path
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw Self.error(path, "the folder can't be made", error)
        }
        guard let folder = FileHandle(forReadingAtPath: path) else {
            throw RunError(.unwritable, "\(path): the folder can't be opened; check its permissions")
        }
        self.folder = folder
        guard flock(folder.fileDescriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw RunError(
                .unwritable,
                "\(path): another run is writing to this folder; wait for it, or choose another --output"
            )
        }
        removeLeftovers()
    }

    /// A sink for a file that will be called `name`. Throws `CancellationError` after ``discard()``.
    func stage(_ name: String) throws -> FileSink {
        let temporary = "\(path)/\(Self.prefix)\(name)"
        return try staging.withLock { staging in
            if staging.isOver { throw CancellationError() }
            do {
                try Data().write(to: URL(fileURLWithPath: temporary), options: .withoutOverwriting)
                staging.files.append(StagedFile(temporary: temporary, name: name))
                let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: temporary))
                return FileSink(handle, place: "\(path)/\(name)")
            } catch {
                throw Self.error("\(path)/\(name)", "the file can't be written", error)
            }
        }
    }

    /// Makes sure that a staged file is on the disk.
    func finish(_ name: String, _ sink: inout FileSink) throws {
        try sink.close()
        staging.withLock { staging in
            for index in staging.files.indices where staging.files[index].name == name {
                staging.files[index].isFinished = true
            }
        }
    }

    /// Renames every finished file into place and names them, in the order of staging. Throws `CancellationError`
    /// after ``discard()``, which in turn waits until all are in place.
    func publish() throws -> [String] {
        let published = try staging.withLock { staging in
            if staging.isOver { throw CancellationError() }
            let finished = staging.files.filter(\.isFinished)
            // What can be known to fail must not fail after the first file is in place.
            for file in finished { try refuseIrreplaceable(file.name) }
            for (number, file) in finished.enumerated() {
                do {
                    try renameAtomically(file.temporary, to: "\(path)/\(file.name)")
                } catch {
                    throw Self.refused("\(path)/\(file.name)", error, after: finished.prefix(number).map(\.name))
                }
            }
            staging.files.removeAll(where: \.isFinished)
            return finished.map { "\(path)/\($0.name)" }
        }
        fsync(folder.fileDescriptor)
        return published
    }

    /// Removes what was staged and not published, and keeps anything more from being so. The process may end at any
    /// moment after this.
    func discard() {
        staging.withLock { staging in
            for file in staging.files { try? FileManager.default.removeItem(atPath: file.temporary) }
            staging.files = []
            staging.isOver = true
        }
    }

    /// Throws for a folder in the file's place, and in a folder like `/tmp` for somebody else's file.
    private func refuseIrreplaceable(_ name: String) throws {
        let target = "\(path)/\(name)"
        guard let place = try? FileManager.default.attributesOfItem(atPath: target) else { return }
        if place[.type] as? FileAttributeType == .typeDirectory {
            throw Self.refused(target, POSIXError(.EISDIR))
        }
        let folder = (try? FileManager.default.attributesOfItem(atPath: "\(path)/.")) ?? [:]
        let isSticky = ((folder[.posixPermissions] as? NSNumber)?.intValue ?? 0) & 0o1000 != 0
        let owners = [place, folder].compactMap { ($0[.ownerAccountID] as? NSNumber)?.uint32Value }
        if isSticky, geteuid() != 0, !owners.contains(geteuid()) {
            throw Self.refused(target, POSIXError(.EPERM))
        }
    }

    /// A file that can't be renamed into place, and the names of those that were before it.
    private static func refused(_ target: String, _ error: any Error, after published: [String] = []) -> RunError {
        let what = "the file can't be put in place"
        guard !published.isEmpty else { return Self.error(target, what, error) }
        let names = published.joined(separator: ", ")
        return RunError(.unwritable, "\(target): \(what): \(reason(error)); new already: \(names)")
    }

    deinit {
        discard()
        try? folder.close()
    }

    private static let prefix = ".retry-report-staged."

    /// Files that a killed run staged; the lock says that nobody is at work on them.
    private func removeLeftovers() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names where name.hasPrefix(Self.prefix) {
            try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
        }
    }

    /// What could not be written, where and why. An error that says so already stays as it is.
    static func error(_ place: String, _ what: String, _ error: any Error) -> RunError {
        if let error = error as? RunError { return error }
        return RunError(.unwritable, "\(place): \(what): \(reason(error)); what was published before is untouched")
    }

    private static func reason(_ error: any Error) -> String {
        let error = error as NSError
        // A POSIXError that was put there as it is turns into an NSError only when asked as an error.
        let underlying = (error.userInfo[NSUnderlyingErrorKey] as? any Error).map { $0 as NSError } ?? error
        if underlying.domain == NSPOSIXErrorDomain, let code = POSIXErrorCode(rawValue: Int32(underlying.code)) {
            switch code {
            case .ENOSPC, .EDQUOT: return "the disk is full"
            case .EFBIG: return "it would be larger than this process may write (ulimit -f)"
            case .EPIPE: return "nobody reads it any more"
            case .EBADF: return "it is closed"
            case .EACCES, .EPERM: return "no permission"
            case .EROFS: return "the file system is read-only"
            case .ENOENT: return "the folder is gone"
            case .ENOTDIR: return "a part of the path is no folder"
            case .EISDIR: return "a folder is in its place"
            default: return "error \(code.rawValue)"
            }
        }
        switch (error as? CocoaError)?.code {
        case .fileWriteNoPermission: return "no permission"
        case .fileWriteOutOfSpace: return "the disk is full"
        case .fileWriteVolumeReadOnly: return "the file system is read-only"
        case .fileNoSuchFile, .fileReadNoSuchFile: return "the folder is gone"
        case .fileWriteFileExists: return "something is in its place"
        default: return "it could not be written"
        }
    }
}
