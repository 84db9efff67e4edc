import Foundation

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
