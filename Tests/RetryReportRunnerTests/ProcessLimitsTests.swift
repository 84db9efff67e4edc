#if LiveTenant
import Foundation
import SampleTenant
import TestSupport
import Testing

@testable import RetryReportRunner

extension Program {
    /// Runs the program through a shell, which sets its limits and streams.
    static func shell(_ script: String, _ scratch: TemporaryFolder) throws -> (status: Int32, errors: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", script]
        process.environment = [
            "PATH": "/usr/bin:/bin", "PROGRAM": Program.folder.appendingPathComponent("retry-report").path,
            "INPUT": try scratch.write(#"[{"id":1,"type":"T","retry_count":0}]"#, to: "page.json"),
            "OUT": "\(scratch.path)/out",
        ]
        .merging(Sanitizer.environment) { own, _ in own }
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationReason == .exit, "\(text)")
        return (process.terminationStatus, text)
    }
}

@Suite("What a process inherits") struct ProcessLimitsTests {
    /// Through `timeout`, so that a run that waits for ever is an error and no test that waits for ever.
    private func run(_ script: String, _ scratch: TemporaryFolder) throws -> (status: Int32, errors: String) {
        try Program.shell(script.replacing("RUN", with: "timeout -k 1 30 $PROGRAM"), scratch)
    }

    @Test func `standard input that is closed is an error at once`() throws {
        let result = try run("RUN --input - --output $OUT <&-", TemporaryFolder())
        #expect(result.status == 65, "\(result.errors)")
        #expect(result.errors.contains("it is closed"), "\(result.errors)")
    }

    @Test(arguments: ["2>&-", "<&- 2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
    func `messages go into no file when standard error is closed`(streams: String) throws {
        let scratch = try TemporaryFolder()
        let result = try run("RUN --input $INPUT --output $OUT --format json --log-level trace \(streams)", scratch)
        #expect(result.status == 0)
        let json = try JSONObject(scratch.bytes("out/retry-jobs.json"))
        #expect(json["totals"]["jobs"].number == 1)
    }

    @Test(.enabled(if: Sanitizer.allowsFileLimits))
    func `too little memory is said in a sentence`() throws {
        let result = try run("ulimit -v 480000; exec RUN --input $INPUT --output $OUT", TemporaryFolder())
        #expect(result.status == 75, "\(result.errors)")
        #expect(result.errors.contains("ulimit -v"), "\(result.errors)")
    }

    @Test(.enabled(if: geteuid() == 0 && Program.canBeRunByAnyone && Sanitizer.allowsFileLimits))
    func `too few threads are said in a sentence`() throws {
        let nobody = "setpriv --reuid 65534 --regid 65534 --clear-groups"
        let result = try run(
            "exec timeout -k 1 30 \(nobody) bash -c 'ulimit -u 2; exec $PROGRAM --input $INPUT --output $OUT'",
            TemporaryFolder()
        )
        #expect(result.status == 75, "\(result.errors)")
        #expect(result.errors.contains("ulimit -u"), "\(result.errors)")
    }

    @Test(arguments: Array(4...16) + [20, 24, 32]) func `too few open files are said in a sentence`(limit: Int) throws {
        let result = try run("ulimit -n \(limit); exec RUN --input $INPUT --output $OUT", TemporaryFolder())
        // Below some number not even the libraries can be loaded.
        if result.errors.contains("shared libraries") { return }
        #expect(result.status == 75, "\(result.errors)")
        #expect(
            result.errors.hasPrefix("retry-report: error: the limit on open files is too small (\(limit)): at least "),
            "\(result.errors)"
        )
    }

    @Test func `as many open files as are asked for are enough to read a tenant`() async throws {
        let least = 32 + 4 * ProcessInfo.processInfo.processorCount
        try await SampleTenant.running(SampleTenant.Configuration()) { tenant in
            let script =
                "export TINES_API_KEY=sample-key; ulimit -n \(least); exec RUN --tenant \(tenant.url) --output $OUT"
            let result = try run(script, TemporaryFolder())
            #expect(result.status == 0, "\(result.errors)")
        }
    }

    @Test(arguments: ["dumb", ""]) func `a terminal without control codes gets none`(terminal: String) throws {
        let script = "TERM=\(terminal) RUN --input $INPUT --output $OUT --progress always"
        let result = try run(script, TemporaryFolder())
        #expect(result.status == 0)
        #expect(!result.errors.contains("\u{1B}") && !result.errors.contains("\r"), "\(result.errors)")
        #expect(result.errors.contains("1 page, 1 job\n"), "\(result.errors)")
    }

    @Test func `a progress line is no wider than the terminal`() {
        func text(_ columns: Int) -> String {
            ProgressLine.text(pages: 1, jobs: 12_000, seconds: 2, pagesExpected: 5, columns: columns)
        }
        #expect(text(80) == "1 page, 12,000 jobs, 6,000 jobs/s, about 8 s left")
        #expect(text(20) == "1 page, 12,000 jobs")
        for columns in 1...80 { #expect(text(columns).count < columns) }
    }
}
#endif
