import Foundation
import Subprocess

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// The programs and texts that stand beside the tests.
enum Fixture {
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    static func path(_ name: String) -> String {
        folder.appending(path: "Fixtures/\(name)").path
    }

    /// The output of one of the Python programs of the tests for `input`.
    static func python(_ script: String, _ arguments: [String] = [], input: [UInt8] = []) async throws -> [UInt8] {
        do {
            let result = try await run(
                .name("python3"),
                arguments: Arguments([path(script)] + arguments),
                input: .array(input),
                output: .bytes(limit: 64 << 20),
                error: .string(limit: 1 << 20)
            )
            guard result.terminationStatus.isSuccess else {
                throw Failed(description: "\(script) \(result.terminationStatus): \(result.standardError)")
            }
            return result.standardOutput
        } catch let error as SubprocessError where error.code == .executableNotFound {
            throw Failed(description: "python3 is missing: apt-get install python3")
        }
    }
}
