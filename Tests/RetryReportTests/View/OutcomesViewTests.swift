import RetryJobs
import RetryReport
import Testing

@Suite struct OutcomesViewTests {
    private let now = Timestamp(microseconds: 1_785_067_200_000_000)

    private func job(_ id: Int64, _ errorClass: String, action: Int64, retries: Int = 3) -> RetryJob {
        RetryJob(
            id: .number(id),
            type: .agentReceive,
            action: ActionReference(id: action, name: "Action \(action)"),
            retryCount: retries,
            lastRetry: now,
            errorClass: errorClass
        )
    }

    private func report(_ change: (inout Report, inout Changes) -> Void = { _, _ in }) -> Report {
        let jobs = (0..<10).map { job($0, "Old", action: 1) } + (20..<25).map { job($0, "Fresh", action: 2) }
        var report = Report(jobs: jobs, now: now)
        var changes = Changes(since: now.advanced(bySeconds: -3_600), previousRunAt: now.advanced(bySeconds: -3_600))
        changes.jobs = JobChanges(
            new: 5,
            waiting: 10,
            moved: 0,
            died: 2,
            recovered: 0,
            before: 12,
            isDeathEstimated: false
        )
        change(&report, &changes)
        report.changes = changes
        return report
    }

    private func values(_ report: Report, _ name: String) throws -> ViewObject {
        guard case .object(let object)? = ReportView(report).values[name] else { throw Missing(name: name) }
        return object
    }

    private func text(_ report: Report, _ object: String, _ name: String) throws -> String {
        guard case .text(let text)? = try values(report, object)[name] else { throw Missing(name: "\(object).\(name)") }
        return text
    }

    private struct Missing: Error {
        let name: String
    }

    private func isNew(_ report: inout Report, _ changes: inout Changes) {
        for error in report.types[0].errors.indices {
            let isNew = report.types[0].errors[error].errorClass == "Fresh"
            let group = report.types[0].errors[error]
            report.types[0].errors[error].change = GroupChange(state: isNew ? .new : .steady, before: isNew ? 0 : 10)
            changes.groups.append(
                GroupComparison(group.name, state: isNew ? .new : .steady, before: isNew ? 0 : 10, now: group.count)
            )
        }
    }

    @Test func `a subject says what changed before it says how many jobs wait`() throws {
        let subject = try text(report(isNew), "headline", "subject")
        #expect(subject == "2 died, 1 new group, 15 retry jobs, 3 more")
    }

    @Test func `the action of a new group is opened before that of a larger steady one, and the reason says so`() throws
    {
        let steady = report()
        #expect(steady.openFirst?.action.id == 1)
        let fresh = report { report, changes in
            isNew(&report, &changes)
            report.weighOpenFirst(among: report.actions)
        }
        #expect(fresh.openFirst?.action.id == 2)
        let reason = try text(fresh, "openFirst", "reason")
        #expect(reason == "5 jobs, 33.3 % of all; its error is new")
    }

    @Test func `an action whose jobs die within 24 hours stays first`() throws {
        var report = Report(
            jobs: [job(1, "Old", action: 1, retries: 24).waiting(since: now.advanced(bySeconds: -330_000))]
                + (20..<25).map { job($0, "Fresh", action: 2) },
            now: now
        )
        var changes = Changes()
        isNew(&report, &changes)
        report.weighOpenFirst(among: report.actions)
        #expect(report.openFirst?.action.id == 1)
    }

    @Test func `the last reports are a bar each, and this one is the last`() throws {
        let report = report { report, _ in
            report.history = [30, 0, 8].enumerated().map { place, jobs in
                JobCountThen(at: now.advanced(bySeconds: Int64(place - 3) * 3_600), jobs: jobs)
            }
        }
        guard case .list(let bars)? = try values(report, "changes")["history"] else { throw Missing(name: "history") }
        #expect(bars.count == 4)
        let line = try text(report, "changes", "historyLine")
        #expect(line == "█▁▃▅")
        let words = try text(report, "changes", "historyInWords")
        #expect(words == "The last 4 reports, since 3 h ago: between 0 and 30 jobs; first 30, now 15.")
    }

