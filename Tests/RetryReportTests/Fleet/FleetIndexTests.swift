import Foundation
import ReportTemplates
import TestSupport
import Testing

@testable import RetryReport

/// An index of reports and of tenants without one.
enum SampleIndexes {
    static func summary(_ report: Report) throws -> TenantSummary {
        try TenantSummary(report: Data(JSONRenderer().render(report)))
    }

    static func tenant(_ name: String, _ report: Report) throws -> FleetTenant {
        FleetTenant(
            name: name,
            state: .current,
            report: try summary(report),
            documents: [.init(format: "html", path: FileLink.path([name, "retry-jobs.html"]))]
        )
    }

    static func index(_ tenants: [FleetTenant], now: Timestamp = SampleReports.now) -> FleetIndex {
        FleetIndex(tenants, title: "Retry jobs", generator: "retry-report", now: now)
    }

    /// A tenant of each state, with the same text at every place that has text of others.
    static func everywhere(_ text: String) throws -> FleetIndex {
        var failed = FleetTenant(name: text, state: .failed, reason: text, exitStatus: 77, failedAt: SampleReports.now)
        failed.report = try summary(Report(everywhere: text, now: SampleReports.now))
        let tenants = [
            failed, FleetTenant(name: text, state: .missing), FleetTenant(name: text, state: .damaged, reason: text),
            try tenant(text, Report(everywhere: text, now: SampleReports.now)),
        ]
        return FleetIndex(tenants, title: text, generator: text, now: SampleReports.now)
    }
}

