import Foundation
package import RetryJobs
import RetryReport
import RetryReportPrograms
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A folder that keeps every job of every run, in files that query engines read: NDJSON, compressed with gzip, one file
/// for each run and tenant (see ``ArchiveFile``). A file is complete when it gets its name, and is never changed later.
///
/// Runs of several tenants may add to it at the same time, also from several machines.
package struct RunArchive: Sendable {
    /// The folder.
    package let path: String
    /// What the names of files begin with that are not complete. Query engines pass over names that begin with a full stop.
    private static let staged = ".retry-report-archive-"

    /// The archive in a folder, which is made when it is missing.
    package init(path: String) {
        self.path = path
    }

    /// Begins to keep the jobs of a run. Nothing fails here: what goes wrong is thrown at the end, by
    /// ``ArchivedJobs/add(_:tenant:directory:)``.
    package func begin() -> ArchivedJobs {
        ArchivedJobs(self)
    }

    // MARK: Files

    /// A file of the archive.
    package struct Entry: Sendable, Hashable {
        package let file: ArchiveFile
        /// Its size, compressed.
        package let bytes: Int
    }

    /// The files of the archive by tenant and time. What has another form of name, and links, are passed over. Throws
    /// ``ArchiveError`` when the folder can't be read.
    package func entries() throws(ArchiveError) -> [Entry] {
        var entries: [Entry] = []
        let folders: [String]
        do {
            folders = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw ArchiveError(path, "the archive can't be read", error)
        }
        for folder in folders.sorted() where Self.kind("\(path)/\(folder)") == .typeDirectory {
            for day in Self.names("\(path)/\(folder)") where Self.kind("\(path)/\(folder)/\(day)") == .typeDirectory {
                for name in Self.names("\(path)/\(folder)/\(day)") {
                    guard let file = ArchiveFile(folder: folder, day: day, name: name),
                        let attributes = try? FileManager.default.attributesOfItem(atPath: "\(path)/\(file.path)"),
                        attributes[.type] as? FileAttributeType == .typeRegular
                    else { continue }
                    entries.append(Entry(file: file, bytes: (attributes[.size] as? NSNumber)?.intValue ?? 0))
                }
            }
        }
        return entries
    }

    /// Removes the files of runs before a moment, and the folders that are empty then. Removes nothing else.
    ///
    /// - Returns: the files that were removed.
    /// - Throws: ``ArchiveError`` when the folder can't be read or a file can't be removed.
    package func prune(before moment: Timestamp) throws(ArchiveError) -> [Entry] {
        let old = try entries().filter { $0.file.run < moment }
        for entry in old {
            do {
                try FileManager.default.removeItem(atPath: "\(path)/\(entry.file.path)")
            } catch {
                throw ArchiveError("\(path)/\(entry.file.path)", "the file can't be removed", error)
            }
            // Only an empty folder is removed by this call.
            let folder = "\(path)/\(entry.file.folder)"
            for empty in ["\(folder)/\(entry.file.day)", folder] { _ = unsafe rmdir(empty) }
        }
        return old
    }

    private static func names(_ path: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }

    /// What is at a path, which is not followed if it is a link.
    private static func kind(_ path: String) -> FileAttributeType? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType
    }

    // MARK: Adding

    /// Makes the folder; one that is new is for this user only.
    fileprivate func makeFolder() throws {
        guard !FileManager.default.fileExists(atPath: path) else { return }
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
    }

    /// Writes a file and puts it in place. False when the archive has it already: it is left as it is.
    fileprivate func add(_ file: ArchiveFile, _ write: (GzipFile) throws -> Void) throws -> Bool {
        removeLeftovers()
        guard Self.kind("\(path)/\(file.path)") == nil else { return false }
        // Who may read the archive may read its files; the archive may be a link, whose own mode says nothing.
        let archive = try FileManager.default.attributesOfItem(atPath: "\(path)/.")
        let mode = (archive[.posixPermissions] as? NSNumber)?.intValue ?? 0
        let temporary = "\(path)/\(Self.staged)\(UUID().uuidString)"
        try Data().write(to: URL(fileURLWithPath: temporary), options: .withoutOverwriting)
        defer { try? FileManager.default.removeItem(atPath: temporary) }
        try FileManager.default.setAttributes([.posixPermissions: mode & 0o666 | 0o600], ofItemAtPath: temporary)
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: temporary))
        defer { try? handle.close() }
        let gzip = try GzipFile(descriptor: handle.fileDescriptor, level: Self.level)
        try write(gzip)
        try gzip.finish()
        try handle.synchronize()
        var above = path
        for name in [file.folder, file.day] {
            let folder = "\(above)/\(name)"
            if unsafe mkdir(folder, mode_t(mode & 0o777 | 0o700)) == 0 {
                Self.synchronize(above)
            } else if errno != EEXIST || Self.kind(folder) != .typeDirectory {
                // A link could lead anywhere.
                throw errno == EEXIST ? POSIXError(.ENOTDIR) : POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
            }
            above = folder
        }
        guard unsafe rename(temporary, "\(path)/\(file.path)") == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
        Self.synchronize(above)
        return true
    }

    /// A million rows of 494 bytes take 2.7 s and 61 MB at level 3, 6.2 s and 51 MB at level 6.
    private static let level = 3

    private static func synchronize(_ folder: String) {
        guard let handle = FileHandle(forReadingAtPath: folder) else { return }
        fsync(handle.fileDescriptor)
        try? handle.close()
    }

    /// Removes what runs left that were killed, after a day: another run may be at work on a younger one.
    private func removeLeftovers() {
        let yesterday = Date(timeIntervalSinceNow: -86_400)
        for name in Self.names(path) where name.hasPrefix(Self.staged) {
            let attributes = (try? FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")) ?? [:]
            guard let changed = attributes[.modificationDate] as? Date, changed < yesterday else { continue }
            try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
        }
    }
}

