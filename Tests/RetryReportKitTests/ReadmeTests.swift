import Foundation
import RetryReportKit
import RetryReportTesting
import TestSupport
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
        let jobs = [RetryJob(id: 7, type: "AgentReceiveJob", retryCount: 3, errorClass: "Faraday::TimeoutError")]
        let own = Report(jobs: jobs, now: Timestamp(date: Date()))
        #expect(own.totals.jobs == 1)
    }

    @Test func `its Package.swift is one that SwiftPM reads, and asks for a product that exists`() throws {
        let readme = try String(contentsOf: Self.package.appending(path: "README.md"), encoding: .utf8)
        let code = try #require(readme.firstMatch(of: #/(?s)```swift\n(// swift-tools-version.*?)```/#)).output.1
        let folder = try TemporaryFolder()
        try folder.write(String(code), to: "Package.swift")
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["swift", "package", "--package-path", folder.path, "dump-package"]
        let output = URL(filePath: try folder.write("", to: "output.json"))
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let text = try folder.text("output.json")
        #expect(text.contains("\"RetryReportKit\""))
        let manifest = try String(contentsOf: Self.package.appending(path: "Package.swift"), encoding: .utf8)
        #expect(manifest.contains(".library(name: \"RetryReportKit\""))
    }

    @Test func `its renderer keeps what renderers promise`() throws {
        let broken = RendererPromises.broken(by: try OneLine())
        #expect(broken == [])
    }

    @Test func `its code is the code of these tests`() throws {
        func squeezed(_ text: some StringProtocol) -> String { String(text.filter { !$0.isWhitespace }) }
        let readme = try String(contentsOf: Self.package.appending(path: "README.md"), encoding: .utf8)
        let tests = squeezed(try String(contentsOf: URL(filePath: #filePath), encoding: .utf8))
        let code = readme.matches(of: /(?s)```swift\n(.*?)```/).map(\.output.1)
            .filter { !$0.hasPrefix("// swift-tools-version") }.joined(separator: "\n")
        let parts = code.replacing(#"path: "pages""#, with: "path: pages").components(separatedBy: "\n\n")
        #expect(parts.count >= 5)
        for part in parts { #expect(tests.contains(squeezed(part)), "\(part)") }
    }
}
