import FoundationEssentials
import RetryJobs
import TestSupport
import Testing
import TinesRetryJobs

@Suite("Pages that are saved and read again")
struct PageSaverTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private let bodies = [
        PageText.page([1, 2], next: 2, count: 9), " [ {\"id\":\"3\",\"x\":1.50}, 7 ]\n",
        "\u{FEFF}" + PageText.page([], next: 3),
    ]

    private var reading: Reading {
        Reading(
            source: "https://acme.tines.com",
            tenant: try? TenantOrigin("https://acme.tines.com"),
            pagesRead: 3,
            sweeps: 2,
            countAtStart: 9,
            countAtEnd: 8,
            isComplete: true,
            isVerified: false,
            problems: [Diagnostic(.warning, "list.moved", "the set moved")]
        )
    }

    /// Saves the bodies as pages 1, 2 and 4.
    private func save(to path: String, finishing: Bool = true) throws -> [RetryJobPage] {
        let saver = try PageSaver(folder: path)
        let decoder = PageDecoder()
        var ids = JobIDSet()
        let pages = try zip([1, 2, 4], bodies).map { number, body in
            let bytes = Array(body.utf8)
            var page = try decoder.decode(bytes)
            page.prepare(number: number, dropping: &ids)
            return page
        }
        for page in pages { try saver.save(page) }
        if finishing { try saver.finish(reading) }
        return pages
    }

    @Test("A replay hands over the same pages and the same reading")
    func replay() async throws {
        let path = folder.file("new/pages")
        let pages = try save(to: path)
        let read = try await ReadPages(path)
        #expect(read.reading == reading)
        #expect(read.pages.map(\.body) == pages.map(\.body))
        #expect(read.pages.map(\.envelope) == pages.map(\.envelope))
        #expect(read.pages.map(\.number) == pages.map(\.number))
        #expect(read.pages.map(\.jobs.jobs) == pages.map(\.jobs.jobs))
        #expect(read.pages.map(\.jobs.repairs) == pages.map(\.jobs.repairs))
        #expect(read.pages.map(\.jobs.unreadable) == pages.map(\.jobs.unreadable))
    }

    @Test("Pages are files by their number, byte for byte, and the record is JSON")
    func files() throws {
        let pages = try save(to: folder.path)
        let names = try folder.names()
        #expect(names == ["page-000001.json", "page-000002.json", "page-000004.json", "reading.json"])
        let second = try Data(contentsOf: URL(filePath: folder.file("page-000002.json")))
        #expect(second == Data(pages[1].body))
        let record = try Data(contentsOf: URL(filePath: folder.file("reading.json")))
        let text = String(decoding: record, as: UTF8.self)
        for key in ["is_complete", "saved_pages", "count_at_start", "list", "problems"] {
            #expect(text.contains("\"\(key)\" : "))
        }
        for name in try folder.names() {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.file(name))
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test(
        "A folder that contains pages already is refused, and stays as it is",
        arguments: ["page-000001.json", "reading.json", "x.json"]
    )
    func occupied(name: String) throws {
        try folder.write("[]", to: name)
        let error = try #require(throws: PageSavingError.self) { _ = try PageSaver(folder: folder.path) }
        #expect(error.description.contains("\(folder.path) already contains saved pages. Give an empty one"))
        let names = try folder.names()
        #expect(names == [name])
    }

    @Test("A folder with other files is fine, and a file in its place is not")
    func otherFiles() throws {
        let file = try folder.write("notes", to: "notes.txt")
        _ = try PageSaver(folder: folder.path)
        #expect(throws: PageSavingError.self) { _ = try PageSaver(folder: file) }
    }

    @Test("A page is not written over another")
    func twice() throws {
        let saver = try PageSaver(folder: folder.path)
        let page = RetryJobPage(number: 1, jobs: JobBatch(), body: Array("[]".utf8), envelope: PageEnvelope())
        try saver.save(page)
        let error = try #require(throws: PageSavingError.self) { try saver.save(page) }
        #expect(error.description.contains("page-000001.json can't be written"))
    }

    @Test("Without a record, as after a crash, the reading follows from the pages")
    func withoutRecord() async throws {
        _ = try save(to: folder.path, finishing: false)
        let read = try await ReadPages(folder.path)
        #expect(read.reading.source == folder.path)
        #expect(read.reading.sweeps == 0)
        #expect(read.reading.pagesRead == 3)
    }

    @Test("Pages that were removed since make the reading incomplete")
    func pageRemoved() async throws {
        _ = try save(to: folder.path)
        try FileManager.default.removeItem(atPath: folder.file("page-000002.json"))
        let read = try await ReadPages(folder.path)
        #expect(read.reading.source == "https://acme.tines.com")
        #expect(read.reading.pagesRead == 2)
        #expect(!read.reading.isComplete)
        #expect(!read.reading.isVerified)
        #expect(read.reading.problems.map(\.message) == ["the set moved", "3 pages were saved, and 2 were found"])
    }

    @Test("A page that was damaged since is named, and counted once")
    func pageDamaged() async throws {
        _ = try save(to: folder.path)
        try folder.write("[", to: "page-000002.json")
        let read = try await ReadPages(folder.path)
        #expect(!read.reading.isComplete)
        #expect(read.reading.problems.count == 2)
        #expect(read.reading.problems[1].message.contains("page-000002.json could not be read"))
    }

    @Test("A record that can't be read is said to be lost, and the pages are read")
    func recordDamaged() async throws {
        _ = try save(to: folder.path)
        try folder.write("{", to: "reading.json")
        let read = try await ReadPages(folder.path)
        #expect(read.pages.count == 3)
        #expect(!read.reading.isVerified)
        #expect(read.reading.problems.contains { $0.message.contains("reading.json is not a record of a reading") })
    }

    @Test("Times, list and notes survive, and pages of another list are refused")
    func recordOfDeadJobs() async throws {
        var reading = reading
        reading.startedAt = Timestamp(microseconds: 1_767_225_600_000_000)
        reading.finishedAt = Timestamp(microseconds: 1_767_225_601_500_000)
        reading.pagesRead = 1
        reading.notes = ["a note"]
        let saver = try PageSaver(folder: folder.file("dead"), list: .dead)
        let bytes = Array(#"{"admin/dead_jobs":[{"id":1,"type":"T"}]}"#.utf8)
        var page = try PageDecoder().decode(bytes, list: .dead)
        var ids = JobIDSet()
        page.prepare(number: 1, dropping: &ids)
        try saver.save(page)
        try saver.finish(reading)
        let read = try await ReadPages(SavedPages(path: folder.file("dead"), list: .dead))
        #expect(read.reading == reading)
        let error = await #expect(throws: RetryJobSourceError.self) { try await ReadPages(folder.file("dead")) }
        #expect(error?.description.contains("pages of the dead list") == true)
    }

    @Test("A record that is far too large is not read")
    func hugeRecord() async throws {
        _ = try save(to: folder.path)
        let path = folder.file("reading.json")
        try FileManager.default.removeItem(atPath: path)
        try folder.write(Array(repeating: UInt8(ascii: " "), count: 2 << 20), to: "reading.json")
        let reading = try await ReadPages(folder.path).reading
        #expect(!reading.isVerified && reading.problems.contains { $0.code == "saved-pages.record" })
    }
}
