#if LiveTenant
import Foundation
import Testing

@testable import RetryReportRunner

@Suite("The version") struct VersionTests {
    @Test("is that of the newest changes") func newest() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
        let changes = String(decoding: try Data(contentsOf: root.appending(path: "CHANGELOG.md")), as: UTF8.self)
        let heading = try #require(changes.split(separator: "\n").first { $0.hasPrefix("## ") })
        #expect(heading.split(separator: " ").dropFirst().first == Version.number[...])
    }
}
#endif
