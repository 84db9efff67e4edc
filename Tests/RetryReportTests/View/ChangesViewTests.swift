import RetryJobs
import RetryReport
import Testing

@Suite struct ChangesViewTests {
    private let now = Timestamp(microseconds: 1_785_067_200_000_000)

    private func report(
        _ jobs: JobChanges?,
        isComplete: Bool = true,
        isVerified: Bool = true,
        groups: [GroupComparison] = []
    ) -> Report {
        let waiting = (0..<20).map { RetryJob(id: .number($0), type: .agentReceive, retryCount: 3, lastRetry: now) }
        let reading = Reading(source: "test", isComplete: isComplete, isVerified: isVerified)
        var report = Report(jobs: waiting, now: now, reading: reading)
        var changes = Changes(since: jobs.map { _ in now.advanced(bySeconds: -3_600) })
        changes.jobs = jobs
        changes.groups = groups
        report.changes = changes
        return report
    }

    private func changes(died: Int?, recovered: Int?, isDeathEstimated: Bool = false) -> JobChanges {
        JobChanges(
            new: 12,
            waiting: 8,
            moved: 0,
            died: died,
            recovered: recovered,
            before: 17,
            isDeathEstimated: isDeathEstimated
        )
    }

    private func text(_ report: Report, _ object: String, _ name: String) throws -> String {
        guard case .object(let values)? = ReportView(report).values[object], case .text(let text)? = values[name] else {
            throw Missing(name: "\(object).\(name)")
        }
        return text
    }

    private struct Missing: Error {
        let name: String
    }

    @Test func `the headline says how many more jobs wait, and what became of the others`() throws {
        let sentence = try text(report(changes(died: 2, recovered: 7)), "headline", "sentence")
        #expect(sentence.hasPrefix("20 jobs are waiting for a retry, 3 more than 1 h ago"))
        #expect(sentence.hasSuffix(" Since the last complete report: 2 jobs died, 7 recovered or were removed."))
    }

    @Test func `deaths by estimate are marked`() throws {
        let report = report(changes(died: 2, recovered: 7, isDeathEstimated: true))
        let headline = try text(report, "headline", "sentence")
        #expect(headline.contains("Since the last complete report: ≈ 2 jobs died"))
        let sentence = try text(report, "changes", "sentence")
        #expect(sentence.contains("≈ 2 died"))
    }

    @Test func `nothing is said of jobs that are gone when that is not known`() throws {
        let report = report(changes(died: nil, recovered: nil), isVerified: false)
        let sentence = try text(report, "changes", "sentence")
        #expect(sentence.contains("12 jobs are new and 8 still wait."))
        #expect(sentence.contains("What became of the jobs that are gone is not known"))
        #expect(!sentence.contains("recovered or"))
        let headline = try text(report, "headline", "sentence")
        #expect(!headline.contains("died"))
    }

    @Test func `an incomplete report never says that fewer jobs wait`() throws {
        var fewer = changes(died: nil, recovered: nil)
        fewer.before = 50
        let headline = try text(report(fewer, isComplete: false, isVerified: false), "headline", "sentence")
        #expect(!headline.contains("fewer"))
        #expect(headline.hasPrefix("Incomplete: at least 20 jobs are waiting for a retry"))
    }

    @Test func `the first report says once that there is nothing to compare with`() throws {
        let sentence = try text(report(nil), "changes", "sentence")
        #expect(sentence == "There is no earlier complete report to compare with yet.")
        let headline = try text(report(nil), "headline", "sentence")
        #expect(!headline.contains("Since"))
    }

    @Test func `the headline counts groups by what happened to them`() throws {
        let name = GroupName(type: .agentReceive, errorClass: "E")
        let groups: [GroupComparison] = [
            .init(name, state: .new, before: 0, now: 4), .init(name, state: .new, before: 0, now: 4),
            .init(name, state: .steady, before: 4, now: 4), .init(name, state: .gone, before: 4, now: 0),
        ]
        let headline = try text(report(changes(died: 0, recovered: 0), groups: groups), "headline", "sentence")
        #expect(headline.hasSuffix(" Since the last complete report: 2 groups are new, 1 is gone."))
    }
}
