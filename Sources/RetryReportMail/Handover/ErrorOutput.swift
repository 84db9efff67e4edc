import Dispatch
package import Foundation
import RetryReport
import Synchronization

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// The beginning of what a program writes to its standard error. All of it is read as it comes, so that it fills
/// neither the pipe, which would stop the program, nor a disk.
final class ErrorOutput {
    /// Where the program writes.
    let descriptor: FileDescriptor
    private let channel: DispatchIO
    private var isOpen = true
    private let kept = Kept()
    private let ended: AsyncStream<Never>

    private final class Kept: Sendable {
        private let bytes = Mutex([UInt8]())
        private static let most = 16 << 10

        func add(_ data: DispatchData) {
            bytes.withLock { $0 += data.prefix(Self.most - $0.count) }
        }

        var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
    }

    /// Makes a pipe. Throws the system's error.
    init() throws {
        let (reading, writing) = try FileDescriptor.pipe()
        descriptor = writing
        let (ended, continuation) = AsyncStream<Never>.makeStream()
        self.ended = ended
        let queue = DispatchQueue(label: "retry-report.mail-program")
        channel = DispatchIO(type: .stream, fileDescriptor: reading.rawValue, queue: queue) { _ in
            try? reading.close()
        }
        channel.setLimit(lowWater: 1)
        channel.read(offset: 0, length: .max, queue: queue) { [kept] isDone, data, _ in
            if let data { kept.add(data) }
            if isDone { continuation.finish() }
        }
    }

    /// What was written, in one line of at most 500 characters; call this once, when the program has ended. A child
    /// that the program left behind may keep the pipe open: then what came until now is returned.
    func words() async throws -> String {
        endWriting()
        let ended = ended
        _ = try await withTimeLimit(.milliseconds(500)) { for await _ in ended {} }
        channel.close(flags: .stop)
        let lines = kept.text.split(whereSeparator: \.isNewline)
        let text = lines.map { VisibleText.clean(String($0)).trimmed }.filter { !$0.isEmpty }.joined(separator: "; ")
        return VisibleText.clean(text, to: 500)
    }

    private func endWriting() {
        if isOpen { try? descriptor.close() }
        isOpen = false
    }

    deinit {
        endWriting()
        channel.close(flags: .stop)
    }
}

/// A temporary file that nobody else can open and that is gone when it is closed, even if the process is killed.
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
