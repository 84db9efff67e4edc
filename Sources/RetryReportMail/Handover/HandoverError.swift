import RetryJobs
import RetryReportPrograms

/// A message that was not handed over. It names no option: the caller knows how a program was chosen.
public struct HandoverError: Error, Sendable, Hashable {
    /// What happened.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The program does not exist, or may not be run.
        case programNotFound = "program-not-found"
        /// The system did not start the program.
        case programNotStarted = "program-not-started"
        /// The program ended with another status than 0, or by a signal.
        case programFailed = "program-failed"
        /// The program took too long and was ended.
        case timedOut = "timed-out"
        /// The message could not be written to a temporary file.
        case noTemporaryFile = "no-temporary-file"
    }

    /// What happened.
    public let code: Code
    /// The program: its path, or the name that was not found; empty when it was not reached.
    public let program: String
    /// The rest of the sentence: how the program ended and the end of what it wrote to standard error, the time limit,
    /// or the system's reason. Clean text on one line, at most about 600 characters.
    public let detail: String

    private init(_ code: Code, _ program: String, _ detail: String) {
        self.code = code
        self.program = program
        self.detail = VisibleText.clean(detail, to: 600)
    }

    static func noProgram(_ name: String) -> Self {
        Self(.programNotFound, name, "does not exist or is not an executable file")
    }

    static func refused(_ path: String, ending: String, said: String) -> Self {
        Self(.programFailed, path, ending + (said.isEmpty ? " and wrote no error message" : ": \(said)"))
    }

    /// Why a mail program did not come to an end of its own.
    init(_ error: ProgramError, of path: String) {
        switch error {
        case .noTemporaryFile(let reason): self = .noTemporaryFile(reason)
        case .timedOut: self.init(.timedOut, path, error.clause)
        case .notStarted, .tooMuchOutput, .outputHeldOpen: self.init(.programNotStarted, path, error.clause)
        }
    }

    static func noTemporaryFile(_ reason: String) -> Self {
        Self(.noTemporaryFile, "", "the message could not be written to a temporary file: \(reason)")
    }
}

extension HandoverError: CustomStringConvertible {
    /// What happened and what to do, in one line.
    public var description: String {
        let path = VisibleText.clean(program, to: 200)
        switch code {
        case .programNotFound:
            return "the mail program '\(path)' \(detail). "
                + "Install one that is compatible with sendmail, such as msmtp-mta or postfix, or give the path of yours"
        case .noTemporaryFile: return detail
        case .programNotStarted, .programFailed, .timedOut: return "\(path) \(detail)"
        }
    }
}
