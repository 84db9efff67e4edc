import RetryJobs
import TestSupport
import Testing
import TinesRetryJobs

@Suite("The forms of saved pages")
struct SavedPageFormsTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("A page file is one page")
    func pageFile() async throws {
        let text = PageText.page(1...3, count: 3)
        let read = try await ReadPages(folder.write(text, to: "a.json"))
        #expect(read.ids == [1, 2, 3])
        #expect(read.pages.map(\.body) == [Array(text.utf8)])
        #expect(
            read.reading
                == Reading(
                    source: folder.file("a.json"),
                    pagesRead: 1,
                    countAtStart: 3,
                    countAtEnd: 3,
                    isComplete: true
                )
        )
    }

    @Test("A bare list is one page, and an empty one is not a fault")
    func bareList() async throws {
        let read = try await ReadPages(folder.write(#"[{"id":1,"type":"T","retry_count":0}]"#, to: "a.json"))
        #expect(read.ids == [1])
        #expect(read.reading.isComplete)
        #expect(!read.reading.isVerified)
        let empty = try await ReadPages(folder.write("[]\n", to: "b.json"))
        #expect(empty.pages.count == 1)
        #expect(empty.reading.isComplete)
    }

    @Test(
        "A document over several lines is one page, however it is broken",
        arguments: [
            "{\n\"admin/retry_jobs\": [\n{\n\"id\": 1,\n\"type\": \"T\"\n},\n{\n\"id\": 2\n}\n]\n}\n",
            "[\n{\"id\":1},\n{\"id\":2}\n]\n", "[{\"id\":1}\n,{\"id\":2}]", "[{\"id\":1},\n{\"id\":2}]",
            "[\r\n{\"id\":1}, {\"id\":2}]\r\n",
            "{\"admin/retry_jobs\":\n[{\"id\":1},{\"id\":2}]}", "\n\n[{\"id\":1},{\"id\":2}]\n\n",
            "[\n\n{\"id\":1}\n,\n{\"id\":2}]",
            "\u{FEFF}[{\"id\":1},{\"id\":2}]", "{\"admin/retry_jobs\":[{\"id\":1},{\"id\":2}],\"meta\":\n{}}",
        ]
    )
    func severalLines(text: String) async throws {
        let read = try await ReadPages(folder.write(text, to: "a.json"))
        #expect(read.ids == [1, 2])
        #expect(read.pages.count == 1)
        #expect(read.reading.isComplete)
    }

    @Test(
        "A page on each line is NDJSON, with lists and objects mixed, blank lines, and any kind of line break",
        arguments: ["\n", "\r\n", "\n\n", "\n \r\n"]
    )
    func lines(lineBreak: String) async throws {
        let lines = [PageText.page([1, 2], next: 2), #"[{"id":3}]"#, "[]", PageText.page([4], next: nil)]
        for (start, end) in [("", ""), ("", lineBreak), (lineBreak, lineBreak), ("\u{FEFF}", "")] {
            let text = start + lines.joined(separator: lineBreak) + end
            let read = try await ReadPages(folder.write(text, to: "a.ndjson"))
            #expect(read.ids == [1, 2, 3, 4])
            #expect(read.pages.map(\.number) == [1, 2, 3, 4])
            #expect(read.reading == Reading(source: folder.file("a.ndjson"), pagesRead: 4, isComplete: true))
        }
    }

    @Test("NDJSON longer than what is read at once comes whole and in order")
    func manyLines() async throws {
        let lines = (0..<400).map { PageText.page($0 * 100..<$0 * 100 + 100) }
        let path = try folder.write(lines.joined(separator: "\n"), to: "a.ndjson")
        for ahead in [1, 2, 8, 1000] {
            let read = try await ReadPages(SavedPages(path: path, pagesAhead: ahead))
            #expect(read.ids == Array(0..<40_000))
            #expect(read.pages.map(\.body) == lines.map { Array($0.utf8) })
        }
    }

    @Test("A line that is not a page costs that line only, also the first one", arguments: 0..<3)
    func brokenLine(broken: Int) async throws {
        var lines = [#"[{"id":1}]"#, #"[{"id":2}]"#, #"[{"id":3}]"#]
        lines[broken].removeLast(2)
        let path = try folder.write(lines.joined(separator: "\n"), to: "a.ndjson")
        let read = try await ReadPages(path)
        #expect(read.ids == [1, 2, 3].filter { $0 != Int64(broken) + 1 })
        #expect(!read.reading.isComplete)
        #expect(!read.reading.isVerified)
        let problem = try #require(read.reading.problems.first)
        #expect(problem.message.hasPrefix("\(path), line \(broken + 1) could not be read: the document ends too early"))
        #expect(problem.message.hasSuffix("(at byte 8)"))
    }

    @Test("The pages of a folder are read by name; other files are left alone")
    func folderByName() async throws {
        try folder.write(PageText.page([1], next: 2), to: "a.json")
        try folder.write(PageText.page([2], next: 3), to: "b.json")
        try folder.write(PageText.page([3], next: nil), to: "c.json")
        for other in [".hidden.json", "notes.txt", "d.json.bak"] { try folder.write("no page", to: other) }
        for path in [folder.path, folder.path + "/"] {
            let read = try await ReadPages(path)
            #expect(read.ids == [1, 2, 3])
            #expect(read.pages.map(\.number) == [1, 2, 3])
            #expect(read.reading == Reading(source: path, pagesRead: 3, isComplete: true))
        }
    }

    @Test("Page files with numbers keep them, independent of the order of their names")
    func folderByNumber() async throws {
        for number in [2, 9, 10, 11] { try folder.write("[{\"id\":\(number)}]", to: "page-\(number).json") }
        let read = try await ReadPages(folder.path)
        #expect(read.ids == [2, 9, 10, 11])
        #expect(read.pages.map(\.number) == [2, 9, 10, 11])
    }

    @Test("A folder of many pages is delivered in order, independent of which is decoded first")
    func manyFiles() async throws {
        for number in 1...120 {
            let first = number * 1000
            try folder.write(PageText.page(first..<first + (number % 7) * 90), to: "page-\(number).json")
        }
        let expected = (1...120).flatMap { number in (0..<(number % 7) * 90).map { Int64(number * 1000 + $0) } }
        for ahead in [1, 3, 8] {
            let read = try await ReadPages(SavedPages(path: folder.path, pagesAhead: ahead))
            #expect(read.ids == expected)
            #expect(read.pages.map(\.number) == Array(1...120))
        }
    }
}

@Suite("Saved pages that are compressed")
struct CompressedPagesTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// `[{"id":1,"type":"T"}]` and a line feed, by gzip.
    private static let one: [UInt8] = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 139, 174, 86, 202, 76, 81, 178, 50, 212, 81, 42, 169, 44, 72, 85, 178, 82, 10,
        81, 170, 141, 229, 2, 0, 248, 63, 52, 193, 22, 0, 0, 0,
    ]
    /// The same with 2.
    private static let two: [UInt8] = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 139, 174, 86, 202, 76, 81, 178, 50, 210, 81, 42, 169, 44, 72, 85, 178, 82, 10,
        81, 170, 141, 229, 2, 0, 129, 85, 73, 208, 22, 0, 0, 0,
    ]
    /// 64 KiB of spaces.
    private static let spaces: [UInt8] = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 237, 193, 129, 0, 0, 0, 0, 128, 32, 149, 253, 41, 23, 169, 10, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 106, 148, 25, 44, 180, 0, 0, 1, 0,
    ]

    @Test("A gzip file is read, and one of several parts to its end")
    func file() async throws {
        let one = try await ReadPages(folder.write(Self.one, to: "a.json.gz"))
        #expect(one.ids == [1])
        let two = try await ReadPages(folder.write(Self.one + Self.two, to: "lines.gz"))
        #expect(two.ids == [1, 2])
    }

    @Test("A folder may have compressed pages, by name and by number")
    func pages() async throws {
        try folder.write(Self.two, to: "page-2.json.gz")
        try folder.write(Self.one, to: "page-1.json.gz")
        let read = try await ReadPages(folder.path)
        #expect(read.ids == [1, 2] && read.pages.map(\.number) == [1, 2])
    }

    @Test("A part that is cut, damaged or too large costs the page")
    func damaged() async throws {
        try folder.write(Self.one, to: "1.gz")
        try folder.write(Array(Self.two.dropLast(9)), to: "2.gz")
        var damaged = Self.two
        damaged[damaged.count - 8] ^= 0xFF
        try folder.write(damaged, to: "3.gz")
        let reading = try await ReadPages(folder.path).reading
        #expect(reading.pagesRead == 1 && !reading.isComplete)
        #expect(reading.problems.map(\.message).contains { $0.hasSuffix("it is gzip that ends too early") })
        #expect(reading.problems.map(\.message).contains { $0.hasSuffix("it is damaged gzip") })
        let bomb = try folder.write(Self.spaces, to: "bomb.gz")
        let error = await #expect(throws: RetryJobSourceError.self) {
            try await ReadPages(SavedPages(path: bomb, maximumDocumentBytes: 10_000))
        }
        #expect(error?.description.contains("it has more than 10000 bytes") == true)
    }
}
