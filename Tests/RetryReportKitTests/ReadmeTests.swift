import Foundation
import RetryReportKit
import RetryReportTesting
import Testing

/// A format is one type: what it is called, and what it writes.
struct OneLine: ReportRenderer {
    let format: ReportFormat

    init() throws {
        format = try ReportFormat(
            identifier: "line",
            fileSuffix: "line.txt",
            mediaType: "text/plain",
            summary: "one line for a chat"
        )
    }

    func render(_ report: Report, to sink: inout some ByteSink) throws {
        let atLeast = report.reading.isComplete ? "" : "Incomplete, at least: "
        let (jobs, deaths) = (report.totals.jobs, report.totals.deaths)
        try sink.write("\(atLeast)\(jobs) jobs are waiting, \(deaths.within24Hours) die within 24 h\n")
    }
}

@Suite("The README") struct ReadmeTests {
    private static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test func `its renderer and its calls work`() async throws {
        let pages = Self.package.appending(path: "examples/pages").path
        let report = try await Report(reading: SavedPages(path: pages), now: Timestamp(date: Date()))
        let line = try OneLine().render(report)
        let page = try HTMLRenderer.page().render(report)
        #expect(String(decoding: line, as: UTF8.self).hasPrefix("11 jobs are waiting, "))
        #expect(page.starts(with: "<!DOCTYPE html>".utf8))
    }

    @Test func `its renderer keeps what renderers promise`() throws {
        let broken = RendererPromises.broken(by: try OneLine())
        #expect(broken == [])
    }

    @Test func `its code is the code of these tests`() throws {
        func squeezed(_ text: some StringProtocol) -> String { String(text.filter { !$0.isWhitespace }) }
        let readme = try String(contentsOf: Self.package.appending(path: "README.md"), encoding: .utf8)
        let tests = squeezed(try String(contentsOf: URL(filePath: #filePath), encoding: .utf8))
        let code = try #require(readme.firstMatch(of: /(?s)```swift\n(.*?)```/)).output.1
        let parts = code.replacing(#"path: "pages""#, with: "path: pages").components(separatedBy: "\n\n")
        #expect(parts.count >= 4)
        for part in parts { #expect(tests.contains(squeezed(part)), "\(part)") }
    }
}
