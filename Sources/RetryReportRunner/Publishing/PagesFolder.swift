#if LiveTenant
import Foundation
import RetryReportKit
import Synchronization

#if canImport(Glibc)
import Glibc
#endif

/// The folder of `--save-pages`. Pages are saved in a folder within it and moved into place when the reading is over,
/// so that it contains one complete reading at a time, the last one. What a killed run leaves is removed by the next.
///
/// With a number of readings to keep, each is moved into a folder of its own that is named by the time at which it was
/// put in place; the oldest beyond that number are removed, whatever else is in the folder is left alone.
///
/// Pages are a tenant's data: the folder, when it is made here, and the files are for this user only.
final class PagesFolder: Sendable {
    /// Where pages are saved meanwhile.
    let staging: String
    private let path: String
    private let kept: Int?
    private let folder: FileHandle
    private let isClosed = Mutex(false)
    private static let record = "reading.json"

    /// Makes and locks the folder. Throws ``OutputError`` when that fails, and when the folder contains other files
    /// that would be read as pages.
    init(_ path: String, keeping kept: Int? = nil) throws(OutputError) {
        self.path = path
        self.kept = kept
        staging = "\(path)/.saving"
        let names: [String]
        do {
            let mode: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true, attributes: mode)
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw OutputError(path, "the folder can't be made", error)
        }
        guard let folder = FileHandle(forReadingAtPath: path) else {
            throw OutputError(path, "the folder can't be opened", POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO))
        }
        self.folder = folder
        guard flock(folder.fileDescriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw OutputError(path, "another run is saving pages in this folder; wait until it has finished")
        }
        if let other = names.sorted().first(where: { $0.hasSuffix(".json") && !Self.isSaved($0) }) {
            throw OutputError(path, "contains '\(other)', which would be read as a page; give a folder for pages only")
        }
        try? FileManager.default.removeItem(atPath: staging)
        do {
            try FileManager.default.createDirectory(
                atPath: staging,
                withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw OutputError(staging, "the folder can't be made", error)
        }
    }

    /// Puts a reading that is over in the place of the one before; removes what was saved of any other. Does nothing
    /// when it is called again.
    func close() throws(OutputError) {
        let wasClosed = isClosed.withLock { isClosed in
            defer { isClosed = true }
            return isClosed
        }
        guard !wasClosed else { return }
        defer {
            try? FileManager.default.removeItem(atPath: staging)
            try? folder.close()
        }
        guard FileManager.default.fileExists(atPath: "\(staging)/\(Self.record)") else { return }
        if let kept { return try addReading(keeping: kept) }
        do {
            // Without its record a folder counts as a reading that broke off: the record goes first and comes last.
            let old = try FileManager.default.contentsOfDirectory(atPath: path).filter(Self.isSaved)
            for name in old.filter({ $0 == Self.record }) + old.filter({ $0 != Self.record }) {
                try FileManager.default.removeItem(atPath: "\(path)/\(name)")
            }
            let new = try FileManager.default.contentsOfDirectory(atPath: staging).filter { $0 != Self.record }
            for name in new + [Self.record] {
                let mode: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
                try FileManager.default.setAttributes(mode, ofItemAtPath: "\(staging)/\(name)")
                try FileManager.default.moveItem(atPath: "\(staging)/\(name)", toPath: "\(path)/\(name)")
            }
        } catch {
            throw OutputError(path, "the saved pages can't be put in place", error)
        }
    }

    /// Moves the reading into a folder of its own and removes the oldest.
    private func addReading(keeping kept: Int) throws(OutputError) {
        let time = Date().formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true))
        let name = time.replacing(":", with: "-") + "Z"
        do {
            for file in try FileManager.default.contentsOfDirectory(atPath: staging) {
                let mode: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
                try FileManager.default.setAttributes(mode, ofItemAtPath: "\(staging)/\(file)")
            }
            try FileManager.default.moveItem(atPath: staging, toPath: "\(path)/\(name)")
            let readings = try FileManager.default.contentsOfDirectory(atPath: path).filter(Self.isReading).sorted()
            for old in readings.dropLast(kept) { try FileManager.default.removeItem(atPath: "\(path)/\(old)") }
        } catch {
            throw OutputError(path, "the saved pages can't be put in place", error)
        }
    }

    /// True for the names that folders of readings have: `2026-11-27T10-30-00.000Z`.
    private static func isReading(_ name: String) -> Bool {
        name.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}-[0-9]{2}-[0-9]{2}\.[0-9]{3}Z/) != nil
    }

    /// True for the names that a saved reading's files have.
    private static func isSaved(_ name: String) -> Bool {
        name == record || name == SavedExtras.fileName || name.wholeMatch(of: /page-[0-9]+\.json/) != nil
    }
}

/// Puts the saved pages in place once the report is published.
struct PagesAnnouncement: AnnouncingStep {
    let folder: PagesFolder

    func prepare(_ report: Report) -> Announcement? {
        Announcement("pages") { _ in
            try folder.close()
            return []
        }
    }
}
#endif
