package import Foundation

/// A folder for one test's files. It is removed with its owner.
package final class TemporaryFolder: Sendable {
    package let path: String

    /// The folder as an address of a file.
    package var url: URL { URL(filePath: path, directoryHint: .isDirectory) }

    package init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "retry-report-test-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        // A test may have taken the right to change it away.
        try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of a file in it.
    package func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file, and the folders above it, and gives its path.
    @discardableResult
    package func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
        let file = URL(filePath: file(name))
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return file.path
    }

    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        try write(text.utf8, to: name)
    }

    /// The names of what is in it, or in a folder below it, in order.
    package func names(_ folder: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: file(folder)).sorted()
    }

    package func bytes(_ name: String) throws -> Data {
        try Data(contentsOf: URL(filePath: file(name)))
    }

    package func text(_ name: String) throws -> String {
        String(decoding: try bytes(name), as: UTF8.self)
    }
}

extension TemporaryFolder {
    /// Writes a program with that text as its file, and gives its path.
    @discardableResult
    package func executable(_ name: String, _ text: String) throws -> String {
        let file = try write(text, to: name)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
        return file
    }

    /// A file that another process should have put there, and did not.
    package struct NeverCame: Error {
        let name: String
    }

    /// The text of a file that another process is about to put there.
    package func awaited(_ name: String) async throws -> String {
        try await Self.patiently { try? text(name) } ?? { throw NeverCame(name: name) }()
    }

    /// Whether a process is gone, or is soon.
    package func isGone(process: String) async throws -> Bool {
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
