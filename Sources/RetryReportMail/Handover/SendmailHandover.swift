import Foundation
import RetryReportPrograms

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
        let input: UnnamedFile
        do {
            input = try UnnamedFile()
            try input.write(message.filter { $0 != 13 })
            try input.rewind()
        } catch {
            throw HandoverError.noTemporaryFile("\(error)")
        }
        let run = ProgramRun(
            program.path,
            arguments: arguments,
            variables: .inherited(without: withheld),
            limit: limit
        )
        let ending: ProgramRun.Ending
        do {
            ending = try await run.run(input: input)
        } catch let error as ProgramError {
            throw HandoverError(error, of: program.path)
        }
        guard let failure = ending.failure else { return }
        throw HandoverError.refused(program.path, ending: failure, said: ending.said)
    }

    /// `-t` takes the recipients from the headers; `-i` makes a line with only a full stop text. An address never begins
    /// with a hyphen.
    private var arguments: [String] {
        ["-t", "-i"] + (sender.map { ["-f", $0.address] } ?? [])
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
            places = (ProgramFile.folders(of: searchPath) + ["/usr/sbin", "/usr/lib"]).map { "\($0)/\(name)" }
        }
        guard let path = places.first(where: ProgramFile.isProgram) else { throw .noProgram(name) }
        self.path = path
    }
}
