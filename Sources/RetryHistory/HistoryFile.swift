import Foundation
import GRDB

/// The file of a history: one SQLite database with the runs of any number of tenants.
///
/// The file is opened for each use and closed after it. Two programs may use it at the same time: SQLite locks it, and
/// each waits up to ``patience`` seconds for the other.
struct HistoryFile: Sendable {
    /// Marks our databases in SQLite's header, so that no other program's file is ever changed.
    static let applicationID: Int32 = 0x5252_4831

    let path: String
    /// Seconds to wait for another program that writes.
    let patience: TimeInterval

    init(path: String, patience: TimeInterval = 10) {
        self.path = path
        self.patience = patience
    }

    /// Returns what is read, or nil when there is no file yet.
    func read<Value>(_ body: (Database) throws -> Value) throws(HistoryError) -> Value? {
        try checked {
            guard try isOurs() else { return nil }
            return try open().write { db in try body(db) }
        }
    }

    /// The same for a body with errors of its own, which pass through.
    func reading(_ body: (Database) throws -> Void) throws {
        var own: (any Error)?
        _ = try read { db in
            do { try body(db) } catch let error as DatabaseError { throw error } catch { own = error }
        }
        if let own { throw own }
    }

    /// Gives unused space back to the system.
    func vacuum() throws(HistoryError) {
        try checked { try open().vacuum() }
    }

    /// Writes in one transaction that other writers wait for. Makes the file, readable by its owner only, when there is
    /// none.
    func write<Value>(_ body: (Database) throws -> Value) throws(HistoryError) -> Value {
        try checked {
            if try !isOurs() { try make() }
            return try open().write { db in try body(db) }
        }
    }

    /// Gives a damaged file another name, so that nothing is lost and a new history can begin.
    ///
    /// - Returns: the name that it has now.
    func setAside(at moment: String) throws(HistoryError) -> String {
        try checked {
            let name = "\(path).damaged-\(moment.filter { $0 != ":" })"
            try FileManager.default.moveItem(atPath: path, toPath: name)
            if FileManager.default.fileExists(atPath: "\(path)-journal") {
                try FileManager.default.moveItem(atPath: "\(path)-journal", toPath: "\(name)-journal")
            }
            return name
        }
    }

    // MARK: Opening

    /// Makes a history with all its tables under another name and then gives it its own, so that no other program sees it
    /// half made. When another program was first, its file stays.
    private func make() throws {
        let path = "\(self.path).new-\(UUID().uuidString)"
        let made = FileManager.default.createFile(
            atPath: path,
            contents: nil,
            attributes: [.posixPermissions: 0o600]
        )
        guard made else {
            throw HistoryError(
                .notWritable,
                self.path,
                "The history '\(self.path)' can't be created. Check its folder."
            )
        }
        defer { try? FileManager.default.removeItem(atPath: path) }
        try HistorySchema.migrations.migrate(DatabaseQueue(path: path))
        do {
            try FileManager.default.linkItem(atPath: path, toPath: self.path)
        } catch {
            guard FileManager.default.fileExists(atPath: self.path) else { throw error }
        }
    }

    private func open() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(patience)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let migrations = HistorySchema.migrations
        if try queue.read(migrations.hasBeenSuperseded) {
            throw HistoryError(
                .newer,
                path,
                "The history '\(path)' was written by a later version of retry-report. Use that version, or another file."
            )
        }
        if try queue.read(migrations.hasCompletedMigrations) == false {
            try migrations.migrate(queue)
        }
        return queue
    }

    /// False when there is nothing, or an empty file. Throws when there is anything but a history.
    private func isOurs() throws -> Bool {
        guard FileManager.default.fileExists(atPath: path) else { return false }
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        guard try target.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else {
            throw HistoryError(
                .foreign,
                path,
                "The history '\(path)' is not a regular file. Name a file; it is created if it does not exist."
            )
        }
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        defer { try? handle.close() }
        let header = try handle.read(upToCount: 100) ?? Data()
        if header.isEmpty { return false }
        let id = header.dropFirst(68).prefix(4).reduce(Int32(0)) { $0 << 8 | Int32($1) }
        guard header.count == 100, header.starts(with: Data("SQLite format 3\0".utf8)), id == Self.applicationID else {
            throw HistoryError(
                .foreign,
                path,
                "'\(path)' is not a history of retry-report, so it was not changed. Name another file."
            )
        }
        return true
    }

    /// Runs `body` and puts what SQLite and the system say into our words.
    private func checked<Value>(_ body: () throws -> Value) throws(HistoryError) -> Value {
        do {
            return try body()
        } catch let error as HistoryError {
            throw error
        } catch let error as DatabaseError {
            throw HistoryError(error, path)
        } catch is SnapshotPage.Damage {
            throw HistoryError(.damaged, path, "The history '\(path)' is damaged.")
        } catch {
            throw HistoryError(
                .notWritable,
                path,
                "The history '\(path)' can't be used: \((error as NSError).localizedDescription)"
            )
        }
    }
}

/// Why a history can't be used. The report is not affected: it only lacks its comparison, or its entry.
public struct HistoryError: Error, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Code: String, Sendable, Hashable {
        /// Another kind of file has this name.
        case foreign
        /// The file's content is damaged.
        case damaged
        /// Another program has locked the file for too long.
        case locked
        /// The disk is full.
        case full
        /// The file, or its folder, can't be written.
        case notWritable = "not-writable"
        /// A later version wrote the file.
        case newer
        /// Anything else that SQLite reports.
        case other
    }

    /// What is wrong.
    public let code: Code
    /// The file.
    public let path: String
    /// What is wrong and what to do, in one or two sentences.
    public let description: String

    init(_ code: Code, _ path: String, _ description: String) {
        self.code = code
        self.path = path
        self.description = description
    }

    init(_ error: DatabaseError, _ path: String) {
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self.init(.damaged, path, "The history '\(path)' is damaged.")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(.locked, path, "Another program has locked the history '\(path)'.")
        case .SQLITE_FULL:
            self.init(.full, path, "The disk is full: the history '\(path)' can't grow.")
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
            self.init(.notWritable, path, "The history '\(path)' can't be written. Check the file's and folder's mode.")
        default:
            self.init(.other, path, "The history '\(path)' can't be used: \(error.message ?? "SQLite error")")
        }
    }
}
