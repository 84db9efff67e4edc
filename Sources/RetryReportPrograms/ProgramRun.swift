import Foundation
import RetryReport
import Subprocess
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// A program to start, without a shell, and the limits within which it must end.
///
/// It gets the files that it is given and no other open file. It runs in a process group of its own: when it takes too
/// long, it and what it started get SIGTERM, and SIGKILL two seconds later.
package struct ProgramRun: Sendable {
    /// The variables that a program gets.
    package enum Variables: Sendable {
        /// Those of this process, apart from some.
        case inherited(without: [String])
        /// These and no others.
        case only([String: String])
    }

    private let path: String
    private let arguments: [String]
    private let variables: Variables
    private let folder: String?
    private let limit: Duration
    private let outputLimit: Int?

    /// A program to start.
    ///
    /// - Parameters:
    ///   - path: the program.
    ///   - arguments: what it is called with.
    ///   - variables: its environment.
    ///   - folder: its working folder; nil for that of this process.
    ///   - limit: how long it may take.
    ///   - outputLimit: how many bytes it may write to standard output; nil to discard what it writes there.
    package init(
        _ path: String,
        arguments: [String],
        variables: Variables,
        folder: String? = nil,
        limit: Duration,
        outputLimit: Int? = nil
    ) {
        self.path = path
        self.arguments = arguments
        self.variables = variables
        self.folder = folder
        self.limit = limit
        self.outputLimit = outputLimit
    }

    /// How a program ended.
    package struct Ending: Sendable {
        /// How it ended, such as "ended with status 1"; nil when it ended with 0.
        package let failure: String?
        /// The beginning of what it wrote to standard error, in one clean line of at most 500 characters.
        package let said: String
        /// What it wrote to standard output, to be read from its beginning; nil when it was discarded.
        package let output: UnnamedFile?
    }

    /// Starts the program and waits until it has ended.
    ///
    /// `input`: what it reads on standard input, from the file's present place. A file, not a pipe: a program that ends
    /// before it has read all of it must not end this process.
    /// - Throws: ``ProgramError``, or `CancellationError` when the task was cancelled; the program is ended then.
    package func run(input: UnnamedFile) async throws -> Ending {
        let group = ProcessGroup()
        do {
            guard let ending = try await withTimeLimit(limit, { try await start(input, group) }) else {
                throw ProgramError.timedOut(limit)
            }
            return ending
        } catch {
            // What it started may ignore SIGTERM, or may have been left behind.
            group.kill()
            throw error
        }
    }

    private func start(_ input: UnnamedFile, _ group: ProcessGroup) async throws -> Ending {
        let errors: ErrorOutput
        let output: DocumentOutput?
        do {
            errors = try ErrorOutput()
            output = try outputLimit.map { try DocumentOutput(limit: $0) }
        } catch {
            throw ProgramError.noTemporaryFile("\(error)")
        }
        let status: TerminationStatus
        if let output {
            let writing = FileDescriptorOutput.fileDescriptor(output.descriptor, closeAfterSpawningProcess: false)
            status = try await start(input, writing, errors, group)
        } else {
            status = try await start(input, DiscardedOutput.discarded, errors, group)
        }
        let failure = Self.words(status)
        do {
            // Before its words: a program that was ended because it wrote too much says nothing of that.
            let document = try await output?.document()
            return Ending(failure: failure, said: try await errors.words(), output: document)
        } catch ProgramError.outputHeldOpen where failure != nil {
            return Ending(failure: failure, said: try await errors.words(), output: nil)
        }
    }

    private func start(
        _ input: UnnamedFile,
        _ output: some OutputProtocol,
        _ errors: ErrorOutput,
        _ group: ProcessGroup
    ) async throws -> TerminationStatus {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(2))]
        do {
            return try await Subprocess.run(
                .path(FilePath(path)),
                arguments: Arguments(arguments),
                environment: environment,
                workingDirectory: folder.map { FilePath($0) },
                platformOptions: options,
                input: .fileDescriptor(input.descriptor, closeAfterSpawningProcess: false),
                output: output,
                error: .fileDescriptor(errors.descriptor, closeAfterSpawningProcess: false)
            ) { execution in
                group.began(execution.processIdentifier.value)
            }.terminationStatus
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw ProgramError.notStarted("\(error)")
        }
    }

    private var environment: Environment {
        switch variables {
        case .inherited(let withheld):
            var changes: [Environment.Key: String?] = [:]
            for name in withheld {
                // Nil is a value here: it removes the variable.
                if let key = Environment.Key(rawValue: name) { changes.updateValue(nil, forKey: key) }
            }
            return .inherit.updating(changes)
        case .only(let values):
            var own: [Environment.Key: String] = [:]
            for (name, value) in values {
                if let key = Environment.Key(rawValue: name) { own[key] = value }
            }
            return .custom(own)
        }
    }

    private static func words(_ status: TerminationStatus) -> String? {
        switch status {
        case .exited(0): nil
        case .exited(let code): "ended with status \(code)"
        case .signaled(let number): "was ended by signal \(number)"
        }
    }
}

/// Why a program did not come to an end of its own.
package enum ProgramError: Error, Sendable {
    /// A temporary file or a pipe could not be made or written: the system's reason.
    case noTemporaryFile(String)
    /// The system did not start it: the reason.
    case notStarted(String)
    /// It took longer than that and was ended.
    case timedOut(Duration)
    /// It wrote more bytes than that.
    case tooMuchOutput(Int)
    /// It ended, and a process that it had started kept its standard output open: whether that is complete can't be known.
    case outputHeldOpen

    /// What happened, as what follows the name of the program.
    package var clause: String {
        switch self {
        case .noTemporaryFile(let reason): "could not be given a temporary file: \(reason)"
        case .notStarted(let reason): "could not be started: \(reason)"
        case .timedOut(let limit): "took longer than \(limit.components.seconds) s and was ended"
        case .tooMuchOutput(let limit): "wrote more than \(limit >> 10) KiB and was ended"
        case .outputHeldOpen: "ended, but a process that it started still has its standard output open"
        }
    }
}

/// A program and what it started.
private final class ProcessGroup: Sendable {
    private let id = Mutex<Int32?>(nil)

    func began(_ id: Int32) { self.id.withLock { $0 = id } }

    /// Ends what is left of it. The system gives the number to no other process as long as anything is.
    func kill() {
        guard let id = id.withLock({ $0 }), id > 1 else { return }
        #if canImport(Darwin)
        _ = Darwin.kill(-id, SIGKILL)
        #elseif canImport(Musl)
        _ = Musl.kill(-id, SIGKILL)
        #else
        _ = Glibc.kill(-id, SIGKILL)
        #endif
    }
}

/// Files that can be started.
package enum ProgramFile {
    /// True for an executable file, or a link to one.
    package static func isProgram(_ path: String) -> Bool {
        guard FileManager.default.isExecutableFile(atPath: path) else { return false }
        // A folder is executable too.
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let type = try? FileManager.default.attributesOfItem(atPath: target)[.type] as? FileAttributeType
        return type == .typeRegular
    }

    /// The folders of a search path such as `PATH`. Relative ones are left out: they would let anyone who can write to
    /// the current folder choose the program.
    package static func folders(of searchPath: String) -> [String] {
        searchPath.split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
    }
}
