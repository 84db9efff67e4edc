#if LiveTenant
import Foundation
import TestSupport
import Testing

@Suite("A run with formats of other programs") struct ExternalFormatTests {
    private let scratch: TemporaryFolder
    private static let examples = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("examples/renderers").path

    init() throws {
        scratch = try TemporaryFolder()
        try scratch.write(samplePage, to: "page.json")
    }

    /// Puts a renderer into the folder `renderers`.
    @discardableResult
    private func renderer(_ name: String, _ commands: String, suffix: String? = nil) throws -> String {
        let text = """
            #!/bin/sh
            if [ "$1" = --describe ]; then
                echo '{"suffix":"\(suffix ?? "\(name).txt")","media_type":"text/plain","summary":"format \(name)"}'
                exit
            fi
            \(commands)
            """
        return try scratch.executable("renderers/retry-report-render-\(name)", text)
    }

    private func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Program.Result {
        try Program(environment: environment).run(
            [
                "--input", scratch.file("page.json"), "--output", scratch.file("out"), "--renderers",
                scratch.file("renderers"),
            ] + arguments
        )
    }

    @Test func `its document is published together with the others`() throws {
        try renderer("copy", "cat")
        let result = try run("--format", "copy", "--format", "json")
        #expect(result.status == 2, "\(result.errors)")
        #expect(result.errors.contains("wrote \(scratch.path)/out/retry-jobs.copy.txt"))
        let names = try scratch.names("out")
        #expect(names == ["retry-jobs.copy.txt", "retry-jobs.json"])
        let (copy, json) = (try scratch.bytes("out/retry-jobs.copy.txt"), try scratch.bytes("out/retry-jobs.json"))
        #expect(copy == json)
    }

    @Test func `it can be written to standard output, and found in PATH`() throws {
        try renderer("line", "cat > /dev/null; echo a line")
        let result = try Program(environment: ["PATH": "\(scratch.file("renderers")):/usr/bin:/bin"]).run(
            ["--input", scratch.file("page.json"), "--output", "-", "--format", "line"]
        )
        #expect(result.status == 2, "\(result.errors)")
        #expect(result.output == Data("a line\n".utf8))
    }

