package import Foundation
import RetryReport

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// A temporary file that nobody else can open and that is gone when it is closed, even if the process is killed.
package final class UnnamedFile: Sendable {
    /// The open file.
    let descriptor: FileDescriptor

    /// Makes an empty file. Throws the system's error.
    ///
    /// `folder`: where it is made; nil for the system's folder for temporary files.
    package init(in folder: String? = nil) throws {
        let name = ".retry-report-\(UUID().uuidString)"
        let path = "\(folder ?? FileManager.default.temporaryDirectory.path)/\(name)"
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

    /// Appends bytes. Throws the system's error.
    package func write(_ bytes: [UInt8]) throws {
        try descriptor.writeAll(bytes)
    }

    /// Goes back to the beginning. Throws the system's error.
    package func rewind() throws {
        try descriptor.seek(offset: 0, from: .start)
    }

    /// How many bytes it has; goes back to the beginning. Throws the system's error.
    package func size() throws -> Int64 {
        let size = try descriptor.seek(offset: 0, from: .end)
        try rewind()
        return size
    }

    /// Calls `take` with everything from the present place to the end, in pieces of at most 256 KiB. Throws the system's
    /// error and what `take` throws.
    package func forEachPiece(_ take: ([UInt8]) throws -> Void) throws {
        let handle = handle
        while let piece = try handle.read(upToCount: 1 << 18), !piece.isEmpty { try take(Array(piece)) }
    }
}

/// A sink that appends to a temporary file.
package struct UnnamedFileSink: ByteSink, Sendable {
    private let file: UnnamedFile

    /// A sink for the file.
    package init(_ file: UnnamedFile) {
        self.file = file
    }

    /// Appends bytes. Throws the system's error.
    package func write(contentsOf bytes: [UInt8]) throws {
        try file.write(bytes)
    }
}
