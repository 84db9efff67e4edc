import Foundation

/// A program of another make that judges what we wrote.
struct ExternalTool {
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    let command: [String]
    /// What to install when it is not there.
    let hint: String

    /// What the program writes when it is given `input`. Throws with its complaint when it ends with an error.
    func run(_ input: [UInt8] = []) throws -> [UInt8] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "retry-report-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Files instead of pipes: both ends can be of any size without waiting for each other.
        func file(_ name: String, _ bytes: [UInt8] = []) throws -> URL {
            let url = folder.appending(path: name)
            try Data(bytes).write(to: url)
            return url
        }
        let output = try file("output")
        let complaint = try file("complaint")
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.standardInput = try FileHandle(forReadingFrom: file("input", input))
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: complaint)
        try process.run()
        process.waitUntilExit()
        let said = String(decoding: try Data(contentsOf: complaint), as: UTF8.self)
        if process.terminationStatus == 127 || said.contains("ModuleNotFoundError") {
            throw Missing(description: "\(command.first ?? "") can't run here: \(hint)")
        }
        guard process.terminationStatus == 0 else {
            throw Failed(description: "\(command.first ?? "") ended with \(process.terminationStatus): \(said)")
        }
        return Array(try Data(contentsOf: output))
    }
}