    @Test func `a program that fails ends the run with 78 and its words, and nothing is published`() throws {
        try scratch.write("earlier", to: "out/retry-jobs.json")
        try renderer("broken", #"echo half; printf 'no \033[31mteam\n' >&2; exit 3"#)
        let result = try run("--format", "json", "--format", "broken")
        #expect(result.status == 78, "\(result.errors)")
        #expect(result.errors.contains("ended with status 3: no"), "\(result.errors)")
        #expect(result.errors.contains("team") && !result.errors.contains("\u{1B}"), "\(result.errors)")
        let names = try scratch.names("out")
        let earlier = try scratch.text("out/retry-jobs.json")
        #expect(names == ["retry-jobs.json"] && earlier == "earlier")
    }

    @Test func `the program gets no API key`() throws {
        try renderer("environment", "env")
        let result = try run(
            "--format",
            "environment",
            environment: ["TINES_API_KEY": "tk_0815", "MARK": "tk_mark", "RETRY_REPORT_TITLE": "tk_title"]
        )
        #expect(result.status == 2, "\(result.errors)")
        let variables = try scratch.text("out/retry-jobs.environment.txt")
        #expect(variables.contains("PATH="))
        for secret in ["tk_0815", "TINES_API_KEY", "MARK", "RETRY_REPORT"] { #expect(!variables.contains(secret)) }
    }

    @Test func `a name that is built in is the built-in format, and 'formats' says that the program is ignored`() throws
    {
        try renderer("csv", "echo taken over", suffix: "taken.txt")
        let result = try run("--format", "csv")
        #expect(result.status == 2, "\(result.errors)")
        let csv = try scratch.text("out/retry-jobs.csv")
        #expect(csv.contains("ArgumentError") && !csv.contains("taken over"))
        let formats = try Program().run(["formats", "--renderers", scratch.file("renderers")])
        #expect(formats.status == 0)
        #expect(formats.errors.contains("retry-report-render-csv' is ignored"), "\(formats.errors)")
        #expect(!String(decoding: formats.output, as: UTF8.self).contains("taken.txt"))
    }

    @Test(arguments: ["html", "jobs.csv"]) func `a suffix that another format has ends the run with 78`(
        _ suffix: String
    ) throws {
        try renderer("page", "cat", suffix: suffix)
        let result = try run("--format", "page")
        #expect(result.status == 78, "\(result.errors)")
        #expect(result.errors.contains("'\(suffix)'"), "\(result.errors)")
        #expect(!FileManager.default.fileExists(atPath: scratch.file("out")))
    }

    @Test func `a suffix that leads out of the folder ends the run with 78`() throws {
        try renderer("page", "cat", suffix: "../x")
        let result = try run("--format", "page")
        #expect(result.status == 78, "\(result.errors)")
        #expect(result.errors.contains("file suffix"), "\(result.errors)")
    }

    @Test func `'formats' lists the programs of the folder and of PATH, and names what is wrong with others`() throws {
        try renderer("copy", "cat")
        try scratch.executable("more/retry-report-render-other", "#!/bin/sh\necho nonsense\n")
        let result = try Program(environment: ["PATH": "\(scratch.file("more")):/usr/bin:/bin"]).run(
            ["formats", "--renderers", scratch.file("renderers")]
        )
        #expect(result.status == 0)
        let lines = String(decoding: result.output, as: UTF8.self).split(separator: "\n")
        #expect(lines.last.map { $0.hasPrefix("copy ") && $0.hasSuffix("format copy") } == true, "\(lines)")
        #expect(result.errors.contains("retry-report-render-other' is ignored"), "\(result.errors)")
        #expect(result.errors.contains("media_type"), "\(result.errors)")
    }

    @Test func `a format that is neither built in nor a program is an error that says where it was looked for`() throws
    {
        try scratch.write("", to: "renderers/retry-report-render-plain")
        let result = try run("--format", "plain")
        #expect(result.status == 64, "\(result.errors)")
        #expect(result.errors.contains("'retry-report-render-plain' in --renderers or PATH"), "\(result.errors)")
        let folder = try Program().run(["--input", "x", "--format", "plain", "--renderers", scratch.file("nowhere")])
        #expect(folder.status == 64)
        #expect(folder.errors.contains("--renderers"), "\(folder.errors)")
    }

    @Test func `a run that is stopped ends the program and publishes nothing`() async throws {
        let pid = scratch.file("pid")
        try renderer("slow", "echo $$ > '\(pid).part'; mv '\(pid).part' '\(pid)'; exec sleep 600")
        let program = try RunningProgram([
            "--input", scratch.file("page.json"), "--output", scratch.file("out"), "--renderers",
            scratch.file("renderers"), "--format", "slow",
        ])
        let process = try await scratch.awaited("pid").trimmingCharacters(in: .whitespacesAndNewlines)
        program.process.terminate()
        let status = try await program.status()
        #expect(status == 128 + SIGTERM, "\(program.errors)")
        let isGone = try await scratch.isGone(process: process)
        #expect(isGone)
        let names = try scratch.names("out")
        #expect(names == [])
    }

    @Test func `check-renderer prints each promise, and ends with 78 when one is broken`() throws {
        let good = try Program().run("check-renderer", "\(Self.examples)/retry-report-render-team-slack")
        #expect(good.status == 0, "\(good.errors)")
        let lines = String(decoding: good.output, as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 7 && lines.dropFirst().allSatisfy { $0.hasPrefix("kept") }, "\(lines)")
        let bad = try Program().run("check-renderer", try renderer("bad", "cat > /dev/null; echo all is well"))
        #expect(bad.status == 78)
        let text = String(decoding: bad.output, as: UTF8.self)
        #expect(text.contains("BROKEN  An incomplete report does not look like a complete one."), "\(text)")
        #expect(text.contains("kept    It gives the same bytes"), "\(text)")
        let missing = try Program().run("check-renderer", "/nonexistent/retry-report-render-x")
        #expect(missing.status == 78 && missing.errors.contains("/nonexistent"), "\(missing.errors)")
    }
}
#endif
