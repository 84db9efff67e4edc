import RetryReportMail
import TestSupport

extension TemporaryFolder {
    /// A program with that text as its file.
    func program(_ name: String, _ text: String) throws -> MailProgram {
        try MailProgram(try executable(name, text), searchPath: "")
    }

    func script(_ name: String, _ commands: String) throws -> MailProgram {
        try program(name, "#!/bin/sh\n\(commands)\n")
    }
}
