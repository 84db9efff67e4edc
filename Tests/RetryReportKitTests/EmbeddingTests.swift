import Foundation
import RetryReportKit
import TestSupport
import Testing

@Suite("What an embedding tool calls") struct EmbeddingTests {
    static let pages = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "examples/pages").path

    func report(_ path: String = pages) async throws -> Report {
        let now = try #require(Timestamp(iso8601: "2026-09-21T14:13:20Z"))
        return try await Report(reading: SavedPages(path: path), title: "Mine", now: now)
    }

    @Test func `one call makes the report of saved pages`() async throws {
        let report = try await report()
        #expect(report.totals.jobs == 11 && report.totals.groups == 5)
        #expect(report.title == "Mine" && report.reading.pagesRead == 2)
        #expect(report.reading.isComplete)
    }

    /// A folder with one saved page, of a job that was retried an hour before it was read, `readDaysAgo` days ago.
    private func savedReading(daysAgo: Double) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let read = Date().timeIntervalSince1970 - daysAgo * 86_400
        let saver = try PageSaver(folder: folder.path)
        let jobs = JobBatch(jobs: [RetryJob(id: 7, type: .agentReceive, retryCount: 24)])
        let body = #"[{"id":7,"type":"AgentReceiveJob","retry_count":24,"last_retry":\#(read - 3600)}]"#
        try saver.save(RetryJobPage(number: 1, jobs: jobs, body: Array(body.utf8), envelope: PageEnvelope()))
        try saver.finish(
            Reading(source: "s", finishedAt: Timestamp(date: Date(timeIntervalSince1970: read)), isComplete: true)
        )
        return folder
    }

    @Test func `saved pages count from the moment at which they were read, however late their report is`() async throws
    {
        let folder = try savedReading(daysAgo: 7)
        let report = try await Report(reading: SavedPages(path: folder.path))
        #expect(report.generatedAt == report.reading.finishedAt)
        #expect(report.totals.deaths.overdue == 0)
        #expect(report.totals.deaths.within7Days == 1)
        let now = Timestamp(date: Date())
        let late = try await Report(reading: SavedPages(path: folder.path), now: now)
        #expect(late.generatedAt == now)
        #expect(late.totals.deaths.overdue == 1)
    }

    @Test func `an end of a reading that lies ahead is not believed`() async throws {
        let folder = try savedReading(daysAgo: -365)
        let report = try await Report(reading: SavedPages(path: folder.path))
        #expect(report.generatedAt <= Timestamp(date: Date()))
    }

    @Test func `pages without a record say that it is not known when they were read`() async throws {
        let folder = try TemporaryFolder()
        let page = try folder.write("[]", to: "page.json")
        let report = try await Report(reading: SavedPages(path: page))
        #expect(report.reading.notes.contains { $0.contains("not known when these pages were read") })
        let now = Timestamp(date: Date())
        let dated = try await Report(reading: SavedPages(path: page), now: now)
        #expect(dated.reading.notes.isEmpty)
    }

    @Test func `every standard format writes it`() async throws {
        let report = try await report()
        var identifiers: [String] = []
        let address = try MailAddress("ops@example.org")
        var renderers = StandardRenderers()
        renderers.mail = try MailSettings(from: address, to: [address])
        for entry in try RendererRegistry.standard(renderers).entries {
            identifiers.append(entry.format.identifier)
            if case .report(let renderer) = try entry.renderer() {
                let bytes = try renderer.render(report)
                #expect(bytes.count > 300, "\(entry.format.identifier)")
            }
        }
        #expect(
            identifiers == [
                "html", "email", "eml", "markdown", "json", "ndjson", "csv", "stories-csv", "teams-csv", "jobs-csv",
                "slack", "github",
            ]
        )
    }

    @Test func `one call writes every job of saved pages`() async throws {
        var sink = ByteBuffer()
        let reading = try await SavedPages(path: Self.pages).render(with: NDJSONRenderer(), to: &sink)
        #expect(sink.text.split(separator: "\n").count == 11)
        #expect(reading.isComplete && reading.jobsReceived == 11 + reading.unreadableJobs)
    }

    @Test func `a format of jobs with a header and an end gets both around the jobs`() async throws {
        var sink = ByteBuffer()
        let folder = try TemporaryFolder()
        let page = try folder.write(#"[{"id":1,"type":"T"},{"id":2,"type":"T"},{"type":"T"}]"#, to: "page.json")
        try await SavedPages(path: page).render(with: JobsCSVRenderer(), to: &sink)
        let lines = sink.text.components(separatedBy: "\r\n").dropLast()
        #expect(lines.count == 4 && lines[0].hasPrefix("id,type,"))
        #expect(lines.last?.contains("could not be read") == true)
    }

    /// A disk with room for this many bytes.
    struct SmallDisk: ByteSink {
        struct Full: Error {}

        var room: Int
        private(set) var kept = 0

        init(room: Int) {
            self.room = room
        }

        mutating func write(contentsOf bytes: [UInt8]) throws {
            guard kept + bytes.count <= room else { throw Full() }
            kept += bytes.count
        }
    }

    @Test func `an error of the sink ends the writing of jobs and is passed on`() async throws {
        var sink = SmallDisk(room: 600)
        await #expect(throws: SmallDisk.Full.self) {
            try await SavedPages(path: Self.pages).render(with: JobsCSVRenderer(), to: &sink)
        }
        #expect(sink.kept > 0)
        var small = SmallDisk(room: 600)
        await #expect(throws: SmallDisk.Full.self) {
            try await SavedPages(path: Self.pages).render(with: NDJSONRenderer(), to: &small)
        }
    }

    @Test func `a source without anything to read throws its own error`() async throws {
        let error = await #expect(throws: RetryJobSourceError.self) { try await report("/nowhere/pages") }
        #expect(error?.kind == .unreadableInput)
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (1_567_399_360.056226, "2019-09-02T04:42:40.056226Z"),
        (-1, "1970-01-01T00:00:00Z"), (1e15, "9999-12-31T23:59:59Z"),
    ])
    func `a clock's moment is kept to the microsecond and to the years that can be written`(
        seconds: Double,
        expected: String
    ) {
        #expect(Timestamp(date: Date(timeIntervalSince1970: seconds)).iso8601 == expected)
    }
}
