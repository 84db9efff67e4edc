import Foundation
import RetryReport
import TestSupport
import Testing

/// Python's csv module: prints each table as a JSON list of its rows, a line each. A NUL is between two tables.
private let reader = ExternalTool(
    command: [
        "python3", "-c",
        """
        import csv, io, json, sys
        for table in sys.stdin.buffer.read().split(b"\\0"):
            text = table.decode("utf-8")
            print(json.dumps(list(csv.reader(io.StringIO(text, newline=""), strict=True))))
        """,
    ],
    hint: "install Python 3"
)

/// A table as a reader of another make sees it.
private struct Table {
    let header: [String]
    let rows: [[String: String]]

    init(_ bytes: [UInt8]) throws {
        let tables = try Self.many([bytes])
        self = try #require(tables.first)
    }

    /// Many tables by one start of the reader.
    static func many(_ tables: [[UInt8]]) throws -> [Table] {
        // A NUL in a table would end it.
        try #require(!tables.contains { $0.contains(0) })
        let lines = try reader.run(Array(tables.joined(separator: [0]))).split(separator: UInt8(ascii: "\n"))
        try #require(lines.count == tables.count)
        return try lines.map { try Table(cells: JSONDecoder().decode([[String]].self, from: Data($0))) }
    }

    private init(cells: [[String]]) throws {
        header = try #require(cells.first)
        rows = try cells.dropFirst().map { [header] row in
            try #require(row.count == header.count, "\(row)")
            return Dictionary(uniqueKeysWithValues: zip(header, row))
        }
    }

    func column(_ name: String) -> [String] { rows.map { $0[name] ?? "(no such column)" } }
}

private func groups(_ report: Report) throws -> Table {
    try Table(try CSVRenderer().render(report))
}

private func bytesOfJobs(_ jobs: [RetryJob], _ reading: ReadingFacts = SampleReports.ordinary.reading) throws -> [UInt8]
{
    var buffer = ByteBuffer()
    let renderer = JobsCSVRenderer()
    try renderer.begin(to: &buffer)
    for job in jobs { try renderer.render(job, schedule: .standard, to: &buffer) }
    try renderer.end(reading, to: &buffer)
    return buffer.bytes
}

