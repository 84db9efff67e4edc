import Foundation
import RetryJobs
import Subprocess

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// Hands a message to a program that is compatible with sendmail, which takes the recipients from the headers.
///
/// ```swift
/// let handover = SendmailHandover(try MailProgram(searchPath: "/usr/bin"))
/// try await handover.send(message)
/// ```
///
/// The program is started directly, without a shell, as `PROGRAM -t -i`, with `-f SENDER` where an envelope sender is
/// given. When it ends with 0 it has taken the message; that does not mean that the message was delivered.
public struct SendmailHandover: Sendable {
    private let program: MailProgram
    private let sender: MailAddress?
    private let limit: Duration
    private let withheld: [String]

    /// Handing over to a program.
    ///
    /// - Parameters:
    ///   - program: the program.
    ///   - sender: the address that servers return undeliverable mail to; nil to let the program choose.
    ///   - limit: when the program takes longer, it and what it started get SIGTERM, and SIGKILL two seconds later.
    ///   - withheld: variables of the environment that the program does not get, such as one with an API key. It gets
    ///     the others: `HOME` and the like lead it to its own settings.
    public init(
        _ program: MailProgram,
        sender: MailAddress? = nil,
        limit: Duration = .seconds(120),
        withholding withheld: [String] = []
    ) {
        self.program = program
        self.sender = sender
        self.limit = limit
        self.withheld = withheld
    }

    /// Hands over a message and waits until the program has taken it.
    ///
    /// - Parameter message: as ``EMLRenderer`` writes it. The program gets it with lines that end in a line feed alone, as
    ///   programs on this side of SMTP expect them.
    /// - Throws: ``HandoverError``, or `CancellationError` when the task was cancelled; the program is ended then.
    public func send(_ message: [UInt8]) async throws {
        guard let ending = try await withTimeLimit(limit, { try await deliver(message) }) else {
            throw HandoverError.timedOut(program.path, limit)
        }
        guard !ending.status.isSuccess else { return }
        throw HandoverError.refused(program.path, ending: Self.words(ending.status), said: ending.said)
    }

    private var environmentChanges: [Environment.Key: String?] {
        var changes: [Environment.Key: String?] = [:]
        for name in withheld {
            // Nil is a value here: it removes the variable.
            if let key = Environment.Key(rawValue: name) { changes.updateValue(nil, forKey: key) }
        }
        return changes
    }

    private struct Ending: Sendable {
        var status: TerminationStatus
        var said: String
    }

    /// `-t` takes the recipients from the headers; `-i` makes a line with only a full stop text. An address never begins
    /// with a hyphen.
    private var arguments: Arguments {
        Arguments(["-t", "-i"] + (sender.map { ["-f", $0.address] } ?? []))
    }

    private func deliver(_ message: [UInt8]) async throws -> Ending {
        // A file, not a pipe: a program that ends before it has read all of it must not end this process.
        let input: UnnamedFile
        let errors: ErrorOutput
        do {
            input = try UnnamedFile()
            try input.fill(message.filter { $0 != 13 })
            errors = try ErrorOutput()
        } catch {
            throw HandoverError.noTemporaryFile("\(error)")
        }
        var options = PlatformOptions()
        // A group of its own, so that a script's children end with it.
        options.processGroupID = 0
        options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(2))]
        let status: TerminationStatus
        do {
            status = try await run(
                .path(FilePath(program.path)),
                arguments: arguments,
                environment: .inherit.updating(environmentChanges),
                platformOptions: options,
                input: .fileDescriptor(input.descriptor, closeAfterSpawningProcess: false),
                output: .discarded,
                error: .fileDescriptor(errors.descriptor, closeAfterSpawningProcess: false)
            ).terminationStatus
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw HandoverError.notStarted(program.path, "\(error)")
        }
        return Ending(status: status, said: try await errors.words())
    }

    private static func words(_ status: TerminationStatus) -> String {
        switch status {
        case .exited(let code): "ended with status \(code)"
        case .signaled(let number): "was ended by signal \(number)"
        }
    }
}

/// A program that takes a message on its standard input and sends it, as `sendmail` does.
public struct MailProgram: Sendable, Hashable {
    /// The path of the program.
    public let path: String

    /// Finds a program by its path, or by a name without a slash: in the folders of `PATH`, then in the folders of mail
    /// programs, which schedulers leave out of it.
    ///
    /// - Parameters:
    ///   - name: a path or a name; `sendmail`, which most mail servers and msmtp provide, by default.
    ///   - searchPath: folders, separated by colons, as in `PATH`; relative ones are ignored.
    /// - Throws: ``HandoverError`` with the code `programNotFound` when there is no executable file.
    public init(_ name: String = "sendmail", searchPath: String) throws(HandoverError) {
        let places: [String]
        if name.contains("/") {
            places = [name]
        } else {
            // A relative folder in PATH would let anyone who can write to the current folder choose the program.
            let folders = searchPath.split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
            places = (folders + ["/usr/sbin", "/usr/lib"]).map { "\($0)/\(name)" }
        }
        guard let path = places.first(where: Self.isProgram) else { throw .noProgram(name) }
        self.path = path
    }

    private static func isProgram(_ path: String) -> Bool {
        guard FileManager.default.isExecutableFile(atPath: path) else { return false }
        // A folder is executable too.
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let type = try? FileManager.default.attributesOfItem(atPath: target)[.type] as? FileAttributeType
        return type == .typeRegular
    }
}
