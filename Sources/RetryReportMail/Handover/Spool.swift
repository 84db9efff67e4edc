import Foundation

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// A temporary file that nobody else can open and that is gone when it is closed, whatever happens.
final class Spool: Sendable {
    /// The open file.
    let descriptor: FileDescriptor

    /// Makes an empty one. Throws ``HandoverError/noTemporaryFile(_:)``.
    init() throws(HandoverError) {
        let path = FileManager.default.temporaryDirectory.appending(path: "retry-report-mail-\(UUID().uuidString)").path
        do {
            descriptor = try FileDescriptor.open(
                FilePath(path),
                .readWrite,
                options: [.create, .exclusiveCreate, .closeOnExec],
                permissions: .ownerReadWrite
            )
        } catch {
            throw .noTemporaryFile("\(error)")
        }
        try? FileManager.default.removeItem(atPath: path)
    }

    deinit {
        try? descriptor.close()
    }

    /// Writes bytes and goes back to their beginning.
    func fill(_ bytes: [UInt8]) throws(HandoverError) {
        do {
            try descriptor.writeAll(bytes)
            try descriptor.seek(offset: 0, from: .start)
        } catch {
            throw .noTemporaryFile("\(error)")
        }
    }

    /// The first bytes of what a program wrote, at most 16 KiB.
    func start() throws -> [UInt8] {
        try descriptor.seek(offset: 0, from: .start)
        let handle = FileHandle(fileDescriptor: descriptor.rawValue, closeOnDealloc: false)
        return Array(try handle.read(upToCount: 16 << 10) ?? Data())
    }
}
