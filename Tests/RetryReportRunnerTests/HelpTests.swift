#if LiveTenant
import Foundation
import Testing
@testable import RetryReportRunner

@Suite("The help") struct HelpTests {
    private func help(_ arguments: [String] = ["--help"]) throws -> String {
        let result = try Program(environment: ["COLUMNS": "80"]).run(arguments)
        #expect(result.status == 0 && result.errors == "", "\(result.errors)")
        return String(decoding: result.output, as: UTF8.self)
    }

    @Test func `begins with the usage and four examples, and ends with every exit status`() throws {
        let help = try help()
        let sections = help.components(separatedBy: "\n\n")
        #expect(sections.first?.hasPrefix("USAGE: retry-report --tenant <url>") == true)
        #expect(sections.dropFirst().first?.hasPrefix("EXAMPLES:") == true)
        let examples = try #require(help.firstRange(of: "EXAMPLES:"))
        let options = try #require(help.firstRange(of: "WHAT TO READ:"))
        let commands = help[examples.upperBound..<options.lowerBound].matches(of: #/\n +retry-report /#)
        #expect(commands.count == 4)
        let statuses = try #require(sections.last)
        #expect(statuses.hasPrefix("EXIT STATUS:"))
        for status in ExitStatus.allCases {
            #expect(statuses.contains(" \(status.rawValue)  \(status.meaning)\n"), "\(status)")
        }
    }

    @Test func `names in its examples only options that exist`() throws {
        let names = Set(HelpPage.examples.matches(of: /--([a-z-]+)/).map { String($0.1) })
        #expect(names.count >= 8)
        #expect(names.isSubset(of: Settings.all.map(\.name)))
    }

    @Test func `says when a job is dead, and lists every option`() throws {
        let words = try help().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("After 25 retries without success a job is dead: Tines gives up"))
        for option in Settings.all { #expect(words.contains(option.flag), "\(option.flag)") }
    }

    @Test func `has no line over 80 columns, and no other text under its other names`() throws {
        let help = try help()
        let long = help.split(separator: "\n").filter { $0.count > 80 }
        #expect(long == [])
        for arguments in [["-h"], ["help"]] {
            let other = try self.help(arguments)
            #expect(other == help, "\(arguments)")
        }
    }

    @Test func `of a subcommand is its own`() throws {
        for name in ["run", "formats", "template", "history"] {
            let text = try help([name, "--help"])
            #expect(text.hasPrefix("OVERVIEW: "), "\(name)")
        }
    }
}
#endif
