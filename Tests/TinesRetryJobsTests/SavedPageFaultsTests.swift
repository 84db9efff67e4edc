import FoundationEssentials
import RetryJobs
import TestSupport
import Testing
import TinesRetryJobs

@Suite("Saved pages with faults")
struct SavedPageFaultsTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func failure(_ source: SavedPages) async -> RetryJobSourceError? {
        do {
            _ = try await ReadPages(source)
            return nil
        } catch {
            return error as? RetryJobSourceError
        }
    }

    private func failure(_ path: String) async -> RetryJobSourceError? {
        await failure(SavedPages(path: path))
    }

    @Test("Input that does not exist is reported as missing, with what can be given")
    func missing() async throws {
        let missing = await failure(folder.file("nothing.json"))
        let error = try #require(missing)
        #expect(error.kind == .unreadableInput)
        #expect(error.description.contains("nothing.json can't be read: No such file"))
        #expect(error.description.contains("Give a page file, a folder of pages"))
        let zero = await failure("with\0zero")
        #expect(zero?.kind == .unreadableInput)
    }

    @Test("A folder without pages is an error that says what was expected")
    func emptyFolder() async throws {
        try folder.write("{}", to: "reading.json")
        let failure = await failure(folder.path)
        let error = try #require(failure)
        #expect(
            error.description
                == "The folder \(folder.path) has no pages. Expected files named *.json or *.json.gz, an answer of the API in each."
        )
    }

    @Test("A file without anything is an error", arguments: ["", "\n \n", "\u{FEFF}"])
    func emptyFile(text: String) async throws {
        let failure = try await failure(folder.write(text, to: "a.json"))
        let error = try #require(failure)
        #expect(error.kind == .unreadableInput)
    }

    @Test("A refused page file is an error that names file, fault and place")
    func refusedFile() async throws {
        let path = try folder.write("[{\"id\":1}]]", to: "a.json")
        let failure = await failure(path)
        let error = try #require(failure)
        #expect(error.description.hasPrefix("\(path) could not be read: something follows the end of the document"))
        #expect(error.description.contains("(at byte 10)"))
        #expect(error.description.hasSuffix("Check that it is an answer of the API, saved completely and as it came."))
    }

    @Test("A folder of which nothing can be read is an error that counts the pages")
    func allRefused() async throws {
        for number in 1...3 { try folder.write("<html>", to: "page-\(number).json") }
        let failure = await failure(folder.path)
        let error = try #require(failure)
        #expect(error.description.contains("page-1.json could not be read"))
        #expect(error.description.contains("None of the 3 pages could be read."))
    }

    @Test("A page of a folder that can't be read makes the reading incomplete, and the others are read")
    func someRefused() async throws {
        try folder.write(PageText.page([1], next: 2), to: "page-1.json")
        try folder.write("{}", to: "page-2.json")
        try FileManager.default.createDirectory(
            atPath: folder.file("page-3.json"),
            withIntermediateDirectories: false
        )
        try folder.write(PageText.page([4], next: nil), to: "page-4.json")
        let read = try await ReadPages(folder.path)
        #expect(read.ids == [1, 4])
        #expect(read.reading.pagesRead == 2)
        #expect(!read.reading.isComplete)
        #expect(!read.reading.isVerified)
        #expect(read.reading.problems.count == 2)
        #expect(read.reading.problems[0].message.contains("page-2.json could not be read: expected the key"))
        #expect(read.reading.problems[1].message.hasSuffix("page-3.json could not be read: it is a folder"))
    }

    @Test("Many refused pages are counted, not listed")
    func manyRefused() async throws {
        try folder.write("[]", to: "page-0001.json")
        for number in 2...60 { try folder.write("", to: "page-\(number).json") }
        let reading = try await ReadPages(folder.path).reading
        #expect(reading.problems.count == 21)
        #expect(reading.problems.last?.message == "39 more could not be read")
    }

    @Test("A document past the limit is refused before it is in memory, as a file, a line and in a folder")
    func tooLarge() async throws {
        let large = PageText.page(1...1000)
        let path = try folder.write(large, to: "page-1.json")
        let limit = 20_000
        let failure = await failure(SavedPages(path: path, maximumDocumentBytes: limit))
        let error = try #require(failure)
        #expect(error.description.contains("it has more than 20000 bytes, the maximum for one document"))
        let lines = try folder.write("[]\n[]\n\(large)\n[]\n", to: "lines.ndjson")
        let read = try await ReadPages(SavedPages(path: lines, maximumDocumentBytes: limit))
        #expect(!read.reading.isComplete)
        try folder.write("[]", to: "page-2.json")
        let folderRead = try await ReadPages(SavedPages(path: folder.path, maximumDocumentBytes: limit))
        #expect(folderRead.reading.pagesRead == 1)
        #expect(folderRead.reading.problems.first?.message.contains("it has more than 20000 bytes") == true)
    }

    @Test("NDJSON as a whole may be longer than the limit for a document")
    func longLines() async throws {
        let lines = (0..<100).map { PageText.page($0 * 200..<$0 * 200 + 200) }
        let path = try folder.write(lines.joined(separator: "\n"), to: "a.ndjson")
        let read = try await ReadPages(SavedPages(path: path, maximumDocumentBytes: 300_000))
        #expect(read.ids == Array(0..<20_000))
        #expect(read.reading.isComplete)
    }

    private struct Stop: Error {}

    @Test("An error of the receiver is passed on, and nothing is delivered after it")
    func takerThrows() async throws {
        for number in 1...50 { try folder.write("[{\"id\":\(number)}]", to: "page-\(number).json") }
        await #expect(throws: Stop.self) {
            _ = try await SavedPages(path: folder.path).read { page in
                if page.number == 3 { throw Stop() }
                #expect(page.number < 3)
            }
        }
    }

    @Test("A cancelled reading stops")
    func cancelled() async throws {
        for number in 1...50 { try folder.write("[{\"id\":\(number)}]", to: "page-\(number).json") }
        let path = folder.path
        let task = Task {
            try await SavedPages(path: path, pagesAhead: 2).read { _ in
                try? await Task.sleep(for: .seconds(60))
            }
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { _ = try await task.value }
    }
}
