#if LiveTenant
import Foundation
import Synchronization
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
        let scratch = try Scratch()
        let output = try scratch.file("output", Data())
        let errors = try scratch.file("errors", Data())
        let standardInput = try scratch.file("input", input ?? Data())
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

/// A folder of its own for one test; it goes when the test ends.
final class Scratch: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("retry-report-test-\(UUID())").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
        try? FileManager.default.removeItem(atPath: path)
    }

    @discardableResult
    func file(_ name: String, _ content: Data) throws -> URL {
        let url = URL(fileURLWithPath: "\(path)/\(name)")
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try content.write(to: url)
        return url
    }

    func file(_ name: String, _ content: String) throws -> String {
        try file(name, Data(content.utf8)).path
    }

    /// A pipe with a name, which nobody opened yet.
    func pipe(_ name: String) throws -> String {
        let process = try Process.run(URL(fileURLWithPath: "/usr/bin/mkfifo"), arguments: ["\(path)/\(name)"])
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return "\(path)/\(name)"
    }

    func names(_ folder: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)").sorted()
    }

    func bytes(_ name: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)"))
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

/// Waits until something is true; false when it does not become true in time.
func eventually(within limit: Duration = .seconds(20), _ condition: () throws -> Bool) async throws -> Bool {
    let end = ContinuousClock.now + limit
    while ContinuousClock.now < end {
        if try condition() { return true }
        try await Task.sleep(for: .milliseconds(5))
    }
    return false
}

/// Scratch folders that live as long as the test process.
enum KeptScratches {
    private static let all: Mutex<[Scratch]> = {
        // A global is not deinitialized at the end of a process; this does it.
        atexit { KeptScratches.all.withLock { $0 = [] } }
        return Mutex([])
    }()

    static func keep(_ scratch: Scratch) { all.withLock { $0.append(scratch) } }
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
