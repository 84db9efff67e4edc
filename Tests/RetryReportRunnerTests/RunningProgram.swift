#if LiveTenant
import Foundation
import Testing

/// The program while it runs, for tests that do something to it meanwhile.
final class RunningProgram {
    let process = Process()
    private let scratch: Scratch

    init(_ arguments: [String], environment: [String: String] = [:], input: Pipe? = nil) throws {
        scratch = try Scratch()
        process.executableURL = Program.folder.appendingPathComponent("retry-report")
        process.arguments = arguments
        process.environment = environment.merging(["PATH": "/usr/bin:/bin"]) { own, _ in own }
            .merging(Sanitizer.environment) { own, _ in own }
        process.standardInput = input ?? FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: scratch.file("errors", Data()))
        try process.run()
    }

    var errors: String { (try? String(decoding: scratch.bytes("errors"), as: UTF8.self)) ?? "" }

    /// The exit status, or the number of the signal that ended it below zero; nil when it does not end.
    func status(within limit: Duration = .seconds(20)) async throws -> Int32? {
        let end = ContinuousClock.now + limit
        while process.isRunning {
            guard ContinuousClock.now < end else {
                kill(process.processIdentifier, SIGKILL)
                return nil
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }
}

/// Waits until something holds; false when it does not in time.
func eventually(within limit: Duration = .seconds(20), _ condition: () throws -> Bool) async throws -> Bool {
    let end = ContinuousClock.now + limit
    while ContinuousClock.now < end {
        if try condition() { return true }
        try await Task.sleep(for: .milliseconds(5))
    }
    return false
}
#endif
