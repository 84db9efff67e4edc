#if LiveTenant
import Foundation
import SampleTenant
import TestSupport
import Testing

@Suite("A run that is stopped") struct StoppedRunTests {
    private static let formats = ["html", "markdown", "json", "ndjson"].flatMap { ["--format", $0] }
    private static let names = ["retry-jobs.html", "retry-jobs.json", "retry-jobs.md", "retry-jobs.ndjson"]

    private func slowTenant(_ body: (SampleTenant) async throws -> Void) async throws {
        var configuration = SampleTenant.Configuration()
        configuration.jobs = 2_000
        configuration.latency = 200
        try await SampleTenant.running(configuration, body)
    }

    private func start(_ tenant: SampleTenant, _ scratch: TemporaryFolder) throws -> RunningProgram {
        try RunningProgram(
            ["--tenant", tenant.url, "--output", "\(scratch.path)/out", "--per-page", "20", "--concurrency", "1"]
                + Self.formats,
            environment: ["TINES_API_KEY": "sample-key"]
        )
    }

    @Test("by SIGTERM or SIGINT leaves what was published and nothing else", arguments: [SIGTERM, SIGINT])
    func stopped(signal: Int32) async throws {
        try await slowTenant { tenant in
            let scratch = try TemporaryFolder()
            for name in Self.names { try scratch.write("old", to: "out/\(name)") }
            let run = try start(tenant, scratch)
            let isReading = try await eventually { tenant.log.count > 2 }
            #expect(isReading)
            let staged = try scratch.names("out")
            #expect(staged.contains(".retry-report-staged.retry-jobs.ndjson"))
            kill(run.process.processIdentifier, signal)
            let status = try await run.status()
            #expect(status == 128 + signal, "\(run.errors)")
            let names = try scratch.names("out")
            #expect(names == Self.names)
            for name in Self.names {
                let content = try scratch.bytes("out/\(name)")
                #expect(content == Data("old".utf8))
            }
        }
    }

    @Test("by SIGTERM while it waits for standard input ends") func waitsForInput() async throws {
        let process = Process()
        process.executableURL = Program.folder.appendingPathComponent("retry-report")
        let scratch = try TemporaryFolder()
        process.arguments = ["--input", "-", "--format", "ndjson", "--output", "\(scratch.path)/out"]
        process.standardInput = Pipe()
        process.standardError = FileHandle.nullDevice
        try process.run()
        let isStaged = try await eventually { (try? scratch.names("out"))?.isEmpty == false }
        #expect(isStaged)
        kill(process.processIdentifier, SIGTERM)
        let hasEnded = try await eventually { !process.isRunning }
        #expect(hasEnded)
        #expect(process.terminationStatus == 128 + SIGTERM)
        let names = try scratch.names("out")
        #expect(names.isEmpty)
    }

    @Test("by SIGKILL in the middle of its work leaves complete old files or complete new ones") func killed()
        async throws
    {
        let scratch = try TemporaryFolder()
        let jobs = (1...400).map { #"{"id":\#($0),"type":"T\#($0 % 7)","retry_count":\#($0 % 25)}"# }
        let input = try scratch.write("[\(jobs.joined(separator: ","))]", to: "page.json")
        let arguments = ["--input", input, "--output", "\(scratch.path)/out", "--now", "2026-01-31T06:00:00Z"]
        var complete: [String: Set<Data>] = [:]
        for title in ["old", "new"] {
            let run = try Program().run(arguments + ["--title", title] + Self.formats)
            #expect(run.status < 64, "\(run.errors)")
            for name in Self.names { complete[name, default: []].insert(try scratch.bytes("out/\(name)")) }
        }
        var random = SystemRandomNumberGenerator()
        var killedInTheMiddle = 0
        for round in 0..<20 {
            let title = round.isMultiple(of: 2) ? "old" : "new"
            let run = try RunningProgram(arguments + ["--title", title] + Self.formats)
            // From when the first file is staged until somewhat after the last is in place.
            let isStaged = try await eventually {
                try !run.process.isRunning || scratch.names("out").contains { $0.hasPrefix(".retry-report-staged.") }
            }
            #expect(isStaged)
            try await Task.sleep(for: .milliseconds(Int.random(in: 0..<60, using: &random)))
            kill(run.process.processIdentifier, SIGKILL)
            let status = try await run.status()
            if status == -SIGKILL, try scratch.names("out") != Self.names { killedInTheMiddle += 1 }
            for name in Self.names {
                let bytes = try scratch.bytes("out/\(name)")
                #expect(complete[name]?.contains(bytes) == true, "\(name) in round \(round)")
            }
        }
        #expect(killedInTheMiddle > 0)
        let again = try Program().run(arguments + ["--title", "new"] + Self.formats)
        #expect(again.status < 64)
        let names = try scratch.names("out")
        #expect(names == Self.names)
    }

    @Test("Two runs into one folder: the second one ends with 73 and says so") func second() async throws {
        try await slowTenant { tenant in
            let scratch = try TemporaryFolder()
            let first = try start(tenant, scratch)
            let isReading = try await eventually { !tenant.log.isEmpty }
            #expect(isReading)
            let second = try start(tenant, scratch)
            let secondStatus = try await second.status()
            #expect(secondStatus == 73)
            #expect(second.errors.contains("another run is writing to this folder"))
            kill(first.process.processIdentifier, SIGTERM)
            let firstStatus = try await first.status()
            #expect(firstStatus == 128 + SIGTERM)
        }
    }

    @Test(
        "A folder that vanishes meanwhile gives 73",
        arguments: [["ndjson"], ["ndjson", "html"]]
    )
    func vanished(formats: [String]) async throws {
        let scratch = try TemporaryFolder()
        let input = Pipe()
        let run = try RunningProgram(
            ["--input", "-", "--output", "\(scratch.path)/out"] + formats.flatMap { ["--format", $0] },
            input: input
        )
        // It waits for its input until the folder is gone, however busy the machine is.
        let staged = "\(scratch.path)/out/.retry-report-staged.retry-jobs.ndjson"
        let isStaged = try await eventually { FileManager.default.fileExists(atPath: staged) }
        #expect(isStaged)
        try FileManager.default.removeItem(atPath: "\(scratch.path)/out")
        try input.fileHandleForWriting.write(contentsOf: Data(#"[{"id":1,"type":"T","retry_count":0}]"#.utf8))
        try input.fileHandleForWriting.close()
        let status = try await run.status()
        #expect(status == 73, "\(run.errors)")
        #expect(run.errors.contains("the folder does not exist"), "\(run.errors)")
        #expect(!FileManager.default.fileExists(atPath: "\(scratch.path)/out"))
    }
}
#endif
