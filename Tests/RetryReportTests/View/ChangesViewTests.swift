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

    @Test func `what died is said once, by the comparison where there is one`() throws {
        var dead = DeadList()
        let job = RetryJob(id: 900, type: .agentReceive, lastRetry: now.advanced(bySeconds: -7_200))
        dead.add([job, RetryJob(id: 901, type: .agentReceive, lastRetry: now.advanced(bySeconds: -60))])
        dead.isComplete = true
        var compared = report(changes(died: 1, recovered: 7))
        compared.dead = dead.finish(now: now, topActions: 3)
        let sentence = try text(compared, "headline", "sentence")
        #expect(sentence.contains("1 job died, 7 recovered") && !sentence.contains("in the last 24 h"))
        let subject = try text(compared, "headline", "subject")
        #expect(subject == "1 died, 20 retry jobs, 3 more")
        var unverified = report(changes(died: nil, recovered: nil), isVerified: false)
        unverified.dead = compared.dead
        let lately = try text(unverified, "headline", "sentence")
        #expect(lately.contains("2 died in the last 24 h"))
    }

    @Test func `the audit log's removals are said, and that it does not say which jobs`() throws {
        var report = report(changes(died: 0, recovered: 7))
        let none = try text(report, "changes", "removals")
        #expect(none == "")
        let at = now.advanced(bySeconds: -1_200)
        report.changes?.removals = [JobRemoval(at: at, operation: "JobsRetryingDeletion", user: "Ada Example")]
        let once = try text(report, "changes", "removals")
        #expect(
            once == "The tenant's audit log has a removal of jobs since then: JobsRetryingDeletion by Ada Example at "
                + "\(at.iso8601) (20 min ago). It does not say which jobs."
        )
        let unnamed = JobRemoval(at: at, operation: "StoryJobsClearance", user: nil)
        report.changes?.removals = Array(repeating: unnamed, count: 5)
        let often = try text(report, "changes", "removals")
        #expect(
            often.hasPrefix(
                "The tenant's audit log has at least 5 removals of jobs since then, the newest StoryJobsClearance by "
                    + "an unnamed user at "
            )
        )
    }

    @Test func `a note that is too long for a mail ends after a word`() throws {
        var report = report(changes(died: 0, recovered: 7))
        let start = String(repeating: "word ", count: 80)
        report.reading.notes = ["\(start)end", String(repeating: "x", count: 500), "A short note."]
        let detail = try #require(ReportDetail.mailSteps().first)
        guard case .list(let notes)? = ReportView(report, detail: detail).values["notes"] else {
            throw Missing(name: "notes")
        }
        let texts = (0..<notes.count).compactMap { place in
            if case .text(let text)? = notes[place]["text"] { text } else { nil }
        }
        #expect(texts.count == 3)
        #expect(texts[0] == String(repeating: "word ", count: 47) + "word…")
        #expect(texts[1] == String(repeating: "x", count: 240) + "…")
        #expect(texts[2] == "A short note.")
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
