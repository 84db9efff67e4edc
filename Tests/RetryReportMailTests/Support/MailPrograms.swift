import Foundation
import RetryReportMail
import TestSupport

extension TemporaryFolder {
    /// A program with that text as its file.
    func program(_ name: String, _ text: String) throws -> MailProgram {
        let file = try write(text, to: name)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: file)
        return try MailProgram(file, searchPath: "")
    }

    func script(_ name: String, _ commands: String) throws -> MailProgram {
        try program(name, "#!/bin/sh\n\(commands)\n")
    }

    struct NeverCame: Error {
        let name: String
    }

    /// The text of a file that another process is about to put there.
    func awaited(_ name: String) async throws -> String {
        try await Self.patiently { try? text(name) } ?? { throw NeverCame(name: name) }()
    }

    /// Whether a process is gone, or is soon.
    func isGone(process: String) async throws -> Bool {
        try await Self.patiently {
            guard let state = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return true }
            // Nobody may have collected its status yet.
            return state.contains(") Z ") ? true : nil
        } ?? false
    }

    private static func patiently<Value>(_ look: () throws -> Value?) async throws -> Value? {
        for _ in 0..<3000 {
            if let value = try look() { return value }
            try await Task.sleep(for: .milliseconds(10))
        }
        return nil
    }
}
