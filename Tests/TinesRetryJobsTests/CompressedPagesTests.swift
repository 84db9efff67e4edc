import RetryJobs
import Testing
import TinesRetryJobs

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

    @Test("A file by gzip is read as what it is, and one of several parts to its end")
    func file() async throws {
        #expect(try await ReadPages(folder.write(Self.one, to: "a.json.gz")).ids == [1])
        #expect(try await ReadPages(folder.write(Self.one + Self.two, to: "lines.gz")).ids == [1, 2])
    }

    @Test("A folder may have compressed pages, by name and by number")
    func pages() async throws {
        try folder.write(Self.two, to: "page-2.json.gz")
        try folder.write(Self.one, to: "page-1.json.gz")
        let read = try await ReadPages(folder.path)
        #expect(read.ids == [1, 2] && read.pages.map(\.number) == [1, 2])
    }

    @Test("A part that is cut or damaged, or more than may be, costs the page")
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
