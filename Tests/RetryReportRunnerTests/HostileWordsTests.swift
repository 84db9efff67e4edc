#if LiveTenant
import Foundation
import SampleTenant
import TestSupport
import Testing

@Suite("What goes to standard error") struct HostileWordsTests {
    /// Colour, a line that looks like one of ours, a change of direction.
    private static let hostile = "a\u{1b}[31m\nretry-report: wrote b\u{202e}"

    /// Checks that there is nothing that a terminal obeys, and no forged line.
    private func expectHarmless(_ errors: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let obeyed = errors.unicodeScalars.filter { $0 != "\n" && ($0.value < 0x20 || $0 == "\u{202e}") }
        #expect(obeyed.isEmpty, "\(errors.debugDescription)", sourceLocation: sourceLocation)
        let isForged = errors.contains("\nretry-report: wrote b")
        #expect(!isForged, "\(errors.debugDescription)", sourceLocation: sourceLocation)
        #expect(errors.contains("⟨U+202E⟩"), "\(errors.debugDescription)", sourceLocation: sourceLocation)
    }

    @Test("contains no escape and no forged line, with any name of a page file", arguments: ["human", "json"])
    func fileNames(form: String) throws {
        let scratch = try TemporaryFolder()
        try scratch.write(samplePage, to: "pages/page-000001.json")
        try scratch.write("no page", to: "pages/\(Self.hostile).json")
        let output = ["--format", "json", "--output", "\(scratch.path)/out", "--log-format", form]
        let result = try Program().run(["--input", "\(scratch.path)/pages"] + output)
        #expect(result.status == 2, "\(result.errors)")
        expectHarmless(result.errors)
    }

    @Test("contains no escape and no forged line, with any saved reading") func problems() throws {
        let scratch = try TemporaryFolder()
        try scratch.write(samplePage, to: "pages/page-000001.json")
        let saved = try JSONSerialization.data(withJSONObject: [
            "source": "s", "is_complete": false, "is_verified": false, "sweeps": 1, "notes": [String](),
            "problems": [["severity": "error", "code": "test", "message": Self.hostile]],
            "saved_pages": 1, "pages_read": 1,
        ])
        try scratch.write(saved, to: "pages/reading.json")
        let result = try Program().run(
            ["--input", "\(scratch.path)/pages", "--format", "json", "--output", "\(scratch.path)/out"]
        )
        #expect(result.status == 2, "\(result.errors)")
        expectHarmless(result.errors)
    }

    @Test("contains no escape and no forged line, with any names in a template") func templates() throws {
        let scratch = try TemporaryFolder()
        try scratch.write("{{\(Self.hostile)}}", to: "own/report.md.mustache")
        expectHarmless(try Program().run("template", "check", "\(scratch.path)/own").errors)
        let input = try scratch.write(samplePage, to: "page.json")
        expectHarmless(try Program().run("--input", input, "--template", "\(scratch.path)/own").errors)
    }

    @Test(
        "contains no escape and no forged line, with any option",
        arguments: [
            "--now", "--input", "--format", "--config", "--template", "--tenant", "--proxy", "--metrics", "--x",
        ]
    )
    func options(name: String) throws {
        let scratch = try TemporaryFolder()
        var arguments = [name, Self.hostile, "--output", "\(scratch.path)/out", "--format", "json"]
        if !["--input", "--tenant"].contains(name) {
            arguments += ["--input", try scratch.write(samplePage, to: "p.json")]
        }
        if name == "--proxy" { arguments += ["--tenant", "http://127.0.0.1:9"] }
        if name == "--x" { arguments[0] += Self.hostile }
        let result = try Program(environment: ["TINES_API_KEY": "sample-key"]).run(arguments)
        #expect(result.status >= 64, "\(result.errors)")
        let obeyed = result.errors.unicodeScalars.filter { $0 != "\n" && ($0.value < 0x20 || $0 == "\u{202e}") }
        #expect(obeyed.isEmpty, "\(result.errors.debugDescription)")
        #expect(!result.errors.contains("\nretry-report: wrote b"), "\(result.errors.debugDescription)")
    }

    @Test(
        "and everything else is free of a key that was put where it does not belong",
        arguments: [
            [], ["--tenant"], ["--api-key-file"], ["--ca-file"], ["--config"], ["--title"], ["--output"], ["--name"],
            ["--input"], ["--template"], ["--save-pages"], ["--metrics"], ["--proxy"], ["--mail-to"], ["--per-page"],
        ]
    )
    func misplacedKey(option: [String]) async throws {
        let key = "tk-0815-Qz7pLw2"
        try await SampleTenant.running { tenant in
            let scratch = try TemporaryFolder()
            let known = option == ["--tenant"] || option == ["--input"] ? [] : ["--tenant", tenant.url]
            let result = try Program(environment: ["TINES_API_KEY": key]).run(
                option + [key] + known + ["--log-level", "trace"]
                    + (option == ["--metrics"] ? [] : ["--metrics", "\(scratch.path)/run.prom"]),
                folder: URL(fileURLWithPath: scratch.path)
            )
            #expect([64, 78].contains(result.status), "\(result.errors)")
            #expect(!result.errors.contains(key), "\(result.errors)")
            let names = try scratch.names()
            #expect(names.isEmpty && tenant.log.isEmpty)
        }
    }

    @Test("contains no key that was given as the path of a key file, although the program does not know the key")
    func keyAsPath() throws {
        let result = try Program().run("--tenant", "https://acme.tines.com", "--api-key-file", "tk0815Qz7pLw2XyZ4711")
        #expect(result.status == 78 && !result.errors.contains("tk0815"), "\(result.errors)")
        #expect(result.errors.contains("--api-key-file") && result.errors.contains("path of a file"))
        let path = try Program().run("--tenant", "https://acme.tines.com", "--api-key-file", "/etc/none/key")
        #expect(path.status == 78 && path.errors.contains("/etc/none/key"), "\(path.errors)")
    }
}
#endif
