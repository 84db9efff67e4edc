package import Foundation

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// A temporary file that nobody else can open and that is gone when it is closed, whatever happens.
package final class UnnamedFile: Sendable {
    /// The open file.
    let descriptor: FileDescriptor

    /// Makes an empty file in the system's folder for temporary files. Throws the system's error.
    package init() throws {
        let name = "retry-report-\(UUID().uuidString)"
        let path = FileManager.default.temporaryDirectory.appending(path: name).path
        do {
            descriptor = try FileDescriptor.open(
                FilePath(path),
                .readWrite,
                options: [.create, .exclusiveCreate, .closeOnExec],
                permissions: .ownerReadWrite
            )
        } catch let error as Errno {
            throw POSIXError(POSIXErrorCode(rawValue: error.rawValue) ?? .EIO)
        }
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The open file for Foundation; this object must live as long.
    package var handle: FileHandle { FileHandle(fileDescriptor: descriptor.rawValue, closeOnDealloc: false) }

    deinit {
        try? descriptor.close()
    }

    /// Writes bytes and goes back to their beginning. Throws the system's error.
    func fill(_ bytes: [UInt8]) throws {
        try descriptor.writeAll(bytes)
        try descriptor.seek(offset: 0, from: .start)
    }
}
