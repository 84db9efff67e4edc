import RetryJobs
import TestSupport
import Testing
import TinesRetryJobs

@Suite("Saved lists that are cut off")
struct CutOffSetTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func reading(_ pages: [String]) async throws -> Reading {
        try await ReadPages(folder.write(pages.joined(separator: "\n"), to: "a.ndjson")).reading
    }

    private func missing(_ page: Int) -> [String] {
        ["Page \(page) is missing: the pages that were given name it."]
    }

    @Test("Page 1 that names page 2, and an empty page 2, are a complete list", arguments: [nil, 3])
    func emptyEnd(next: Int?) async throws {
        let reading = try await reading([PageText.page([1, 2], next: 2, count: 0), PageText.page([], next: next)])
        #expect(reading.isComplete)
        #expect(!reading.isVerified)
        #expect(reading.problems.isEmpty)
        #expect(reading.countAtStart == 0)
        #expect(reading.countAtEnd == 0)
    }

    @Test("A single page that names the next one is not the list")
    func lonePage() async throws {
        let reading = try await reading([PageText.page([1, 2], next: 2)])
        #expect(!reading.isComplete)
        #expect(!reading.isVerified)
        #expect(reading.problems.map(\.message) == missing(2))
        #expect(reading.pagesRead == 1)
    }

    @Test("A single last page, and a single empty one, say nothing about pages before them")
    func loneLastPage() async throws {
        let last = try await reading([PageText.page([1, 2], next: nil)])
        #expect(last.isComplete)
        let empty = try await reading([PageText.page([], next: 2)])
        #expect(empty.isComplete)
    }

    @Test("A list that breaks off names the page that is missing")
    func brokenOff() async throws {
        let pages = (1...5).map { PageText.page([$0], next: $0 + 1) }
        let reading = try await reading(pages)
        #expect(reading.problems.map(\.message) == missing(6))
    }

    @Test("A gap is found in every order of the pages")
    func gap() async throws {
        let pages = [
            PageText.page([4], next: 5), PageText.page([1], next: 2), PageText.page([5], next: 6),
            PageText.page([2], next: 3), PageText.page([6], next: nil),
        ]
        let reading = try await reading(pages)
        #expect(reading.problems.map(\.message) == missing(3))
    }

    @Test("Pages of several sweeps are one list")
    func sweeps() async throws {
        let sweep = [PageText.page([1], next: 2), PageText.page([2], next: 3), PageText.page([3], next: nil)]
        let reading = try await reading(sweep + sweep)
        #expect(reading.isComplete)
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

    private func numbered(_ number: Int, of last: Int, tenant: String = "acme", count: Int? = nil) -> String {
        func link(_ page: Int) -> String {
            (1...last).contains(page) ? #""https://\#(tenant).example/api/v1/admin/retry_jobs?page=\#(page)""# : "null"
        }
        return #"{"admin/retry_jobs":[{"id":\#(number),"type":"T","retry_count":0}],"meta":{"#
            + #""current_page":\#(link(number)),"previous_page":\#(link(number - 1)),"next_page":\#(link(number + 1)),"#
            + #""next_page_number":\#(number < last ? "\(number + 1)" : "null"),"count":\#(count.map { "\($0)" } ?? "null")}}"#
    }

    @Test(
        "Pages that know their number show what is missing, before them and between them",
        arguments: [
            ([2, 3], "Page 1 is missing"), ([1, 3], "Page 2 is missing"), ([1, 2], "Page 3 is missing"),
            ([7], "Pages 1 to 6 and 8 are missing"), ([1, 1, 3], "Page 2 is missing"),
            ([3], "Pages 1 and 2 are missing"),
        ]
    )
    func numberedPages(given: [Int], sentence: String) async throws {
        let last = given == [7] ? 8 : 3
        let reading = try await reading(given.map { numbered($0, of: last) })
        #expect(!reading.isComplete)
        #expect(reading.problems.first?.message.hasPrefix(sentence + ":") == true, "\(reading.problems)")
        #expect(reading.tenant?.description == "https://acme.example")
    }

    @Test("All numbered pages are a complete list, one of them given twice or in another order")
    func allNumbered() async throws {
        for given in [[1, 2, 3], [3, 2, 1], [1, 2, 2, 3]] {
            let reading = try await reading(given.map { numbered($0, of: 3) })
            #expect(reading.isComplete && !reading.isVerified && reading.problems.isEmpty)
        }
    }

    @Test("A count far above what was given keeps the reading from being complete")
    func farFewerThanCounted() async throws {
        let code = try await reading([numbered(1, of: 1, count: 30)]).problems.first?.code
        #expect(code == "saved-pages.count")
        let fitting = try await reading([numbered(1, of: 1, count: 3)])
        #expect(fitting.isComplete)
    }

    @Test("A next page that can't be read keeps the reading from being complete")
    func unreadableNext() async throws {
        let page = #"{"admin/retry_jobs":[{"id":1,"type":"T"}],"meta":{"next_page_number":2.0}}"#
        let reading = try await reading([page])
        #expect(reading.problems.map(\.code) == ["page.next-unreadable"])
    }

    @Test("Pages of two tenants are refused, and both are named")
    func twoTenants() async throws {
        let error = await #expect(throws: RetryJobSourceError.self) {
            try await reading([numbered(1, of: 2), numbered(2, of: 2, tenant: "other")])
        }
        #expect(error?.kind == .unreadableInput)
        #expect(error?.description.contains("https://acme.example and https://other.example") == true)
    }

    @Test("Several inputs are one reading, in the order given, and a repeated job is counted once")
    func severalInputs() async throws {
        let one = try folder.write(numbered(1, of: 3), to: "one.json")
        let two = try folder.write(
            [numbered(2, of: 3), numbered(3, of: 3), numbered(1, of: 3)].joined(separator: "\n"),
            to: "b.ndjson"
        )
        let read = try await ReadPages(SavedPages(paths: [one, two]))
        #expect(read.ids == [1, 2, 3])
        #expect(read.pages.map(\.number) == [1, 2, 3, 4])
        #expect(read.pages.map(\.jobs.repeated) == [0, 0, 0, 1])
        #expect(read.reading.isComplete)
        #expect(read.reading.source == "\(one), \(two)")
        await #expect(throws: RetryJobSourceError.self) { try await ReadPages(SavedPages(paths: [one, "nothing"])) }
    }
}