    @Test func `a reading that is not later than the history says why nothing is compared`() throws {
        let same = report { _, changes in
            changes = Changes()
            changes.notBefore = now
        }
        let sentenceOfSame = try text(same, "changes", "sentence")
        #expect(sentenceOfSame.hasPrefix("The history has this reading already"))
        let late = report { _, changes in
            changes = Changes()
            changes.notBefore = now.advanced(bySeconds: 86_400)
        }
        let sentence = try text(late, "changes", "sentence")
        #expect(sentence.hasPrefix("The history has a later report, of 2026-07-27T12:00:00Z,"))
    }

    @Test func `the report before is named where it was not complete`() throws {
        let report = report { _, changes in changes.previousRunAt = now.advanced(bySeconds: -600) }
        let words = try text(report, "changes", "previous")
        #expect(words == "The report before this one, of 2026-07-26T11:50:00Z (10 min ago), was not complete.")
    }

    @Test func `without estimates no figure of them is a number`() throws {
        let report = report { report, _ in
            report.estimateCheck = EstimateCheck(fits: false, delays: 80, fittingDelays: 2, deaths: 0, fittingDeaths: 0)
            report.dropEstimates()
        }
        guard case .list(let figures)? = ReportView(report).values["figures"] else { throw Missing(name: "figures") }
        var unknown: [String] = []
        for place in 0..<figures.count {
            guard case .text(let name)? = figures[place]["name"], case .text(let value)? = figures[place]["value"]
            else {
                throw Missing(name: "figure \(place)")
            }
            if value == "–" { unknown.append(name) }
        }
        #expect(
            unknown == ["newToday", "failingSince", "atLastRetries", "overdue", "dieWithin24Hours", "dieWithin7Days"]
        )
        let headline = try text(report, "headline", "sentence")
        #expect(headline.contains("when they die cannot be estimated"))
        guard case .list(let notes)? = ReportView(report).values["notes"], case .text(let note)? = notes[0]["text"]
        else {
            throw Missing(name: "notes")
        }
        #expect(
            note
                == "The estimates do not hold for this tenant, so this report has none: of 80 jobs seen before and after "
                + "a retry, 2 fit Sidekiq's schedule. The tenant may have another retry limit, or another schedule."
        )
    }

    @Test func `outcomes are shares of the jobs that are gone`() throws {
        let report = report { report, _ in
            report.outcomes = [ErrorOutcome(errorClass: "Old", recovered: 1_108, died: 96, mostWithinRetries: 4)]
        }
        guard case .list(let groups)? = ReportView(report).values["groups"],
            case .text(let words)? = groups[0]["outcome"]
        else { throw Missing(name: "outcome") }
        #expect(
            words
                == "of 1,204 earlier jobs with this error 92 % recovered or were removed, most within 4 retries, and 8 % died"
        )
        guard case .flag(let hasOutcome)? = groups[1]["hasOutcome"] else { throw Missing(name: "hasOutcome") }
        #expect(!hasOutcome)
    }

    @Test func `jobs that are missing and may be running are said to be unknown`() throws {
        let report = report { _, changes in
            changes.jobs?.unsettled = 2
            changes.jobs?.leftEarly = 1
            changes.jobs?.recovered = 4
            changes.jobs?.returned = 3
        }
        let sentence = try text(report, "changes", "sentence")
        #expect(sentence.contains("3 came back, since their retry failed"))
        #expect(sentence.contains("1 left before its retry should have been due"))
        #expect(
            sentence.hasSuffix(
                "2 more jobs are missing, and may just have been running: a later report will say what became of them."
            )
        )
    }
}

extension RetryJob {
    fileprivate func waiting(since lastRetry: Timestamp) -> RetryJob {
        var job = self
        job.lastRetry = lastRetry
        return job
    }
}
