import Dispatch
import Foundation
import RetryReport
import Synchronization

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// A pipe that a program writes to. All of it is read as it comes, so that it fills neither the pipe, which would stop the
/// program, nor a disk.
final class ProgramPipe {
    /// Where the program writes.
    let descriptor: FileDescriptor
    private let channel: DispatchIO
    private var isOpen = true
    private let ended: AsyncStream<Never>

    /// Makes a pipe. Throws the system's error.
    ///
    /// `take`: gets what comes, piece by piece. When it returns false, nothing more is read, and the program gets an error
    /// or SIGPIPE for what it writes from then on.
    init(_ take: @escaping @Sendable (DispatchData) -> Bool) throws {
        let (reading, writing) = try FileDescriptor.pipe()
        descriptor = writing
        let (ended, continuation) = AsyncStream<Never>.makeStream()
        self.ended = ended
        let queue = DispatchQueue(label: "retry-report.program")
        let channel = DispatchIO(type: .stream, fileDescriptor: reading.rawValue, queue: queue) { _ in
            try? reading.close()
        }
        self.channel = channel
        channel.setLimit(lowWater: 1)
        channel.read(offset: 0, length: .max, queue: queue) { isDone, data, _ in
            if let data, !data.isEmpty, !take(data) { channel.close(flags: .stop) }
            if isDone { continuation.finish() }
        }
    }

    /// Waits until everything was read, once the program has ended. False when it was not read in time: a process that the
    /// program left behind keeps the pipe open. Call this once.
    func end(within limit: Duration) async throws -> Bool {
        endWriting()
        let ended = ended
        let isAtEnd = try await withTimeLimit(limit) {
            for await _ in ended {}
            return true
        }
        channel.close(flags: .stop)
        return isAtEnd ?? false
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

/// The beginning of what a program writes to its standard error.
final class ErrorOutput {
    private let pipe: ProgramPipe
    private let kept: Kept

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
        let kept = Kept()
        self.kept = kept
        pipe = try ProgramPipe { data in
            kept.add(data)
            return true
        }
    }

    /// Where the program writes.
    var descriptor: FileDescriptor { pipe.descriptor }

    /// What was written, in one line of at most 500 characters; call this once, when the program has ended. A child
    /// that the program left behind may keep the pipe open: then what came until now is returned.
    func words() async throws -> String {
        _ = try await pipe.end(within: .milliseconds(500))
        let lines = kept.text.split(whereSeparator: \.isNewline)
        let text = lines.map { VisibleText.clean(String($0)).trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }.joined(separator: "; ")
        return VisibleText.clean(text, to: 500)
    }
}

/// What a program writes to its standard output, in a temporary file.
final class DocumentOutput {
    private let pipe: ProgramPipe
    private let file: UnnamedFile
    private let state: State

    private final class State: Sendable {
        private struct Progress {
            var size = 0
            var fault: ProgramError?
        }

        private let progress = Mutex(Progress())
        private let file: UnnamedFile
        private let limit: Int

        init(_ file: UnnamedFile, _ limit: Int) {
            self.file = file
            self.limit = limit
        }

        /// False when there is no more room.
        func take(_ data: DispatchData) -> Bool {
            progress.withLock { progress in
                progress.size += data.count
                guard progress.size <= limit else {
                    progress.fault = .tooMuchOutput(limit)
                    return false
                }
                do {
                    try file.write([UInt8](data))
                    return true
                } catch {
                    progress.fault = .noTemporaryFile("\(error)")
                    return false
                }
            }
        }

        var fault: ProgramError? { progress.withLock { $0.fault } }
    }

    /// Makes a pipe and a file. Throws the system's error.
    ///
    /// `limit`: how many bytes the program may write.
    init(limit: Int) throws {
        let file = try UnnamedFile()
        let state = State(file, limit)
        self.file = file
        self.state = state
        pipe = try ProgramPipe { data in state.take(data) }
    }

    /// Where the program writes.
    var descriptor: FileDescriptor { pipe.descriptor }

    /// What was written, when the program has ended; call this once. Throws ``ProgramError``.
    func document() async throws -> UnnamedFile {
        let isAtEnd = try await pipe.end(within: .seconds(2))
        if let fault = state.fault { throw fault }
        guard isAtEnd else { throw ProgramError.outputHeldOpen }
        try file.rewind()
        return file
    }
}
