import RetryJobs
import Testing

@testable import RetryReport

@Suite("The words about jobs and groups") struct FiguresOfAViewTests: ViewTests {
    @Test func `the action of a job has the name that another job gives it`() {
        var named = job(1, action: 7)
        named.action?.name = "Create ticket"
        var unnamed = job(2, errorClass: "B", action: 7, retries: 24)
        unnamed.action?.name = nil
        guard case .list(let groups)? = ReportView(report([named, unnamed])).values["groups"] else {
            Issue.record("there is no list of groups")
            return
        }
        for place in 0..<groups.count {
            guard case .list(let jobs)? = groups[place]["jobs"], case .object(let action)? = jobs[0]["action"],
                case .text(let name)? = action["name"]
            else {
                Issue.record("group \(place) lists no job with an action")
                continue
            }
            #expect(name == "Create ticket")
        }
        #expect(text(ReportView(report([named, unnamed])), "dies.action.name") == "Create ticket")
    }

    @Test func `the oldest retry of a group is shown only when it is not the newest`() {
        func isSaid(_ ages: [Int64?]) -> Bool? {
            flag(ReportView(report(ages.enumerated().map { job($0, age: $1) })), "groups[].hasOlderLastRetry")
        }
        #expect(isSaid([60]) == false)
        #expect(isSaid([60, 60]) == false)
        // A second more is the same in words.
        #expect(isSaid([7_260, 7_261]) == false)
        #expect(isSaid([60, 7_200]) == true)
        #expect(isSaid([nil]) == false)
        #expect(isSaid([nil, 60]) == false)
    }

    @Test func `the advice says mostly only of several error classes`() {
        let one = [job(1, errorClass: "A"), job(2, errorClass: "A")]
        #expect(text(ReportView(report(one)), "openFirst.with") == "with")
        #expect(text(ReportView(report(one + [job(3, errorClass: "B")])), "openFirst.with") == "mostly with")
    }

    /// The sample of the API's documentation: a retry that was years ago is not new.
    @Test func `a job whose retry is years ago is not new`() {
        #expect(text(ReportView(report([job(1, retries: 1, age: 200_000_000)])), "totals.newToday") == "0")
        #expect(text(ReportView(report([job(1, retries: 1, age: 10)])), "totals.newToday") == "1")
    }

    @Test func `jobs that should be dead already are in no other number of deaths`() {
        let late = (0..<4).map { job($0, retries: 24, age: 2_700_000) }
        let view = ReportView(report(late + [job(9, retries: 24, age: 313_791)]))
        #expect(
            text(view, "headline.sentence")?.contains("≈ 1 dies within 24 h, in ≈ 5 h; 4 should be dead already.")
                == true
        )
        #expect(text(view, "headline.subject") == "1 dies within 24 h, 4 should be dead already, 5 retry jobs")
        #expect(text(view, "totals.dieWithin24Hours") == "1")
        #expect(text(view, "groups[].dies.words") == "≈ 1 in 24 h; 4 should be dead already")
        #expect(text(view, "notes[].text")?.contains("the estimates do not fit this tenant") == true)
    }

    @Test func `a tenant whose clock is ahead has no event in the future`() {
        let view = ReportView(report([job(1, retries: 2, age: -3_600), job(2, retries: 2, age: -3_602)]))
        #expect(text(view, "groups[].newestLastRetry.relative") == "just now")
        #expect(text(view, "groups[].oldestLastRetry.relative") == "just now")
        #expect(text(view, "groups[].failingSince.relative") == "≈ just now")
        #expect(text(view, "groups[].failingSince.age") == "≈ 0 s")
        #expect(text(view, "notes[].text")?.hasPrefix("The tenant's clock is ahead of this one by about 1 h") == true)
    }

    @Test func `a job that was never retried failed just now`() {
        let view = ReportView(report([job(1, retries: 0, age: nil)]))
        #expect(text(view, "groups[].jobs[].dies.relative") == "in ≈ 20 d 9 h")
        #expect(text(view, "groups[].jobs[].nextRetry.relative") == "in ≈ 15 s")
        #expect(text(view, "totals.newToday") == "1")
    }

    /// It may have failed at any moment since the last retry, so it is not known to be new.
    @Test func `a job that was never retried is not placed at now where retries have stopped`() {
        let stopped = (0..<3).map { job($0, retries: 5, age: 3 * 86_400) }
        let unretried = job(9, errorClass: "Other", retries: 0, age: nil)
        let report = report(stopped + [unretried])
        #expect(report.totals.lateRetries == 3)
        #expect(text(ReportView(report), "totals.newToday") == "0")
        #expect(report.groups.map(\.failingSince) == [report.totals.failingSince, nil])
        #expect(report.schedule.nextRetry(of: unretried) == .unknown)
        let earliest = report.schedule.death(of: unretried).earliest
        #expect(earliest == report.schedule.death(retryCount: 0, lastRetry: stopped[0].lastRetry).earliest)
    }

    @Test func `a figure of 0 is not worded like a figure of all`() {
        let view = ReportView(report([job(1, errorClass: nil, action: nil)]))
        guard case .list(let figures)? = view.values["figures"] else {
            Issue.record("there are no figures")
            return
        }
        func note(_ place: Int) -> String? {
            if case .text(let text)? = figures[place]["note"] { text } else { nil }
        }
        #expect(note(0) == "no error class, 1 job type")
        #expect(note(1) == "no job names an action")
    }

    @Test func `each job is in one figure of deaths`() {
        let jobs =
            (0..<4).map { job($0, retries: 24, age: 2_700_000) } + (4..<6).map { job($0, retries: 24, age: 300_000) }
            + (6..<13).map { job($0, retries: 24, age: 60) }
        let view = ReportView(report(jobs))
        #expect(text(view, "groups[].dies.words") == "≈ 2 in 24 h, 7 more in 7 d; 4 should be dead already")
        #expect(
            text(view, "openFirst.reason")
                == "13 jobs; ≈ 2 die within 24 h, 7 more within 7 days; 4 should be dead already"
        )
        guard case .list(let figures)? = view.values["figures"] else {
            Issue.record("there are no figures")
            return
        }
        let deaths = (0..<figures.count).map { figures[$0] }.compactMap { figure in
            if case .text(let value)? = figure["value"], case .text(let label)? = figure["label"] {
                "\(value) \(label)"
            } else {
                nil
            }
        }
        .suffix(3)
        #expect(deaths == ["4 should be dead already", "2 die within 24 h", "7 more die within 7 days"])
    }
}
