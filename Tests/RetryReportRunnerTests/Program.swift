#if LiveTenant
import Foundation
import Synchronization
import TestSupport
import Testing

/// The program under test, as a scheduler would start it.
struct Program {
    /// What a run left behind.
    struct Result {
        var status: Int32
        var output: Data
        var errors: String
    }

    /// The folder with the built programs, which the test bundle is in too.
    static let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()

    /// Whether its folder is one that other users can look into.
    static var canBeRunByAnyone: Bool {
        sequence(first: folder) { $0.path == "/" ? nil : $0.deletingLastPathComponent() }.allSatisfy { folder in
            let mode = (try? FileManager.default.attributesOfItem(atPath: folder.path))?[.posixPermissions]
            return ((mode as? NSNumber)?.intValue ?? 0) & 0o001 != 0
        }
    }

    var environment: [String: String] = [:]
    var input: Data?

    func run(_ arguments: String...) throws -> Result {
        try run(arguments)
    }

    func run(_ arguments: [String], folder: URL? = nil) throws -> Result {
        let process = Process()
        process.executableURL = Self.folder.appendingPathComponent("retry-report")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = environment.merging(["PATH": "/usr/bin:/bin"]) { own, _ in own }
            .merging(Sanitizer.environment) { own, _ in own }
        // Files, not pipes: a full pipe would stop the program.
        let scratch = try TemporaryFolder()
        let output = URL(filePath: try scratch.write("", to: "output"))
        let errors = URL(filePath: try scratch.write("", to: "errors"))
        let standardInput = URL(filePath: try scratch.write(input ?? Data(), to: "input"))
        process.standardInput = try FileHandle(forReadingFrom: standardInput)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        return Result(
            status: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
            output: try Data(contentsOf: output),
            errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self)
        )
    }
}

extension TemporaryFolder {
    /// A pipe with a name, which nobody opened yet.
    func pipe(_ name: String) throws -> String {
        let process = try Process.run(URL(fileURLWithPath: "/usr/bin/mkfifo"), arguments: [file(name)])
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return file(name)
    }
}

/// The documentation's own sample of a page.
let samplePage = """
    {"admin/retry_jobs":[
      {"id":1234,"type":"AgentReceiveJob","agent":{"id":1,"name":"Webhook"},"events":5,"retry_count":3,
       "last_retry":1567399360.056226,"error_class":"ArgumentError"},
      {"id":1235,"type":"CredentialRefreshJob","agent":1,"events":null,"retry_count":0,"last_retry":"",
       "error_class":"RuntimeError"}],
     "meta":{"current_page":"https://acme.tines.com/api/v1/admin/retry_jobs?page=1&per_page=20","previous_page":null,
      "next_page":"https://acme.tines.com/api/v1/admin/retry_jobs?page=2&per_page=20","next_page_number":2,
      "per_page":20,"pages":0,"count":0}}
    """

/// The page after it, which is empty and names none.
let emptyPage = """
    {"admin/retry_jobs":[],"meta":{"current_page":null,"previous_page":null,"next_page":null,
     "next_page_number":null,"per_page":20,"pages":0,"count":0}}
    """

/// The program while it runs, for tests that do something to it meanwhile.
final class RunningProgram {
    let process = Process()
    private let scratch: TemporaryFolder

    init(_ arguments: [String], environment: [String: String] = [:], input: Pipe? = nil) throws {
        scratch = try TemporaryFolder()
        process.executableURL = Program.folder.appendingPathComponent("retry-report")
        process.arguments = arguments
        process.environment = environment.merging(["PATH": "/usr/bin:/bin"]) { own, _ in own }
            .merging(Sanitizer.environment) { own, _ in own }
        process.standardInput = input ?? FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: URL(filePath: scratch.write("", to: "errors")))
        try process.run()
    }

    var errors: String { (try? String(decoding: scratch.bytes("errors"), as: UTF8.self)) ?? "" }

    /// The exit status, or the number of the signal that ended it below zero; nil when it does not end.
    func status(within limit: Duration = .seconds(120)) async throws -> Int32? {
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

/// Waits until something is true; false when it does not become true in time.
func eventually(within limit: Duration = .seconds(120), _ condition: () throws -> Bool) async throws -> Bool {
    let end = ContinuousClock.now + limit
    while ContinuousClock.now < end {
        if try condition() { return true }
        try await Task.sleep(for: .milliseconds(5))
    }
    return false
}

/// Folders that live as long as the test process.
enum KeptFolders {
    private static let all: Mutex<[TemporaryFolder]> = {
        // A global is not deinitialized at the end of a process; this does it.
        atexit { KeptFolders.all.withLock { $0 = [] } }
        return Mutex([])
    }()

    static func keep(_ folder: TemporaryFolder) { all.withLock { $0.append(folder) } }
}

/// What programs that a test starts need to know under a sanitizer; see `scripts/sanitize`.
enum Sanitizer {
    static let environment = ProcessInfo.processInfo.environment.filter {
        ["ASAN_OPTIONS", "TSAN_OPTIONS"].contains($0.key)
    }

    /// ThreadSanitizer's shadow memory is a file to `ulimit -f`: a program with both ends with SIGBUS.
    static let allowsFileLimits = environment.isEmpty
}
#endif
