import Foundation
import RetryReport
import RetryReportPrograms
import TestSupport
import Testing

@Suite("A format that another program writes") struct ExternalRendererTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// A program whose description is good and whose rendering is a few commands.
    private func program(
        _ commands: String,
        describing description: String = #"{"suffix":"trial.txt","media_type":"text/plain","summary":"a trial"}"#
    ) throws -> String {
        let text = """
            #!/bin/sh
            if [ "$1" = --describe ]; then echo '\(description)'; exit; fi
            \(commands)
            """
        return try folder.executable("retry-report-render-trial", text)
    }

    private func renderer(_ commands: String, seconds: Int = 60, size: Int = 1 << 20) async throws -> ExternalRenderer {
        var limits = ExternalRendererLimits()
        limits.time = .seconds(seconds)
        limits.size = size
        return try await ExternalRenderer(path: try program(commands), limits: limits)
    }

    private func failure(_ commands: String, seconds: Int = 60, size: Int = 1 << 20) async throws
        -> ExternalRendererError
    {
        let renderer = try await renderer(commands, seconds: seconds, size: size)
        var sink = ByteBuffer()
        let error = try await #require(throws: ExternalRendererError.self) {
            try await renderer.render(.sample, to: &sink)
        }
        // Not one byte of a document that is not complete.
        #expect(sink.bytes.isEmpty)
        return error
    }

    @Test func `its names are those of the description, and its document is what the program writes`() async throws {
        let renderer = try await renderer("cat")
        #expect(renderer.format.identifier == "trial")
        #expect(renderer.format.fileSuffix == "trial.txt")
        #expect(renderer.format.mediaType == "text/plain")
        #expect(renderer.format.summary == "a trial")
        let document: [UInt8] = try await renderer.render(.sample)
        let json = try JSONRenderer().render(.sample)
        #expect(document == json)
    }

    @Test func `a document larger than any pipe comes through, also from a program that reads nothing`() async throws {
        let renderer = try await renderer("head -c 5000000 /dev/zero | tr '\\0' x", size: 5_000_000)
        let document: [UInt8] = try await renderer.render(.sample)
        #expect(document.count == 5_000_000)
    }

    @Test func `the environment has a few harmless variables and nothing else`() async throws {
        let renderer = try await renderer("env; pwd")
        let document: [UInt8] = try await renderer.render(.sample)
        let lines = String(decoding: document, as: UTF8.self).split(separator: "\n")
        let names = Set(lines.dropLast().map { String($0.prefix { $0 != "=" }) })
        // The last three are the shell's own.
        let allowed: Set = ["PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "TZ", "PWD", "OLDPWD", "SHLVL", "_"]
        #expect(names.isSubset(of: allowed), "\(names)")
        #expect(names.isSuperset(of: ["PATH", "LANG", "TZ"]))
        #expect(lines.last == "/")
    }

    @Test func `open files of this process are closed for the program`() async throws {
        let open = try FileHandle(forReadingFrom: URL(filePath: try folder.write("secret", to: "open")))
        // As if a library had opened it without care.
        let leaked = dup(open.fileDescriptor)
        defer { close(leaked) }
        let renderer = try await renderer("ls -l /proc/self/fd")
        let document: [UInt8] = try await renderer.render(.sample)
        let text = String(decoding: document, as: UTF8.self)
        #expect(!text.contains(folder.path), "\(text)")
    }

    @Test func `a program that fails is an error with its last words, in one clean line that is not long`() async throws
    {
        let error = try await failure(
            #"echo half; printf 'first\r\nred \033[31mline\n' >&2; head -c 100000 /dev/zero | tr '\0' x >&2; exit 3"#
        )
        #expect(error.code == .programFailed)
        #expect(error.detail.hasPrefix("ended with status 3: first"), "\(error)")
        #expect(error.detail.count <= 610)
        #expect(!error.description.contains("\u{1B}"))
        #expect(error.description.split(whereSeparator: \.isNewline).count == 1)
    }

    @Test func `a program that crashes is an error`() async throws {
        let error = try await failure("echo half; kill -SEGV $$")
        #expect(error.code == .programFailed)
        #expect(error.detail.contains("signal 11"), "\(error)")
    }

    @Test func `a program that writes nothing is an error`() async throws {
        let error = try await failure("exit 0")
        #expect(error.detail.contains("wrote nothing"), "\(error)")
    }

    @Test func `endless output is ended at the limit`() async throws {
        let error = try await failure("exec yes", size: 100_000)
        #expect(error.code == .tooMuchOutput)
    }

    @Test func `a document of exactly the limit is complete, and one byte more is too much`() async throws {
        let commands = "head -c 100000 /dev/zero | tr '\\0' x"
        let document: [UInt8] = try await renderer(commands, size: 100_000).render(.sample)
        #expect(document.count == 100_000)
        let error = try await failure(commands, size: 99_999)
        #expect(error.code == .tooMuchOutput)
    }

    @Test func `a program that takes too long and ignores SIGTERM is killed, and its children with it`() async throws {
        let pids = folder.file("pids")
        let error = try await failure(
            "trap '' TERM; sleep 600 & echo $$ $! > '\(pids).part'; mv '\(pids).part' '\(pids)'; wait; sleep 600",
            seconds: 5
        )
        #expect(error.code == .timedOut)
        for process in try folder.text("pids").split(whereSeparator: \.isWhitespace) {
            let isGone = try await folder.isGone(process: String(process))
            #expect(isGone)
        }
    }

    @Test func `a child that keeps standard output open makes the document uncertain, which is an error`() async throws
    {
        let pid = folder.file("pid")
        let error = try await failure("cat; sleep 600 & echo $! > '\(pid)'")
        #expect(error.detail.contains("still has its standard output open"), "\(error)")
        let child = try folder.text("pid").trimmingCharacters(in: .whitespacesAndNewlines)
        let isGone = try await folder.isGone(process: child)
        #expect(isGone)
    }

    @Test func `a cancelled rendering ends the program`() async throws {
        let renderer = try await renderer(
            "echo $$ > '\(folder.path)/part'; mv '\(folder.path)/part' '\(folder.path)/pid'; exec sleep 600"
        )
        let task = Task { () -> [UInt8] in try await renderer.render(.sample) }
        let process = try await folder.awaited("pid").trimmingCharacters(in: .whitespacesAndNewlines)
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        let isGone = try await folder.isGone(process: process)
        #expect(isGone)
    }

    @Test(arguments: [
        "", "[]", "not json", #"{"suffix":"a","media_type":"text/plain"}"#,
        #"{"suffix":1,"media_type":"text/plain","summary":"x"}"#,
    ])
    func `a description that is not one is an error that says what it must be`(_ description: String) async throws {
        let path = try program("cat", describing: description)
        let error = try await #require(throws: ExternalRendererError.self) { try await ExternalRenderer(path: path) }
        #expect(error.code == .badDescription || error.detail.contains("wrote nothing"), "\(error)")
    }

    @Test(arguments: ["../x", "a/b", "", ".html", "HTML", "a b", "x\u{202E}"])
    func `a suffix that could leave the folder, or is not a suffix, is refused`(_ suffix: String) async throws {
        let json = String(decoding: try JSONEncoder().encode(["suffix": suffix]), as: UTF8.self).dropLast()
        let path = try program("cat", describing: "\(json),\"media_type\":\"text/plain\",\"summary\":\"x\"}")
        let error = try await #require(throws: ReportFormatError.self) { try await ExternalRenderer(path: path) }
        #expect(error.name == .fileSuffix)
    }

    @Test func `a description that is endless or never comes is an error`() async throws {
        // Endless output has the usual time, so that a busy machine reaches the limit of the size first.
        for (commands, code, time) in [
            ("exec yes", ExternalRendererError.Code.tooMuchOutput, Duration.seconds(120)),
            ("sleep 600", .timedOut, .seconds(1)),
        ] {
            var limits = ExternalRendererLimits()
            limits.descriptionTime = time
            let path = try folder.executable("retry-report-render-bad", "#!/bin/sh\n\(commands)\n")
            let error = try await #require(throws: ExternalRendererError.self) {
                try await ExternalRenderer(path: path, limits: limits)
            }
            #expect(error.code == code)
        }
    }

    @Test func `a program is found by its name in a folder of its own first, then in absolute folders of PATH`() throws
    {
        let other = try TemporaryFolder()
        let own = try folder.executable("retry-report-render-a", "#!/bin/sh\n")
        try other.executable("retry-report-render-a", "#!/bin/sh\n")
        let second = try other.executable("retry-report-render-b", "#!/bin/sh\n")
        try other.write("no program", to: "retry-report-render-c")
        try other.executable("retry-report-render-BAD", "#!/bin/sh\n")
        let programs = RendererPrograms(folder: folder.path, searchPath: "relative:.:/nonexistent:\(other.path)")
        #expect(programs.all().map(\.path) == [own, second])
        #expect(programs.program(for: "a")?.path == own)
        for name in ["c", "BAD", "../retry-report-render-a", "", "-a"] { #expect(programs.program(for: name) == nil) }
        #expect(RendererPrograms(folder: nil, searchPath: "relative").all() == [])
    }

    @Test func `a file of another name, or that can't be run, is not a renderer`() async throws {
        let other = try folder.executable("render-trial", "#!/bin/sh\n")
        let plain = try folder.write("x", to: "retry-report-render-plain")
        for path in [other, plain, folder.path, "/nonexistent/retry-report-render-x"] {
            let error = try await #require(throws: ExternalRendererError.self) {
                try await ExternalRenderer(path: path)
            }
            #expect(error.code == .programNotFound)
        }
    }
}
