import RetryJobs
import Testing
import TinesRetryJobs

@Suite("Saved sets that are cut off")
struct CutOffSetTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func reading(_ pages: [String]) async throws -> Reading {
        try await ReadPages(folder.write(pages.joined(separator: "\n"), to: "a.ndjson")).reading
    }

    private func missing(_ page: Int) -> [String] {
        ["the pages name page \(page) as one that follows, and it is not among them"]
    }

    @Test("Page 1 that names page 2, and an empty page 2, are a whole set", arguments: [nil, 3])
    func emptyEnd(next: Int?) async throws {
        let reading = try await reading([PageText.page([1, 2], next: 2, count: 0), PageText.page([], next: next)])
        #expect(reading.isComplete)
        #expect(reading.isVerified)
        #expect(reading.problems.isEmpty)
        #expect(reading.countAtStart == 0)
        #expect(reading.countAtEnd == 0)
    }

    @Test("A lone page that names the next one is not the set")
    func lonePage() async throws {
        let reading = try await reading([PageText.page([1, 2], next: 2)])
        #expect(!reading.isComplete)
        #expect(!reading.isVerified)
        #expect(reading.problems.map(\.message) == missing(2))
        #expect(reading.pagesRead == 1)
    }

    @Test("A lone last page, and a lone empty one, say nothing of pages before them")
    func loneLastPage() async throws {
        #expect(try await reading([PageText.page([1, 2], next: nil)]).isComplete)
        #expect(try await reading([PageText.page([], next: 2)]).isComplete)
    }

    @Test("A set that breaks off names the page that is missing")
    func brokenOff() async throws {
        let pages = (1...5).map { PageText.page([$0], next: $0 + 1) }
        #expect(try await reading(pages).problems.map(\.message) == missing(6))
    }

    @Test("A gap is found, in whatever order the pages come")
    func gap() async throws {
        let pages = [
            PageText.page([4], next: 5), PageText.page([1], next: 2), PageText.page([5], next: 6),
            PageText.page([2], next: 3), PageText.page([6], next: nil),
        ]
        let reading = try await reading(pages)
        #expect(reading.problems.map(\.message) == missing(3))
    }

    @Test("Pages of several sweeps are one set")
    func sweeps() async throws {
        let sweep = [PageText.page([1], next: 2), PageText.page([2], next: 3), PageText.page([3], next: nil)]
        #expect(try await reading(sweep + sweep).isComplete)
    }

    @Test("The first and the last count are kept")
    func counts() async throws {
        let reading = try await reading([
            "[]", PageText.page([1], next: 2, count: 7), PageText.page([2], next: 3, count: 8),
            PageText.page([], next: nil),
        ])
        #expect(reading.countAtStart == 7)
        #expect(reading.countAtEnd == 8)
    }
}
