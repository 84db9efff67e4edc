import Foundation
import RetryReport
import Testing

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
