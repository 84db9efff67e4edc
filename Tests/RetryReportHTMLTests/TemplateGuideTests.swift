import Foundation
import ReportTemplates
import Testing
@testable import RetryReport
@testable import RetryReportHTML

/// `templates/README.md`, which authors of templates read, against what the program does.
@Suite("The guide to templates")
struct TemplateGuideTests {
    private let guide: String
    private static let place = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "templates/README.md")

    init() throws {
        guide = try String(contentsOf: Self.place, encoding: .utf8)
    }

    /// The first two columns of the table under a heading, without their code marks.
    private func rows(under heading: String) throws -> [(name: String, example: String)] {
        let start = try #require(guide.firstRange(of: "## \(heading)\n")).upperBound
        let section = guide[start...].prefix(
            upTo: guide[start...].firstRange(of: "\n## ")?.lowerBound ?? guide.endIndex
        )
        return section.split(separator: "\n").filter { $0.hasPrefix("| `") }.compactMap { line in
            let cells = line.split(separator: " | ").map {
                $0.trimmingCharacters(in: CharacterSet(charactersIn: "| `"))
            }
            return cells.count == 3 ? (cells[0], cells[1]) : nil
        }
    }

    @Test("a Markdown template has no names of pictures")
    func pictures() {
        let common = Set(ReportView.names.map(\.path))
        let pictures = HTMLRenderer.names.map(\.path).filter { !common.contains($0) }
        #expect(pictures.contains("types[].groups[].retries.path"))
        #expect(common.filter { $0.hasSuffix(".path") || $0.contains(".bar.") || $0.hasSuffix("axisClass") } == [])
    }

    @Test("the tables of names are what the program prints: retry-report template names")
    func names() {
        let tables = "\(NamesTable(HTMLRenderer.names))\n\(NamesTable.ofIndex(FleetPage.names))"
        #expect(guide.hasSuffix("\n\n\(tables)"), "scripts/examples makes the tables anew")
    }

    @Test("every name has a row with an example")
    func example() throws {
        // The guide is a file: it differs when a name or an example changes.
        for name in ReportView.names {
            #expect(guide.contains("| `\(name.path)` | \(name.kind.rawValue) | "), "\(name.path)")
        }
        #expect(guide.contains("| `totals.jobs` | text | `76` |\n"))
        #expect(guide.contains("| `types[].bar.width` | text, HTML only | `84` |\n"))
    }

    @Test("pipes and backticks in an example stay in its cell")
    func cells() {
        let name = ReportView.Name(path: "title", kind: .text, example: "a`b``c|d")
        let empty = ReportView.Name(path: "note", kind: .text, example: "")
        let table = "\(NamesTable([name, empty], common: [name, empty]))"
        #expect(table.contains("| `title` | text | ``` a`b``c\\|d ``` |\n"))
        #expect(table.contains("| `note` | text | (empty) |\n"))
    }

    @Test("the table of directives has all that there are, each with an example that works")
    func directives() throws {
        let rows = try rows(under: "HTML")
        #expect(Set(rows.map(\.name)) == Set(Directive.known))
        for row in rows where row.name != "data-csp" {
            let name = row.name.replacing("…", with: "")
            #expect(row.example.contains(" \(name)"), "\(row)")
            let source = row.example.hasPrefix("<li") ? "<ul>\(row.example)</ul>" : row.example
            let faults = HTMLRenderer.faults(
                ofTemplate: Array(TestPage.source(source).utf8),
                name: row.name,
                kind: .page
            )
            #expect(faults == [], "\(row)")
        }
        let policy = try #require(rows.first { $0.name == "data-csp" })
        #expect(TestPage.source("").contains(policy.example))
    }

    @Test("the table of tags has examples that work, one of each kind")
    func tags() throws {
        let rows = try rows(under: "Markdown")
        #expect(rows.map(\.name) == ["{{…}}", "{{#…}}", "{{^…}}", "{{!…}}"])
        for row in rows {
            let source = row.name == "{{^…}}" ? "{{#groups}}\(row.example){{/groups}}" : row.example
            #expect(row.example.hasPrefix(String(row.name.prefix { $0 != "…" })))
            #expect(throws: Never.self) { try MarkdownTemplate(Array(source.utf8), name: row.name) }
        }
    }
}

@Suite("The built-in templates")
struct BuiltInTemplateTests {
    @Test("the page's template has no fault")
    func page() {
        let faults = HTMLRenderer.faults(ofTemplate: ReportTemplates.reportHTML, name: "report.html", kind: .page)
        #expect(faults == [])
    }

    @Test("the mail's template has no fault")
    func mail() {
        let faults = HTMLRenderer.faults(ofTemplate: ReportTemplates.emailHTML, name: "email.html", kind: .mail)
        #expect(faults == [])
    }

    @Test("the same report gives the same bytes")
    func deterministic() throws {
        let pages = try (0..<2).map { _ in try HTMLRenderer.page().render(.sample) }
        #expect(pages[0] == pages[1])
        let mails = try (0..<2).map { _ in try HTMLRenderer.mail().render(.sample) }
        #expect(mails[0] == mails[1])
    }
}
