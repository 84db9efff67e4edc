import Foundation
import RetryReport
import TestSupport
import Testing

private func text(_ report: Report) throws -> String {
    String(decoding: try JSONRenderer().render(report), as: UTF8.self)
}

/// Remembers the size of what it was given, and nothing else.
private struct ChunkSizes: ByteSink {
    var sizes: [Int] = []

    mutating func write(contentsOf bytes: [UInt8]) {
        sizes.append(bytes.count)
    }
}

private struct FullDisk: ByteSink {
    struct Full: Error {}

    mutating func write(contentsOf bytes: [UInt8]) throws {
        throw Full()
    }
}

@Suite("The JSON report") struct JSONRendererTests {
    @Test(arguments: [SampleReports.empty, SampleReports.ordinary, SampleReports.incomplete])
    func `what was written is read back as the same report`(_ report: Report) throws {
        let written = try JSONRenderer().render(report)
        let again = try Report(json: written)
        #expect(again == report)
        let rewritten = try JSONRenderer().render(again)
        #expect(rewritten == written)
    }

    @Test func `every hostile text comes back byte for byte from every place`() throws {
        for hostile in HostileCorpus.oneByOne {
            let written = try JSONRenderer().render(Report(everywhere: hostile))
            let report = try Report(json: written)
            let group = try #require(report.groups.first)
            let job = try #require(group.jobs.first)
            let found: [String?] = [
                report.title, report.reading.source,
                report.reading.problems.first?.message, group.type.rawValue, group.errorClass,
                group.topActions.first?.action.name, report.actions.first?.mostFrequent.errorClass,
                job.id.description, job.type.rawValue, job.errorClass, job.action?.name,
            ]
            for found in found {
                let found = try #require(found)
                #expect(Array(found.utf8) == Array(hostile.utf8))
            }
            // Swift's == is also true for texts in another normal form; the bytes differ.
            let rewritten = try JSONRenderer().render(report)
            #expect(rewritten == written)
        }
    }

    @Test func `members that it does not know are ignored`() throws {
        let written = try text(SampleReports.ordinary)
        let more = written.replacingOccurrences(
            of: "\"version\": 2,",
            with: "\"version\": 2, \"new_fact\": {\"a\": [1]},"
        )
        #expect(more != written)
        let report = try Report(json: more.utf8)
        #expect(report == SampleReports.ordinary)
    }

    @Test(arguments: [(1, "make the report again from the saved pages"), (3, "use a newer version of retry-report")])
    func `a report of another version is refused with the version and what to do`(_ version: Int, _ advice: String)
        throws
    {
        let written = try text(SampleReports.ordinary)
        let other = written.replacingOccurrences(of: "\"version\": 2,", with: "\"version\": \(version),")
        let error = #expect(throws: ReportReadingError.version(version)) { try Report(json: other.utf8) }
        let description = try #require(error?.description)
        #expect(description == "version \(version) of the report is not supported, only version 2; \(advice)")
    }

    @Test func `a report that was cut short is refused`() throws {
        #expect(throws: DecodingError.self) { try Report(json: "{".utf8) }
    }

    @Test func `keys are in the order of the report's declaration, the important ones first`() throws {
        let written = try text(SampleReports.ordinary)
        let keys = written.split(separator: "\n").filter { $0.hasPrefix("  \"") }.map { $0.split(separator: "\"")[1] }
        #expect(
            keys == [
                "version", "generator", "title", "generated_at", "retry_limit", "retry_jitter", "filter", "reading",
                "totals", "types", "actions", "open_first", "actions_not_shown", "stories", "teams", "dead", "workers",
                "messages",
                "calendar", "repairs", "unreadable", "changes", "history", "incidents", "policy",
                "outcomes", "death_forecast", "estimate_check",
            ]
        )
    }

    @Test func `a job is one line, with nothing absent and estimates beside what is known`() throws {
        let written = try text(SampleReports.ordinary)
        let rows = written.split(separator: "\n").map { $0.trimmingPrefix { $0 == " " } }
        #expect(
            rows.contains(
                """
                {"id":1234,"type":"AgentReceiveJob","error_class":"ArgumentError","action":{"id":1,"name":"Create ticket"},\
                "event_ids":[42],"retry_count":24,"last_retry":"2026-09-21T13:13:19.999999Z",\
                "next_retry":"2026-09-25T09:23:10.999999Z","death":"2026-09-25T09:23:10.999999Z"}
                """
            )
        )
        #expect(
            rows.contains(
                """
                {"id":"0123456789abcdef01234567","type":"CredentialRefreshJob","error_class":null,\
                "action":{"id":1,"name":null},"event_ids":[],"retry_count":null,"last_retry":null,"next_retry":null,"death":null}
                """
            )
        )
    }

    @Test
    func
        `characters that can't be seen or that reorder text are written as escapes, letters of all scripts as they are`()
        throws
    {
        let written = try text(Report(everywhere: "a\u{0}\u{202e}\u{2028}\u{fffe}\u{1fffe}\"\\é日👩‍👧"))
        #expect(written.contains(#""a\u0000\u202e\u2028\ufffe\ud83f\udffe\"\\é日👩‍👧""#))
        #expect(written.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 32 })
    }

    @Test func `every character that VisibleText makes visible is an escape and is read back`() throws {
        let all = (UInt32(0)...0x10ffff).lazy.compactMap(Unicode.Scalar.init).filter(VisibleText.isUnseen)
        let texts = all.map { String(Character($0)) }
        #expect(texts.count > 3_000)
        let jobs = texts.enumerated().map {
            RetryJob(id: .number(Int64($0.offset)), type: JobType(rawValue: $0.element))
        }
        var sink = ByteBuffer()
        for job in jobs { try NDJSONRenderer().render(job, schedule: .standard, to: &sink) }
        #expect(sink.bytes.allSatisfy { $0 < 0x7f })
        let list = "[\(sink.text.split(separator: "\n").joined(separator: ","))]"
        let rows = try JSONDecoder().decode([RetryJob].self, from: Data(list.utf8))
        #expect(rows.count == texts.count)
        for (row, text) in zip(rows, texts) {
            #expect(Array(row.type.rawValue.utf8) == Array(text.utf8))
        }
    }

    @Test func `a long report goes out in chunks, and each is small`() throws {
        let jobs = (0..<20_000).map { RetryJob(id: .number($0), type: .agentReceive, errorClass: "E") }
        let report = SampleReports.build(jobs, limits: ReportLimits(jobsPerGroup: 0))
        var sink = ChunkSizes()
        try JSONRenderer().render(report, to: &sink)
        #expect(sink.sizes.count > 20)
        #expect(sink.sizes.allSatisfy { $0 < 80_000 })
        let inOne = try JSONRenderer().render(report)
        #expect(sink.sizes.reduce(0, +) == inOne.count)
    }

    @Test func `an error of the sink ends the writing and is passed on`() {
        var sink = FullDisk()
        #expect(throws: FullDisk.Full.self) { try JSONRenderer().render(SampleReports.ordinary, to: &sink) }
    }
}

