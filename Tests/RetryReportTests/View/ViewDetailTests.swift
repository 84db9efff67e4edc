import RetryJobs
import Testing

@testable import RetryReport

@Suite("How much a view shows") struct ViewDetailTests: ViewTests {
    @Test func `only the group of the advice is unfolded`() {
        let soon = job(0, errorClass: "Soon", action: 1, retries: 24, age: 300_000)
        let many = (1..<9).map { job($0, errorClass: "Many", action: 2, retries: 5) }
        let others = (9..<12).map { job($0, errorClass: "Others", action: 3, retries: 4) }
        guard case .list(let groups)? = ReportView(report([soon] + many + others)).values["groups"] else {
            Issue.record("there is no list of groups")
            return
        }
        let advised = (0..<groups.count).map { place in
            if case .flag(let isAdvised)? = groups[place]["isAdvised"] { isAdvised } else { false }
        }
        #expect(advised == [false, false, true])
    }

    @Test func `a view says what it leaves out`() {
        let jobs = (0..<40).map { job($0, errorClass: "E\($0 % 4)", action: Int64($0 % 8)) }
        let detail = ReportDetail(maxGroups: 3, maxActions: 2, jobsPerGroup: 0, fullReport: "the attached report")
        let view = ReportView(report(jobs), detail: detail)
        #expect(
            text(view, "omitted.sentence")
                == "Not shown here: the lists of jobs, 6 more actions and 1 small group with 10 jobs, "
                + "none of which should die within 7 days. See the attached report."
        )
        #expect(text(view, "jobs.notShown") == "40")
        #expect(flag(ReportView(report(jobs)), "omitted.hasAny") == false)
    }

    @Test func `a page of many groups is bounded and says so`() {
        // In the last group a job dies soon, so that what dies next is not shown.
        let jobs = (0..<600 * 12).filter { $0 != 599 }.map { number in
            let group = number % 600
            return job(number, errorClass: "E\(1000 + group)", action: nil, retries: group == 599 ? 24 : 3)
        }
        let view = ReportView(report(jobs), detail: .page)
        #expect(view.names.first { $0.path == "groups" }?.example == "500 elements")
        #expect(text(view, "jobs.shown") == "720")
        #expect(
            text(view, "omitted.sentence")
                == "Not shown here: 5,280 jobs of the groups shown and 100 small groups with 1,199 jobs, of which "
                + "≈ 11 die within 7 days. See the JSON report."
        )
        #expect(text(view, "dies.errorClass.name") == "E1599")
        #expect(text(view, "dies.href") == "#groups")
        #expect(flag(ReportView(report(Array(jobs.prefix(6000))), detail: .full), "omitted.hasAny") == false)
    }

    @Test func `a mail begins with the groups that die soon and leaves out none of them`() {
        // The sixteenth group and the one after it are too small for a mail, and their jobs die within 24 hours.
        var jobs: [RetryJob] = []
        for group in 0..<20 {
            let isDying = group == 16 || group == 17
            for _ in 0..<(40 - group) {
                let (retries, age): (Int, Int64) = isDying ? (24, 300_000) : (3, 60)
                jobs.append(job(jobs.count, errorClass: "E\(100 + group)", retries: retries, age: age))
            }
        }
        let view = ReportView(report(jobs), detail: ReportDetail.mailSteps()[0])
        #expect(names(view, "groups").prefix(3) == ["E116", "E117", "E100"])
        #expect(names(view, "groups").count == 12)
        #expect(
            text(view, "omitted.sentence")?.contains(
                "8 small groups with 208 jobs, none of which should die within 7\u{a0}days."
            ) == true
        )
        let least = ReportView(report(jobs), detail: ReportDetail.mailSteps().last ?? .full)
        #expect(text(least, "omitted.sentence")?.contains(", of which ≈\u{a0}23 die within 24\u{a0}h") == true)
        #expect(names(view, "closest.jobs").allSatisfy { $0 == "E116" || $0 == "E117" })
        #expect(names(view, "closest.jobs").count == 10)
    }

    @Test func `the jobs that die next come before those that should be dead`() {
        let late = (0..<20).map { job($0, errorClass: "Late", retries: 24, age: 900_000) }
        let soon = [
            job(31, errorClass: "Soon", retries: 24, age: 250_000),
            job(32, errorClass: "Soon", retries: 24, age: 300_000),
        ]
        let unknown = [job(41, errorClass: "Unknown", retries: nil, age: nil)]
        let view = ReportView(report(late + soon + unknown))
        #expect(names(view, "closest.jobs") == ["Soon", "Soon"] + Array(repeating: "Late", count: 8))
        #expect(text(view, "closest.jobs[].id") == "32")
        #expect(names(ReportView(report(soon + unknown)), "closest.jobs") == ["Soon", "Soon", "Unknown"])
        #expect(flag(ReportView(report([])), "closest.hasJobs") == false)
    }

    @Test func `of groups that are equally large the one that loses a job first comes first`() {
        let view = ReportView(
            report([
                job(1, errorClass: "A", retries: nil, age: nil), job(2, errorClass: "B", retries: 3),
                job(3, errorClass: "C", retries: 24), job(4, errorClass: "D", retries: 20),
            ])
        )
        #expect(names(view, "groups") == ["C", "D", "B", "A"])
    }

    /// Reports of groups that are as large as the numbers say, and how many jobs each lists on a page.
    private func listed(_ sizes: [Int], dying: Int? = nil, _ detail: ReportDetail) -> [Int] {
        let jobs = sizes.enumerated().flatMap { group, size in
            (0..<size).map { job in
                let (retries, age): (Int, Int64) = group == dying ? (24, 300_000) : (3, 60)
                return self.job(group * 1000 + job, errorClass: "E\(100 + group)", retries: retries, age: age)
            }
        }
        guard case .list(let groups)? = ReportView(report(jobs), detail: detail).values["groups"] else { return [] }
        return (0..<groups.count).map { place in
            guard case .text(let text)? = groups[place]["jobsShown"] else { return -1 }
            return Int(text) ?? -1
        }
    }

    @Test func `the first groups of a page have half of the jobs that it lists, and the others share the rest`() {
        let sizes = (0..<60).map { 90 - $0 }
        #expect(listed(sizes, .page) == Array(repeating: 25, count: 20) + Array(repeating: 12, count: 40))
        // What the small ones don't need goes to the others.
        let small = Array(repeating: 30, count: 50) + Array(repeating: 2, count: 10)
        let more = Array(repeating: 25, count: 20) + Array(repeating: 16, count: 30) + Array(repeating: 2, count: 10)
        #expect(listed(small, .page) == more)
        #expect(
            listed(sizes, ReportDetail(maxJobs: 50)) == Array(repeating: 1, count: 50) + Array(repeating: 0, count: 10)
        )
        #expect(listed(sizes, ReportDetail(maxJobs: 0)).allSatisfy { $0 == 0 })
    }

    @Test func `a group with jobs that die within 24 hours lists as many jobs as the largest`() {
        let sizes = (0..<60).map { 90 - $0 }
        let jobs = listed(sizes, dying: 59, .page)
        #expect(jobs[59] == 25)
        #expect(jobs[18] == 25)
        #expect(jobs[19] == 12)
    }

    @Test func `groups list the same where there is room, or where a number for each is given`() {
        #expect(listed(Array(repeating: 30, count: 40), .page) == Array(repeating: 25, count: 40))
        #expect(
            listed(Array(repeating: 30, count: 60), ReportDetail(jobsPerGroup: 4, maxJobs: 1000)).allSatisfy { $0 == 4 }
        )
        #expect(listed(Array(repeating: 30, count: 60), .full).allSatisfy { $0 == 25 })
    }

    @Test func `each step of a mail shows less than the one before`() {
        let steps = ReportDetail.mailSteps()
        for (more, less) in zip(steps, steps.dropFirst()) {
            #expect(less.maxClosestJobs <= more.maxClosestJobs)
            #expect((less.maxDyingGroups ?? .max) <= (more.maxDyingGroups ?? .max))
            #expect((less.maxActions ?? .max) <= (more.maxActions ?? .max))
            #expect((less.maxGroups ?? .max) <= (more.maxGroups ?? .max))
            #expect(less.nameLength <= more.nameLength)
            #expect(less != more)
        }
    }
}
