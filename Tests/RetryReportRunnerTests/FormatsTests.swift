#if LiveTenant
import Foundation
import RetryReportKit
import Testing

/// The places that name every format, each against the one list that the program has.
@Suite("Where the formats are named") struct FormatsTests {
    private static let package = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    @Test func `the command 'formats' lists each with its file and its summary`() throws {
        let result = try Program().run("formats")
        let lines = String(decoding: result.output, as: UTF8.self).split(separator: "\n")
        let expected = StandardRenderers.formats.map { [$0.identifier, "NAME.\($0.fileSuffix)", $0.summary] }
        let found = lines.map { line in
            line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
        }
        #expect(found == expected)
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `the completions of each shell offer all of them`(_ shell: String) throws {
        let result = try Program().run("--generate-completion-script", shell)
        let script = String(decoding: result.output, as: UTF8.self)
        let line = try #require(
            script.split(separator: "\n").first { $0.contains("jobs-csv") }
        )
        for format in StandardRenderers.formats { #expect(line.contains(format.identifier), "\(format.identifier)") }
    }

    @Test(arguments: [
        ("bash", "'--input')\n        __retry-report_add_completions -f\n"),
        ("bash", "'--output')\n        __retry-report_add_completions -d\n"),
        ("bash", "'--log-level')\n        __retry-report_add_completions -W 'trace'"),
        ("zsh", "'*--input["), ("zsh", ":path:_files'"), ("zsh", ":folder:_files -/'"), ("zsh", "___log_level=("),
        ("fish", "-l 'output'"), ("fish", "-rfa '(__retry-report_complete_directories)'"), ("fish", "-l 'input'"),
        ("fish", "-rF"), ("fish", "trace"),
    ])
    func `the completions of each shell complete files, folders and levels`(shell: String, line: String) throws {
        let result = try Program().run("--generate-completion-script", shell)
        let script = String(decoding: result.output, as: UTF8.self)
        #expect(script.contains(line))
    }

    @Test func `the table of the README has each with its file, and no other`() throws {
        let readme = try String(contentsOf: Self.package.appendingPathComponent("README.md"), encoding: .utf8)
        let rows = readme.matches(of: /\| `([a-z-]+)` \| `NAME\.([a-z.]+)` \|/).map { [String($0.1), String($0.2)] }
        #expect(rows == StandardRenderers.formats.map { [$0.identifier, $0.fileSuffix] })
    }

    @Test func `the help names the formats that are written by default`() throws {
        let words = StandardRenderers.usual.joined(separator: ", ")
        let help = try Program().run("--help")
        let text = String(decoding: help.output, as: UTF8.self).split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
        #expect(text.contains("(default: \(words))"))
    }

    @Test func `the examples have a report in each format`() throws {
        let folder = Self.package.appendingPathComponent("examples/reports").path
        let names = Set(try FileManager.default.contentsOfDirectory(atPath: folder))
        let missing = StandardRenderers.formats.map { "example.\($0.fileSuffix)" }.filter { !names.contains($0) }
        #expect(missing == [])
    }
}
#endif
