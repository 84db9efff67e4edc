import RetryReport

/// Why a message could not be handed over.
public enum HandoverError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The program does not exist, or can't be run.
    case noProgram(String)
    /// The program can't be started: its path, and why.
    case notStarted(String, String)
    /// The program ended with a status other than 0: its path, how it ended, and what it said, which may be nothing.
    case refused(String, ending: String, said: String)
    /// The program took longer than that, and was ended.
    case timedOut(String, Duration)
    /// The temporary file that the message passes through can't be made.
    case noTemporaryFile(String)

    /// What happened and what may help, in one line.
    public var description: String {
        switch self {
        case .noProgram(let name):
            "the mail program '\(VisibleText.clean(name, to: 200))' does not exist or can't be run: install a "
                + "sendmail-compatible one, such as msmtp-mta or postfix, or name another"
        case .notStarted(let path, let reason):
            "\(VisibleText.clean(path, to: 200)) can't be started: \(VisibleText.clean(reason, to: 200))"
        case .refused(let path, let ending, let said):
            "\(VisibleText.clean(path, to: 200)) \(ending)" + (said.isEmpty ? " and said nothing" : ": \(said)")
        case .timedOut(let path, let limit):
            "\(VisibleText.clean(path, to: 200)) took longer than \(limit.components.seconds) s and was ended"
        case .noTemporaryFile(let reason):
            "no temporary file for the message can be made: \(VisibleText.clean(reason, to: 200))"
        }
    }
}