private func lines(_ jobs: [RetryJob]) throws -> String {
    var buffer = ByteBuffer()
    for job in jobs {
        try NDJSONRenderer().render(job, schedule: RetrySchedule.standard.placed(at: SampleReports.now), to: &buffer)
    }
    return buffer.text
}

@Suite("NDJSON") struct NDJSONRendererTests {
    @Test func `each job is a line, the same row that the JSON report has`() throws {
        let lines = try lines(SampleReports.varied).split(separator: "\n")
        #expect(lines.count == SampleReports.varied.count)
        let report = String(decoding: try JSONRenderer().render(SampleReports.ordinary), as: UTF8.self)
        let rows = Set(report.split(separator: "\n").map { $0.drop { $0 == " " }.trimmingSuffix(",") })
        for line in lines { #expect(rows.contains(String(line))) }
    }

    @Test func `the jobs of pages are the same lines as one after the other, whatever came before`() throws {
        let hostile = HostileCorpus.texts.enumerated().map { number, text in
            RetryJob(
                id: number % 3 == 0 ? .text(text) : .number(Int64(number) - 5),
                type: JobType(rawValue: number % 2 == 0 ? text : "AgentReceiveJob"),
                action: number % 5 == 0 ? nil : ActionReference(id: number % 4 == 0 ? nil : .min + 1, name: text),
                eventIDs: Array((0..<Int64(number % 4)).map { $0 * 1_000_000_007 - 3 }),
                retryCount: number % 7 == 0 ? nil : number % 30,
                lastRetry: number % 6 == 0
                    ? nil : Timestamp(microseconds: Int64(number) * 86_399_999_999 * (number % 2 == 0 ? 1 : 10_000)),
                errorClass: number % 8 == 0 ? nil : text
            )
        }
        let schedule = RetrySchedule.standard.placed(at: SampleReports.now)
        let renderer = NDJSONRenderer()
        for jobs in [SampleReports.varied, hostile, hostile.reversed(), [], SampleReports.varied] {
            var together = ByteBuffer()
            try renderer.render(JobBatch(jobs: jobs), schedule: schedule, to: &together)
            let oneByOne = try lines(jobs)
            #expect(together.text == oneByOne)
        }
    }

    @Test func `a text never breaks a line, for a reader that knows only line feeds and for one that knows them all`()
        throws
    {
        let jobs = HostileCorpus.texts.map { text in
            RetryJob(
                id: .text(text),
                type: JobType(rawValue: text),
                action: ActionReference(id: 1, name: text),
                errorClass: text
            )
        }
        let python = ExternalTool(
            command: [
                "python3", "-c",
                """
                import json, sys
                for line in sys.stdin.buffer.read().decode().splitlines():
                    row = json.loads(line)
                    assert row["id"] == row["type"] == row["action"]["name"] == row["error_class"]
                    print(json.dumps(row["id"]))
                """,
            ],
            hint: "install Python 3"
        )
        let read = String(decoding: try python.run(Array(lines(jobs).utf8)), as: UTF8.self)
        let texts = try read.split(separator: "\n").map { line in
            try JSONDecoder().decode(String.self, from: Data(line.utf8))
        }
        #expect(texts.map { Array($0.utf8) } == HostileCorpus.texts.map { Array($0.utf8) })
    }
}

extension Substring {
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        String(hasSuffix(suffix) ? dropLast(suffix.count) : self)
    }
}