/// The jobs of a run, kept in a temporary file in the archive's folder until it is known whose they are and how the reading
/// ended. Memory does not grow with their number.
package final class ArchivedJobs: Sendable {
    private let archive: RunArchive
    private let state: Mutex<State>

    private struct State: Sendable {
        var file: UnnamedFile?
        var jobs = 0
        var fault: (any Error)?
    }

    init(_ archive: RunArchive) {
        self.archive = archive
        var state = State()
        do {
            try archive.makeFolder()
            state.file = try UnnamedFile(in: archive.path)
        } catch {
            state.fault = error
        }
        self.state = Mutex(state)
    }

    /// Keeps what ``ArchivedJobRenderer`` writes of some jobs.
    package func keep(_ parts: [UInt8]) {
        state.withLock { state in
            guard let file = state.file, state.fault == nil else { return }
            do { try file.write(parts) } catch { state.fault = error }
            state.jobs += parts.count { $0 == ArchivedJobRenderer.end }
        }
    }

    /// Adds the run to the archive. Call this once, last.
    ///
    /// - Parameters:
    ///   - run: what the archive says of it.
    ///   - tenant: the tenant's name, any text.
    ///   - directory: whose actions they are; nil when that is not known.
    /// - Returns: the file, and whether it is new. One that is there already is never changed.
    /// - Throws: ``ArchiveError``.
    package func add(
        _ run: ArchivedRun,
        tenant: String,
        directory: TenantDirectory?
    ) throws(ArchiveError) -> (path: String, isNew: Bool) {
        let place = ArchiveFile(tenant: tenant, run: run.run)
        let path = "\(archive.path)/\(place.path)"
        do {
            let isNew = try state.withLock { state in
                if let fault = state.fault { throw fault }
                guard let parts = state.file else { return false }
                try parts.rewind()
                return try archive.add(place) { gzip in
                    try Self.write(parts, state.jobs, ArchiveRows(run, directory: directory), to: gzip)
                }
            }
            return (path, isNew)
        } catch {
            throw ArchiveError(path, "the run can't be archived", error)
        }
    }

    private static func write(_ parts: UnnamedFile, _ jobs: Int, _ rows: ArchiveRows, to gzip: GzipFile) throws {
        var maker = rows
        try gzip.write(maker.first(jobs: jobs))
        var rest: [UInt8] = []
        var rows: [UInt8] = []
        try parts.forEachPiece { piece in
            rest += piece
            var start = rest.startIndex
            while let end = rest[start...].firstIndex(of: ArchivedJobRenderer.end) {
                maker.append(rest[start..<end], to: &rows)
                start = end + 1
            }
            rest.removeSubrange(..<start)
            try gzip.write(rows)
            rows.removeAll(keepingCapacity: true)
        }
    }
}

/// A run that can't be archived, or an archive that can't be read or pruned.
package struct ArchiveError: Error, Sendable, CustomStringConvertible {
    /// A path.
    package let place: String
    /// What can't be done.
    package let what: String
    /// Why, as the system says it.
    package let underlying: any Error

    init(_ place: String, _ what: String, _ error: any Error) {
        self.place = place
        self.what = what
        underlying = (error as? SystemError).map { POSIXError(POSIXErrorCode(rawValue: $0.number) ?? .EIO) } ?? error
    }

    package var description: String { "\(VisibleText.clean(place)): \(what): \(underlying.localizedDescription)" }
}
