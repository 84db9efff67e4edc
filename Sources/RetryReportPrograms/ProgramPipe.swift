import Dispatch
import Foundation
import RetryReport
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// A pipe that a program writes to. All of it is read as it comes, so that it fills neither the pipe, which would stop the
/// program, nor a disk.
///
/// Read by a thread that looks now and then, and not by `DispatchIO`: on Linux that ended this process now and then, with a
/// bad pointer in libdispatch's loop of events, when several pipes were closed while they had something to be read.
final class ProgramPipe {
    /// Where the program writes.
    let descriptor: FileDescriptor
    private let stop = StopFlag()
    private var isOpen = true
    private let ended: AsyncStream<Never>
    private static let longestPause = 0.016

    /// Makes a pipe. Throws the system's error.
    ///
    /// `take`: gets what comes, piece by piece. When it returns false, nothing more is read, and the program gets an error
    /// or SIGPIPE for what it writes from then on.
    init(_ take: @escaping @Sendable (ArraySlice<UInt8>) -> Bool) throws {
        let (reading, writing) = try FileDescriptor.pipe()
        descriptor = writing
        for end in [reading, writing] { _ = fcntl(end.rawValue, F_SETFD, FD_CLOEXEC) }
        // The program's own end stays one that waits.
        _ = fcntl(reading.rawValue, F_SETFL, O_NONBLOCK)
        let (ended, continuation) = AsyncStream<Never>.makeStream()
        self.ended = ended
        let stop = stop
        // A thread of its own: tasks may all be busy for longer than a program may take.
        DispatchQueue(label: "retry-report.program").async {
            Self.drain(reading, take, stop)
            continuation.finish()
        }
    }

    /// Reads until the end, until `take` wants no more, or until it is to stop.
    private static func drain(
        _ end: FileDescriptor,
        _ take: @Sendable (ArraySlice<UInt8>) -> Bool,
        _ stop: StopFlag
    ) {
        defer { try? end.close() }
        var piece: [UInt8] = Array(repeating: 0, count: 1 << 16)
        var pause = 0.001
        while !stop.isSet {
            // The one call that takes a pointer: `FileHandle` reads until a piece is full, and loses what it has when there
            // is nothing more yet.
            let count = unsafe read(end.rawValue, &piece, piece.count)
            if count > 0 {
                guard take(piece[..<count]) else { return }
                pause = 0.001
            } else if count < 0, errno == EAGAIN || errno == EINTR {
                Thread.sleep(forTimeInterval: pause)
                pause = min(pause * 2, longestPause)
            } else {
                return
            }
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
        stop.set()
        return isAtEnd ?? false
    }

    private func endWriting() {
        if isOpen { try? descriptor.close() }
        isOpen = false
    }

    deinit {
        endWriting()
        stop.set()
    }
}

/// Tells a thread that nobody waits for it any more.
private final class StopFlag: Sendable {
    private let flag = Mutex(false)

    var isSet: Bool { flag.withLock { $0 } }

    func set() { flag.withLock { $0 = true } }
}

/// The beginning of what a program writes to its standard error.
final class ErrorOutput {
    private let pipe: ProgramPipe
    private let kept: Kept

    private final class Kept: Sendable {
        private let bytes = Mutex([UInt8]())
        private static let most = 16 << 10

        func add(_ data: ArraySlice<UInt8>) {
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
        func take(_ data: ArraySlice<UInt8>) -> Bool {
            progress.withLock { progress in
                progress.size += data.count
                guard progress.size <= limit else {
                    progress.fault = .tooMuchOutput(limit)
                    return false
                }
                do {
                    try file.write(Array(data))
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