@Suite("Tables for spreadsheets") struct CSVTests {
    @Test func `a group is a row, the largest first, with the facts of the report`() throws {
        let report = SampleReports.ordinary
        let table = try groups(report)
        #expect(table.rows.count == report.totals.groups)
        #expect(table.column("type") == report.groups.map(\.type.rawValue))
        #expect(table.column("error_class") == report.groups.map { $0.errorClass ?? "" })
        #expect(table.column("count") == report.groups.map { String($0.count) })
        #expect(Set(table.column("is_complete")) == [String(report.reading.isComplete)])
        let first = try #require(table.rows.first)
        #expect(first["share"] == "0.2857")
        #expect(
            first["retries_minimum"] == "5" && first["retries_median"] == "14.5" && first["retries_maximum"] == "24"
        )
        #expect(first["deaths_overdue"] == "1" && first["deaths_within_24_hours"] == "0")
        #expect(first["top_action_id"] == "1" && first["top_action_name"] == "Create ticket")
        #expect(first["generated_at"] == "2026-09-21T14:13:20Z")
    }

    @Test func `the deaths of a row that are not within 7 days of each other add up to its count`() throws {
        for row in try groups(SampleReports.ordinary).rows {
            let piles = ["deaths_overdue", "deaths_within_7_days", "deaths_later", "deaths_unknown"]
            let sum = piles.reduce(0) { $0 + (Int(row[$1] ?? "") ?? -1) }
            #expect(String(sum) == row["count"])
        }
    }

    @Test func `a job is a row with its estimates`() throws {
        let table = try Table(try bytesOfJobs(SampleReports.varied))
        #expect(table.rows.count == SampleReports.varied.count)
        #expect(
            table.header == [
                "id", "type", "error_class", "action_id", "action_name", "event_ids", "retry_count", "last_retry",
                "next_retry", "death", "problem",
            ]
        )
        #expect(
            table.rows.first == [
                "id": "1234", "type": "AgentReceiveJob", "error_class": "ArgumentError", "action_id": "1",
                "action_name": "Create ticket", "event_ids": "42", "retry_count": "24",
                "last_retry": "2026-09-21T13:13:19.999999Z", "next_retry": "2026-09-25T09:23:10.999999Z",
                "death": "2026-09-25T09:23:10.999999Z", "problem": "",
            ]
        )
    }

    @Test func `every hostile text stays in its cell, on one line, and is not a formula`() throws {
        let jobs = HostileCorpus.texts.map { text in
            RetryJob(
                id: .text(text),
                type: JobType(rawValue: text),
                action: ActionReference(id: -1, name: text),
                errorClass: text
            )
        }
        let bytes = try bytesOfJobs(jobs)
        let table = try Table(bytes)
        #expect(table.rows.count == jobs.count)
        #expect(String(decoding: bytes, as: UTF8.self).unicodeScalars.split(separator: "\n").count == jobs.count + 1)
        for (row, text) in zip(table.rows, HostileCorpus.texts) {
            let visible = VisibleText.clean(text)
            for column in ["id", "type", "error_class", "action_name"] {
                let cell = try #require(row[column])
                #expect(Array(cell.utf8) == Array(visible.utf8) || Array(cell.utf8) == Array("'\(visible)".utf8))
                #expect(!["=", "+", "-", "@", "\t", "\r"].contains(cell.unicodeScalars.first), "\(cell)")
            }
        }
        let tables = try Table.many(HostileCorpus.oneByOne.map { try CSVRenderer().render(Report(everywhere: $0)) })
        for (table, text) in zip(tables, HostileCorpus.oneByOne) {
            #expect(table.rows.first?["type"]?.hasSuffix(VisibleText.clean(text)) == true)
        }
    }

    @Test(arguments: ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=\u{301}", "-"])
    func `a text that a spreadsheet would calculate begins with an apostrophe`(_ text: String) throws {
        let table = try Table(try bytesOfJobs([RetryJob(id: .text(text), type: JobType(rawValue: text))]))
        #expect(table.column("id") == ["'" + VisibleText.clean(text)])
        #expect(table.column("type") == ["'" + VisibleText.clean(text)])
    }

    @Test func `a negative number begins with an apostrophe, as any cell with a sign does`() throws {
        let job = RetryJob(id: .number(.min), type: .agentReceive, action: ActionReference(id: -7, name: nil))
        let table = try Table(try bytesOfJobs([job]))
        #expect(table.column("id") == ["'-9223372036854775808"])
        #expect(table.column("action_id") == ["'-7"])
    }

    @Test func `rows end with CRLF and a cell with a comma or a quotation mark is quoted`() throws {
        let text = String(
            decoding: try bytesOfJobs([RetryJob(id: .number(1), type: JobType(rawValue: "a,\"b\"\nc"), errorClass: "")]
            ),
            as: UTF8.self
        )
        #expect(text.hasSuffix("\r\n1,\"a,\"\"b\"\" c\",\"\",,,\"\",,,,,\r\n"))
    }

    @Test func `an incomplete reading is in every row of groups and in a row of its own`() throws {
        let table = try groups(SampleReports.incomplete)
        #expect(Set(table.column("is_complete").dropLast()) == ["false"])
        #expect(Set(table.column("problem").dropLast()) == [""])
        let last = try #require(table.rows.last)
        #expect(last["problem"]?.hasPrefix("Incomplete: there may be jobs that are not in this table.") == true)
        #expect(last["count"] == "" && last["type"] == "")
        let complete = try groups(SampleReports.ordinary)
        #expect(Set(complete.column("problem")) == [""])
    }

    @Test func `an incomplete reading without jobs is not an empty table`() throws {
        let facts = SampleReports.incomplete.reading
        let jobs = try Table(try bytesOfJobs([], facts))
        #expect(jobs.rows.count == 1 && jobs.column("problem")[0].hasPrefix("Incomplete"))
        let groups = try groups(SampleReports.build([], reading: facts.reading))
        #expect(groups.rows.count == 1 && groups.column("problem")[0].hasPrefix("Incomplete"))
    }

    @Test func `jobs that could not be read are counted in a row of their own`() throws {
        var batch = JobBatch(source: BatchTexts())
        batch.append(RawJob(), index: 0, normalizer: JobNormalizer())
        var builder = ReportBuilder(now: SampleReports.now)
        builder.add(batch)
        let table = try groups(builder.finish(reading: SampleReports.ordinary.reading.reading))
        #expect(table.column("problem") == ["1 job could not be read and is not in this table."])
    }
}
