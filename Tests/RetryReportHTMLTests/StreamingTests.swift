import RetryReport
import Testing

@testable import RetryReportHTML

@Suite("Long pages")
struct StreamingTests {
    /// Counts what it gets and keeps nothing.
    private struct Counter: ByteSink {
        var bytes = 0
        var largest = 0

        mutating func write(contentsOf more: [UInt8]) {
            bytes += more.count
            largest = max(largest, more.count)
        }
    }

    private let source = TestPage.source(
        """
        <table><tbody>
        <tr data-each="rows"><td data-text="id"/><td><bdi data-text="name"/></td><td><a data-attr-href="link">x</a></td></tr>
        </tbody></table>
        """
    )

    private func view(_ count: Int, badRow: Int? = nil) -> ViewObject {
        [
            "rows": .list(
                ViewList(count: count) { row in
                    [
                        "id": .text("\(row)"), "name": .text("Quarantine <host> & tell 日本 \(row)"),
                        "link": .text(row == badRow ? "javascript:x" : "https://acme.tines.com/\(row)"),
                    ]
                }
            )
        ]
    }

    private func rendering() throws -> CheckedRendering {
        CheckedRendering(
            template: try HTMLTemplate(Array(source.utf8), name: "test.html", kind: .page),
            kind: .page
        )
    }

    @Test("a list of 20,000 rows leaves in small pieces")
    func pieces() throws {
        var counter = Counter()
        try rendering().write(view(20_000), to: &counter)
        #expect(counter.bytes > 2_000_000)
        #expect(counter.largest < 100_000)
    }

    @Test("a fault in the last row of many is found, with the template's line")
    func lastRow() throws {
        var counter = Counter()
        let error = #expect(throws: TemplateError.self) {
            try rendering().write(view(5_000, badRow: 4_999), to: &counter)
        }
        #expect(error?.faults.count == 1)
        #expect(error?.faults.first?.line == 5)
        #expect(error?.faults.first?.element == "a")
    }

    @Test("a sink that fails gives its error and no report")
    func failingSink() throws {
        struct DiskFull: Error {}
        struct Full: ByteSink {
            mutating func write(contentsOf bytes: [UInt8]) throws { throw DiskFull() }
        }
        var full = Full()
        #expect(throws: DiskFull.self) { try rendering().write(view(10), to: &full) }
    }

    @Test("many threads share a renderer")
    func threads() async throws {
        let renderer = try HTMLRenderer.page()
        let expected = try renderer.render(.sample)
        try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<16 { group.addTask { try renderer.render(.sample) } }
            for try await bytes in group { #expect(bytes == expected) }
        }
    }
}
