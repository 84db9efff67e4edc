import Foundation
import ReportTemplates
import RetryReport
import Testing

/// Python's jsonschema: reads `{"schema": …, "documents": [text, …]}` and prints a complaint a line.
private let validator = ExternalTool(
    command: [
        "python3", "-c",
        """
        import json, sys
        from jsonschema import Draft202012Validator
        given = json.load(sys.stdin)
        Draft202012Validator.check_schema(given["schema"])
        validator = Draft202012Validator(given["schema"])
        for number, document in enumerate(given["documents"]):
            for fault in validator.iter_errors(json.loads(document)):
                print(number, fault.json_path, fault.message[:200])
        """,
    ],
    hint: "install jsonschema for Python 3 (pip install jsonschema, or apt-get install python3-jsonschema)"
)

private func complaints(about documents: [String], schema: [UInt8] = ReportTemplates.reportJSONSchema) throws
    -> [String]
{
    let schema = try JSONSerialization.jsonObject(with: Data(schema))
    let input = try JSONSerialization.data(withJSONObject: ["schema": schema, "documents": documents])
    return String(decoding: try validator.run(Array(input)), as: UTF8.self).split(separator: "\n").map(String.init)
}

private func json(_ report: Report) throws -> String {
    String(decoding: try JSONRenderer().render(report), as: UTF8.self)
}

@Suite("The JSON Schema") struct JSONSchemaTests {
    @Test(
        "every report satisfies it: empty, ordinary, incomplete, with unreadable jobs and repairs, from hostile texts"
    )
    func reports() throws {
        var builder = ReportBuilder(now: SampleReports.now, limits: ReportLimits(topActions: 1, jobsPerGroup: 1))
        builder.add(JobBatch(jobs: SampleReports.varied))
        var batch = JobBatch(source: BatchTexts())
        var raw = RawJob()
        batch.append(raw, index: 0, normalizer: JobNormalizer())
        raw.id = .string("77")
        raw.retryCount = .string("3")
        batch.append(raw, index: 1, normalizer: JobNormalizer())
        batch.number(2)
        builder.add(batch)
        var reports = [
            SampleReports.empty, SampleReports.ordinary, SampleReports.incomplete,
            builder.finish(reading: Reading(source: "jobs", isComplete: true, isVerified: true)),
            SampleReports.build([
                RetryJob(id: .number(1), type: .agentReceive, retryCount: 20, lastRetry: Timestamp(microseconds: 0)),
                RetryJob(id: .number(2), type: .agentReceive, retryCount: 0, lastRetry: Timestamp.latest),
            ]),
        ]
        reports += HostileCorpus.texts.filter { !$0.isEmpty }.map(SampleReports.report(everywhere:))
        #expect(try complaints(about: reports.map(json)) == [])
    }

    @Test("it refuses a member it does not know, a missing one, and a time in another form")
    func strictness() throws {
        let good = try json(SampleReports.ordinary)
        let bad = [
            good.replacingOccurrences(of: "\"version\": 1,", with: "\"version\": 1, \"more\": 1,"),
            good.replacingOccurrences(of: "\"is_complete\": true,", with: ""),
            good.replacingOccurrences(of: "\"error_class\":null", with: "\"error_class\":7"),
            good.replacingOccurrences(of: "Z\",", with: "+00:00\","),
        ]
        let complaints = try complaints(about: bad)
        for number in bad.indices { #expect(complaints.contains { $0.hasPrefix("\(number) ") }, "\(number)") }
    }

    @Test("it describes every member that a report has")
    func descriptions() throws {
        let schema = try JSONSerialization.jsonObject(with: Data(ReportTemplates.reportJSONSchema))
        var missing: [String] = []
        func look(_ node: Any, _ path: String) {
            guard let node = node as? [String: Any] else { return }
            if let properties = node["properties"] as? [String: [String: Any]] {
                #expect(node["additionalProperties"] as? Bool == false, "\(path)")
                for (name, property) in properties where property["description"] == nil && property["$ref"] == nil {
                    missing.append("\(path).\(name)")
                }
            }
            for (key, value) in node { look(value, path + "/" + key) }
        }
        look(schema, "")
        #expect(missing == [])
    }
}
