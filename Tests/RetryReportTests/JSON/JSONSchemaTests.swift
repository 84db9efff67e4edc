import Foundation
import ReportTemplates
import RetryReport
import TestSupport
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

func complaints(about documents: [String], schema: [UInt8] = ReportTemplates.reportJSONSchema) throws
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
    @Test
    func
        `every report satisfies it: empty, ordinary, incomplete, with unreadable jobs and repairs, from hostile texts`()
        throws
    {
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
        reports += HostileCorpus.oneByOne.filter { !$0.isEmpty }.map { Report(everywhere: $0) }
        let complaints = try complaints(about: reports.map(json))
        #expect(complaints == [])
    }

    @Test func `it refuses a member it does not know, a missing one, and a time in another form`() throws {
        let good = try json(SampleReports.ordinary)
        let bad = [
            good.replacingOccurrences(of: "\"version\": 2,", with: "\"version\": 2, \"more\": 1,"),
            good.replacingOccurrences(of: "\"is_complete\": true,", with: ""),
            good.replacingOccurrences(of: "\"error_class\":null", with: "\"error_class\":7"),
            good.replacingOccurrences(of: "Z\",", with: "+00:00\","),
        ]
        let complaints = try complaints(about: bad)
        for number in bad.indices { #expect(complaints.contains { $0.hasPrefix("\(number) ") }, "\(number)") }
    }

    @Test func `it describes every member that a report has`() throws {
        let schema = try JSONSerialization.jsonObject(with: Data(ReportTemplates.reportJSONSchema))
        var undescribed: [String] = []
        var open: [String] = []
        func look(_ node: Any, _ path: String) {
            guard let node = node as? [String: Any] else { return }
            if let properties = node["properties"] as? [String: [String: Any]] {
                if node["additionalProperties"] as? Bool != false { open.append(path) }
                for (name, property) in properties where property["description"] == nil && property["$ref"] == nil {
                    undescribed.append("\(path).\(name)")
                }
            }
            for (key, value) in node { look(value, path + "/" + key) }
        }
        look(schema, "")
        #expect(undescribed == [])
        #expect(open == [])
    }

    /// The objects of the schema, each with the keys that write and read it.
    private static let objects: [(path: String, keys: [String])] = [
        ("", names(Report.CodingKeys.self)),
        ("filter", names(FilterFacts.CodingKeys.self)),
        ("repairs", names(RepairCount.CodingKeys.self)),
        ("unreadable", names(UnreadableJob.CodingKeys.self)),
        ("known_action", names(ActionReference.CodingKeys.self)),
        ("action_facts", names(ActionFacts.CodingKeys.self)),
        ("story", names(StoryFacts.CodingKeys.self)),
        ("team", names(TeamFacts.CodingKeys.self)),
        ("error_class_count", names(ErrorClassCount.CodingKeys.self)),
        ("story_summary", names(StorySummary.CodingKeys.self) + names(OwnedJobs.CodingKeys.self)),
        ("team_summary", names(TeamSummary.CodingKeys.self) + names(OwnedJobs.CodingKeys.self)),
        ("dead", names(DeadJobs.CodingKeys.self)),
        ("dead.groups", names(DeadGroup.CodingKeys.self)),
        ("dead.actions", names(DeadAction.CodingKeys.self)),
        ("workers", names(WorkerStatistics.CodingKeys.self)),
        ("messages", names(ErrorMessage.CodingKeys.self)),
        ("deaths", names(DeathCounts.CodingKeys.self)),
        ("diagnostic", names(Diagnostic.CodingKeys.self)),
        ("reading", names(Reading.CodingKeys.self) + names(ReadingFacts.CodingKeys.self)),
        ("totals", names(Totals.CodingKeys.self)),
        ("type_group", names(TypeGroup.CodingKeys.self)),
        ("error_group", names(ErrorGroup.CodingKeys.self)),
        ("error_group.retries", names(RetryStatistics.CodingKeys.self)),
        ("error_group.top_actions", names(ActionCount.CodingKeys.self)),
        ("job", names(RetryJob.CodingKeys.self) + names(JobEstimateKeys.self)),
        ("action_summary", names(ActionSummary.CodingKeys.self)),
        ("action_summary.most_frequent", names(GroupName.CodingKeys.self)),
        ("error_group.change", names(GroupChange.CodingKeys.self)),
        ("changes", names(Changes.CodingKeys.self)),
        ("changes.jobs", names(JobChanges.CodingKeys.self)),
        ("changes.removals", names(JobRemoval.CodingKeys.self)),
        ("changes.groups", names(GroupComparison.CodingKeys.self)),
        ("history", names(JobCountThen.CodingKeys.self)),
        ("incident", names(Incident.CodingKeys.self)),
        ("incident.groups", names(Incident.Group.CodingKeys.self)),
        ("policy", names(PolicyFacts.CodingKeys.self)),
        ("policy.open", names(OpenJobs.CodingKeys.self)),
        ("policy_rule", names(PolicyRuleFacts.CodingKeys.self)),
        ("policy_rule.matches", names(PolicyMatch.CodingKeys.self)),
        ("policy_rule.mute", names(PolicyRule.Mute.CodingKeys.self)),
        ("policy_rule.accept", names(PolicyRule.Acceptance.CodingKeys.self)),
        ("error_group.policy", names(GroupPolicy.CodingKeys.self)),
        ("error_group.policy.rules", names(GroupPolicy.Rule.CodingKeys.self)),
        ("outcomes", names(ErrorOutcome.CodingKeys.self)),
        ("death_forecast", names(DeathForecast.CodingKeys.self)),
        ("estimate_check", names(EstimateCheck.CodingKeys.self)),
        ("calendar", names(DeathCalendar.CodingKeys.self)),
        ("calendar.days", names(DeathCalendar.Day.CodingKeys.self)),
    ]

    private static func names<Keys: CodingKey & CaseIterable>(_ keys: Keys.Type) -> [String] {
        keys.allCases.map(\.stringValue)
    }

    @Test func `its members and the keys that write and read a report are the same`() throws {
        let json = try JSONSerialization.jsonObject(with: Data(ReportTemplates.reportJSONSchema))
        let schema = try #require(json as? [String: Any])
        var found: [String: (members: Set<String>, required: Set<String>)] = [:]
        func look(_ node: [String: Any], _ path: String) {
            if let properties = node["properties"] as? [String: [String: Any]] {
                found[path] = (Set(properties.keys), Set(node["required"] as? [String] ?? []))
                for (name, property) in properties { look(property, path.isEmpty ? name : "\(path).\(name)") }
            }
            if let items = node["items"] as? [String: Any] { look(items, path) }
        }
        look(schema, "")
        for (name, definition) in schema["$defs"] as? [String: [String: Any]] ?? [:] { look(definition, name) }
        for (path, keys) in Self.objects {
            let object = try #require(found[path], "\(path)")
            #expect(object.members == Set(keys), "\(path)")
            #expect(object.required == Set(keys), "\(path)")
        }
        let others = Set(found.keys).subtracting(Self.objects.map(\.path)).sorted()
        #expect(others == [])
    }
}
