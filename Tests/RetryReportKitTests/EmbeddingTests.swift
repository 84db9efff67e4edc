import Foundation
import RetryReportKit
import Testing

@Suite("What an embedding tool calls") struct EmbeddingTests {
    static let pages = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "examples/pages").path

    func report(_ path: String = pages) async throws -> Report {
        let now = try #require(Timestamp(iso8601: "2026-09-21T14:13:20Z"))
        return try await Report(reading: SavedPages(path: path), title: "Mine", now: now)
    }

    @Test func `one call makes the report of saved pages`() async throws {
        let report = try await report()
        #expect(report.totals.jobs == 11 && report.totals.groups == 5)
        #expect(report.title == "Mine" && report.reading.pagesRead == 2)
        #expect(report.reading.isComplete)
    }

    @Test func `every standard format writes it`() async throws {
        let report = try await report()
        var identifiers: [String] = []
        for entry in try RendererRegistry.standard().entries {
            identifiers.append(entry.format.identifier)
            if case .report(let renderer) = entry {
                #expect(try renderer.render(report).count > 1_000, "\(entry.format.identifier)")
            }
        }
        #expect(identifiers == ["html", "email", "markdown", "json", "ndjson"])
    }

    @Test func `a source without anything to read throws its own error`() async throws {
        let error = await #expect(throws: RetryJobSourceError.self) { try await report("/nowhere/pages") }
        #expect(error?.kind == .unreadableInput)
    }

    @Test func `a page in the mail's place is refused`() throws {
        let page = try HTMLRenderer.page()
        #expect(throws: RegistryError.taken("html")) {
            try RendererRegistry.standard(page: page, mail: page, markdown: MarkdownRenderer())
        }
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (1_567_399_360.056226, "2019-09-02T04:42:40.056226Z"),
        (-1, "1970-01-01T00:00:00Z"), (1e15, "9999-12-31T23:59:59Z"),
    ])
    func `a clock's moment is kept to the microsecond and to the years that can be written`(
        seconds: Double,
        expected: String
    ) {
        #expect(Timestamp(date: Date(timeIntervalSince1970: seconds)).iso8601 == expected)
    }
}