@Suite("An index of tenants") struct FleetIndexTests {
    @Test("what has no current report comes first, then incomplete reports, then by deaths, jobs and name") func order()
        throws
    {
        func jobs(_ count: Int, retries: Int = 3) -> [RetryJob] {
            (0..<count).map { number in
                RetryJob(
                    id: .number(Int64(number)),
                    type: .agentReceive,
                    retryCount: retries,
                    lastRetry: SampleReports.now.advanced(bySeconds: -60)
                )
            }
        }
        let incomplete = Reading(source: "x", isComplete: false)
        let index = SampleIndexes.index([
            try SampleIndexes.tenant("b", SampleReports.build(jobs(5))),
            try SampleIndexes.tenant("a", SampleReports.build(jobs(5))),
            try SampleIndexes.tenant("large", SampleReports.build(jobs(90))),
            try SampleIndexes.tenant("none", SampleReports.empty),
            try SampleIndexes.tenant("part", SampleReports.build([], reading: incomplete)),
            FleetTenant(name: "missing", state: .missing),
            FleetTenant(name: "failed", state: .failed, reason: "why"),
            try SampleIndexes.tenant("late", SampleReports.build(jobs(1, retries: 30))),
        ])
        #expect(
            index.tenants.map(\.name) == ["failed", "missing", "part", "late", "large", "a", "b", "none"]
        )
        let totals = index.totals
        #expect(totals.jobs == 101)
        #expect(totals.notCurrent == 2)
        #expect(totals.incomplete == 1)
    }

    @Test("a report that is older than it should be does not count, and is named with its age") func old() throws {
        let tenant = try SampleIndexes.tenant("a", SampleReports.ordinary)
        let day = SampleReports.now.advanced(bySeconds: 3 * 86_400)
        let index = SampleIndexes.index([tenant], now: day)
        #expect(index.tenants.map(\.state) == [.old])
        #expect(index.totals.jobs == 0)
        let sentence = FleetView(index).values.words(at: "headline.sentence")
        #expect(sentence.hasPrefix("No tenant has a current report"))
        let row = FleetView(index).values.list("tenants")[0]
        #expect(row.words(at: "reason").contains("The last report is 3 d old"))
    }

    @Test("'none' is said only when every tenant was read completely and verified") func calm() throws {
        let calm = SampleIndexes.index([try SampleIndexes.tenant("a", SampleReports.empty)])
        #expect(FleetView(calm).values.words(at: "headline.sentence") == "No jobs are waiting for a retry in 1 tenant.")
        let unverified = Reading(source: "x", isComplete: true, isVerified: false)
        let doubtful = SampleIndexes.index([
            try SampleIndexes.tenant("a", SampleReports.build([], reading: unverified))
        ])
        #expect(!FleetView(doubtful).values.words(at: "headline.sentence").contains("No jobs are waiting"))
        let lost = SampleIndexes.index([
            try SampleIndexes.tenant("a", SampleReports.ordinary),
            FleetTenant(name: "b", state: .failed, reason: "why"),
        ])
        #expect(FleetView(lost).values.words(at: "headline.sentence").contains("At least"))
    }

    @Test("the JSON satisfies its schema, with hostile texts too, and refuses what it does not know") func schema()
        throws
    {
        var documents = try HostileCorpus.oneByOne.filter { !$0.isEmpty }.map { text in
            String(decoding: try SampleIndexes.everywhere(text).json(), as: UTF8.self)
        }
        let sample = SampleIndexes.index([try SampleIndexes.tenant("a", .sample)], now: Report.sample.generatedAt)
        let good = String(decoding: try sample.json(), as: UTF8.self)
        documents.append(good)
        let complaints = try complaints(about: documents, schema: ReportTemplates.indexJSONSchema)
        #expect(complaints == [])
        let bad = good.replacing("\"version\": 1,", with: "\"version\": 1, \"more\": 1,")
        let refused = try RetryReportTests.complaints(about: [bad], schema: ReportTemplates.indexJSONSchema)
        #expect(!refused.isEmpty)
    }

    @Test("the schema has the members that are written, and no others") func members() throws {
        let schema = try JSONSerialization.jsonObject(with: Data(ReportTemplates.indexJSONSchema)) as? [String: Any]
        let parts = schema?["$defs"] as? [String: [String: Any]] ?? [:]
        func names<Keys: CodingKey & CaseIterable>(_ keys: Keys.Type) -> Set<String> {
            Set(keys.allCases.map(\.stringValue))
        }
        func properties(_ part: [String: Any]?) -> Set<String> {
            Set((part?["properties"] as? [String: Any] ?? [:]).keys)
        }
        #expect(properties(schema) == names(FleetIndex.CodingKeys.self))
        #expect(properties(parts["index_totals"]) == names(FleetTotals.CodingKeys.self))
        #expect(properties(parts["tenant"]) == names(FleetTenant.CodingKeys.self))
        #expect(properties(parts["document"]) == names(FleetTenant.Document.CodingKeys.self))
        #expect(properties(parts["summary"]) == names(TenantSummary.CodingKeys.self))
        #expect(properties(parts["dead"]) == names(TenantSummary.Dead.CodingKeys.self))
        #expect(properties(parts["changes"]) == names(TenantSummary.Changes.CodingKeys.self))
        #expect(properties(parts["open_first"]) == names(TenantSummary.OpenFirst.CodingKeys.self))
    }

    @Test("the Markdown template names what there is, and hostile names stay text") func markdown() throws {
        let sample = SampleIndexes.index([try SampleIndexes.tenant("a", .sample)], now: Report.sample.generatedAt)
        let template = String(decoding: ReportTemplates.indexMarkdown, as: UTF8.self)
        let check = MarkdownCheck(template, template: "index.md.mustache", view: FleetView(sample).values)
        #expect(check.faults.map(\.description) == [])
        let text = String(decoding: try SampleIndexes.everywhere("a | b\n# c <b>").markdown(), as: UTF8.self)
        #expect(!text.contains("\n# c"))
        #expect(!text.contains("<b>"))
    }

    @Test("a summary has what the report says, and a policy's muted groups are no news") func summary() throws {
        let report = Report.sample
        let summary = try SampleIndexes.summary(report)
        #expect(summary.jobs == report.totals.jobs)
        #expect(summary.openJobs == report.open.jobs)
        #expect(summary.deaths == report.open.deaths)
        #expect(summary.dead?.count == report.dead?.count)
        #expect(summary.openFirst?.action == report.openFirst?.action)
        let groups = report.openChanges?.groups.count { $0.state == .growing }
        #expect(summary.changes?.growingGroups == groups)
        #expect(summary.changes?.new == report.openChanges?.jobs?.new)
    }

    @Test("the summary of a report in memory is that of its JSON") func summaryInMemory() throws {
        let incomplete = Reading(source: "x", isComplete: false)
        var reports = [
            Report.sample, SampleReports.ordinary, SampleReports.empty, SampleReports.build([], reading: incomplete),
        ]
        reports += HostileCorpus.oneByOne.filter { !$0.isEmpty }.map {
            Report(everywhere: $0, now: SampleReports.now)
        }
        for report in reports {
            let read = try SampleIndexes.summary(report)
            #expect(TenantSummary(report) == read)
        }
    }

    @Test("a path to a file can't name a scheme, leave the folder or end a link") func paths() {
        let hostile = ["javascript:x", "..", "a/b", "\"><b>", "x)", "a b", "ä", ".hidden", "\n", "%2e"]
        for name in hostile {
            let path = FileLink.path([name, "r.html"])
            #expect(FileLink.isPath(path), "\(path)")
            #expect(!path.contains(":") && path.split(separator: "/").count == 2, "\(path)")
        }
        for text in ["", "/a", "a//b", "../a", "a/../b", "https://a", "a:b", "#a", "a b", "a)"] {
            #expect(!FileLink.isPath(text), "\(text)")
        }
    }
}
