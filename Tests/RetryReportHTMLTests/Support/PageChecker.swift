import Foundation
import Testing

/// `Tests/Tools/check-pages.py`: what programs of another make complain of.
enum PageChecker {
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    /// A line for each complaint of the pages and mails in a folder. Throws what to install when a checker is missing.
    static func complaints(of folder: URL) throws -> [String] {
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Tools/check-pages.py")
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", script.path, folder.path]
        // Files instead of pipes: both ends can be of any size without waiting for each other.
        func file(_ name: String) throws -> URL {
            let url = folder.appending(path: name)
            try Data().write(to: url)
            return url
        }
        let (output, errors) = (try file("complaints.txt"), try file("errors.txt"))
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failed(
                description:
                    "check-pages.py ended with \(process.terminationStatus): \(try String(contentsOf: errors, encoding: .utf8))"
            )
        }
        return try String(contentsOf: output, encoding: .utf8).split(separator: "\n").map { String($0) }
    }
}

extension Tag {
    /// Needs a browser, Java and other programs that check pages.
    @Tag static var browser: Self
}

/// Programs that check pages: they are slow and large, so only the complete test suite runs them.
enum CheckerPrograms {
    static let areWanted = ProcessInfo.processInfo.environment["RETRY_REPORT_ALL_TESTS"] != nil
    static let comment: Comment = "needs Chromium and Java; scripts/test runs it (RETRY_REPORT_ALL_TESTS=1)"
}
