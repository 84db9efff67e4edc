import RetryJobs
import Testing

@testable import RetryReport

@Suite("What templates see") struct ReportViewTests {
    private let now = Timestamp(microseconds: 1_785_067_200_000_000)

    // MARK: Names

    /// A template's names are also Mustache names, and a list element's name is not cut off by a dot in it.
    @Test func `the names of a view are letters and digits`() {
        for name in ReportView.names {
            for part in name.path.split(separator: ".") {
                let bare = part.hasSuffix("[]") ? part.dropLast(2) : part
                #expect(bare.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }, "\(name.path)")
            }
        }
    }

    @Test func `every list of the sample report has an element`() {
        let empty = ReportView.names.filter { $0.kind == .list && $0.example.hasPrefix("0 ") }
        #expect(empty.map(\.path) == [])
    }

    /// A name that is there in one report only would stop a template in the middle of another.
    @Test func `every report has the same names`() {
        let sample = Set(ReportView.names.map(\.path))
        let reports = [
            report([]), report([job(1)]), report([job(1, type: "", errorClass: nil, action: nil, retries: nil)]),
        ]
        for report in reports {
            #expect(Set(ReportView(report).names.map(\.path)).subtracting(sample) == [])
            let top = sample.filter { !$0.contains("[") }
            #expect(top.subtracting(ReportView(report).names.map(\.path)) == [])
        }
    }

    // MARK: The sentence

    @Test func `an empty list that was read completely is calm`() {
        let view = ReportView(report([]))
        #expect(text(view, "headline.sentence") == "No jobs are waiting for a retry.")
        #expect(flag(view, "headline.isCalm") == true)
    }

    @Test func `an empty list that was not read completely is not calm`() {
        let view = ReportView(report([], Reading(source: "x", isComplete: false, isVerified: false)))
        #expect(text(view, "headline.sentence")?.hasPrefix("Incomplete: no job was read") == true)
        #expect(flag(view, "headline.isCalm") == false)
        #expect(text(view, "headline.subject") == "Incomplete: no retry jobs read")
    }

    /// Were the API to change its shape, a report of nothing must not look like good news.
    @Test func `jobs that could not be read keep a report from being calm`() {
        var nothing = report([])
        nothing.reading.unreadableJobs = 3
        let none = ReportView(nothing)
        #expect(text(none, "headline.sentence") == "3 jobs could not be read, and there are no others.")
        #expect(text(none, "headline.subject") == "No retry jobs, 3 unreadable")
        #expect(flag(none, "headline.isCalm") == false)
        #expect(text(none, "reading.sentence")?.contains("3 jobs could not be read") == true)
        var some = report([job(1)])
        some.reading.unreadableJobs = 1
        #expect(text(ReportView(some), "headline.sentence")?.hasSuffix(". 1 more could not be read.") == true)
        #expect(text(ReportView(some), "headline.subject")?.hasSuffix(", 1 unreadable") == true)
    }

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

    @Test func `the first words say when the reading was not complete or not verified`() {
        let incomplete = ReportView(report([job(1)], Reading(source: "x", isComplete: false, isVerified: false)))
        #expect(text(incomplete, "headline.sentence")?.hasPrefix("Incomplete: at least 1 job ") == true)
        let unconfirmed = ReportView(report([job(1)], Reading(source: "x", isComplete: true, isVerified: false)))
        #expect(text(unconfirmed, "headline.sentence")?.hasPrefix("Possibly incomplete: 1 job ") == true)
        let whole = ReportView(report([job(1)]))
        #expect(text(whole, "headline.sentence")?.hasPrefix("1 job is waiting for a retry, with ArgumentError") == true)
    }

    @Test func `the headline says how many jobs die soon`() {
        let dying = job(1, retries: 24, age: 300_000)
        #expect(text(ReportView(report([dying])), "headline.sentence")?.contains("≈ 1 dies within 24 h") == true)
        let late = job(1, retries: 24, age: 900_000)
        #expect(text(ReportView(report([late])), "headline.sentence")?.contains("; 1 should be dead already.") == true)
        #expect(text(ReportView(report([late])), "headline.subject") == "1 should be dead already, 1 retry job")
        let unknown = job(1, retries: nil, age: nil)
        #expect(text(ReportView(report([unknown])), "headline.sentence")?.contains("cannot be estimated") == true)
    }

    /// "The most frequent" would be a claim where others are as frequent.
    @Test func `no error is called the most frequent among equals`() {
        func sentence(_ classes: [String]) -> String? {
            text(ReportView(report(classes.enumerated().map { job($0, errorClass: $1) })), "headline.sentence")
        }
        func preheader(_ classes: [String]) -> String? {
            text(ReportView(report(classes.enumerated().map { job($0, errorClass: $1) })), "headline.preheader")
        }
        #expect(sentence(["A", "B"])?.contains("; the 2 most frequent errors have 1 job each, one is A; ") == true)
        #expect(sentence(["A", "A", "B", "B", "C"])?.contains("the 2 most frequent errors have 2 jobs each") == true)
        #expect(sentence(["A", "A", "B", "C"])?.contains("; the most frequent error is A (2, 50 %); ") == true)
        #expect(preheader(["A"])?.hasPrefix("All with A; ") == true)
        #expect(preheader(["A", "B"])?.hasPrefix("2 errors with 1 job each, one is A; ") == true)
        #expect(preheader(["A", "A", "B"])?.hasPrefix("Most frequent: A, 66.7 % of all; ") == true)
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

    @Test func `the advice says mostly only of several error classes`() {
        let one = [job(1, errorClass: "A"), job(2, errorClass: "A")]
        #expect(text(ReportView(report(one)), "openFirst.with") == "with")
        #expect(text(ReportView(report(one + [job(3, errorClass: "B")])), "openFirst.with") == "mostly with")
    }

    @Test func `the figures are there in rows of four as well`() {
        let names = ReportView.names.map(\.path)
        #expect(names.contains("figureRows[].figures[].value"))
        #expect(ReportView.names.first { $0.path == "figureRows" }?.example == "2 elements")
        #expect(ReportView.names.first { $0.path == "figureRows[].figures" }?.example == "4 elements")
    }

    /// What wraps in a narrow column must not leave a number alone.
    @Test func `units stay on the line of their numbers where that is asked for`() {
        let jobs = (1...40).map { job($0, retries: $0 % 25, age: Int64($0) * 4_000) }
        let joined = ReportView(report(jobs), detail: ReportDetail(joinsUnits: true)).names
        let plain = ReportView(report(jobs)).names
        for (joined, plain) in zip(joined, plain) where !plain.path.hasPrefix("headline.") {
            #expect(joined.example.replacing("\u{a0}", with: " ") == plain.example)
            if joined.path.hasSuffix(".relative") || joined.path.hasSuffix("dies.words") {
                #expect(joined.example.firstMatch(of: /[0-9≈][ ]/) == nil, "\(joined)")
            }
            #expect(!plain.example.contains("\u{a0}"), "\(plain)")
        }
    }

    /// The sample of the API's documentation: a retry that was years ago is not new.
    @Test func `a job whose retry is years ago is not new`() {
        #expect(text(ReportView(report([job(1, retries: 1, age: 200_000_000)])), "totals.newToday") == "0")
        #expect(text(ReportView(report([job(1, retries: 1, age: 10)])), "totals.newToday") == "1")
    }

    // MARK: Claims

    @Test func `the most frequent error is counted across job types`() {
        let jobs = [
            job(1, type: "T1", errorClass: "A"), job(2, type: "T2", errorClass: "A"),
            job(3, type: "T3", errorClass: "A"),
            job(4, type: "T1", errorClass: "B"), job(5, type: "T1", errorClass: "B"),
        ]
        let sentence = text(ReportView(report(jobs)), "headline.sentence")
        #expect(sentence?.contains("the most frequent error is A (3, 60 %)") == true)
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

    @Test func `an incomplete report never reassures`() {
        for isComplete in [false, true] {
            let reading = Reading(source: "x", isComplete: isComplete, isVerified: false)
            for jobs in [[job(1)], [job(1, retries: 24, age: 300_000)], [job(1, retries: nil, age: nil)]] {
                let view = ReportView(report(jobs, reading))
                for name in view.names where name.kind == .text {
                    let words = name.example.split { !$0.isLetter }.map { $0.lowercased() }
                    #expect(!words.contains("none"), "\(name)")
                }
                guard case .list(let figures)? = view.values["figures"] else {
                    Issue.record("there are no figures")
                    return
                }
                for place in 0..<figures.count {
                    guard !isComplete else { continue }
                    if case .text(let note)? = figures[place]["note"] {
                        #expect(note.hasPrefix("of those read"), "\(note)")
                    }
                    guard case .text(let label)? = figures[place]["label"] else { continue }
                    #expect(label.hasSuffix(", at least"), "\(label)")
                }
            }
        }
    }

    @Test func `a tenant whose clock is ahead has no event in the future`() {
        let view = ReportView(report([job(1, retries: 2, age: -3_600), job(2, retries: 2, age: -3_602)]))
        #expect(text(view, "groups[].newestLastRetry.relative") == "just now")
        #expect(text(view, "groups[].oldestLastRetry.relative") == "just now")
        #expect(text(view, "groups[].failingSince.relative") == "≈ just now")
        #expect(text(view, "groups[].failingSince.age") == "≈ 0 s")
        #expect(text(view, "notes[].text")?.hasPrefix("The tenant's clock is ahead of this one by about 1 h") == true)
    }

    @Test func `a list in which nothing is retried says so first`() {
        let jobs = (0..<5).map { job($0, retries: 5, age: 3 * 86_400 + Int64($0)) }
        #expect(
            text(ReportView(report(jobs)), "notes[].text")?.hasPrefix(
                "No retry for 3 d: the next retry of all 5 jobs is late."
            ) == true
        )
        // A job that waits for days between two retries is not late.
        #expect(flag(ReportView(report([job(1, retries: 24, age: 200_000)])), "hasNotes") == false)
        #expect(flag(ReportView(report([job(1)])), "hasNotes") == false)
    }

    @Test func `a job that was never retried failed just now`() {
        let view = ReportView(report([job(1, retries: 0, age: nil)]))
        #expect(text(view, "groups[].jobs[].dies.relative") == "in ≈ 20 d 9 h")
        #expect(text(view, "groups[].jobs[].nextRetry.relative") == "in ≈ 15 s")
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

    // MARK: Detail

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
        #expect(text(view, "jobs.shown") == "5,000")
        #expect(
            text(view, "omitted.sentence")
                == "Not shown here: 1,000 jobs of the groups shown and 100 small groups with 1,199 jobs, of which "
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

    @Test func `the jobs of a page are divided evenly among its groups`() {
        #expect(ReportDetail.page.jobsPerGroup(of: 200) == 25)
        #expect(ReportDetail.page.jobsPerGroup(of: 500) == 10)
        #expect(ReportDetail(maxJobs: 3).jobsPerGroup(of: 500) == 1)
        #expect(ReportDetail(maxJobs: 0).jobsPerGroup(of: 5) == 0)
        #expect(ReportDetail(jobsPerGroup: 4, maxJobs: 100).jobsPerGroup(of: 2) == 4)
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

    @Test func `anchors and links are made without text of the tenant`() {
        let view = ReportView(report([job(1, type: "\" onclick=\"", errorClass: "#x")]))
        for name in view.names where name.path.hasSuffix("href") || name.path.hasSuffix("nchor") {
            let isMadeOfPlaces = name.example.wholeMatch(of: /#?(groups|group-\d+(-jobs)?|type-\d+-small)/) != nil
            #expect(name.example.isEmpty || isMadeOfPlaces, "\(name.path): \(name.example)")
        }
    }

    // MARK: Building

    private func report(
        _ jobs: [RetryJob],
        _ reading: Reading = Reading(source: "x", isComplete: true, isVerified: true)
    ) -> Report {
        var builder = ReportBuilder(now: now)
        for job in jobs { builder.add(job) }
        return builder.finish(reading: reading)
    }

    private func job(
        _ id: Int,
        type: String = "AgentReceiveJob",
        errorClass: String? = "ArgumentError",
        action: Int64? = 7,
        retries: Int? = 5,
        age: Int64? = 60
    ) -> RetryJob {
        RetryJob(
            id: .number(Int64(id)),
            type: JobType(rawValue: type),
            action: action.map { ActionReference(id: $0, name: "Action \($0)") },
            retryCount: retries,
            lastRetry: age.map { now.advanced(bySeconds: -$0) },
            errorClass: errorClass
        )
    }

    /// The names of the error classes in a list under a dotted path.
    private func names(_ view: ReportView, _ path: String) -> [String] {
        var object = view.values
        var found: ViewList?
        for name in path.split(separator: ".") {
            switch object[String(name)] {
            case .object(let inner)?: object = inner
            case .list(let list)?: found = list
            default: return []
            }
        }
        return (0..<(found?.count ?? 0)).compactMap { place in
            guard case .object(let errorClass)? = found?[place]["errorClass"],
                case .text(let name)? = errorClass["name"]
            else { return nil }
            return name
        }
    }

    private func text(_ view: ReportView, _ path: String) -> String? {
        view.names.first { $0.path == path && $0.kind == .text }?.example
    }

    private func flag(_ view: ReportView, _ path: String) -> Bool? {
        view.names.first { $0.path == path && $0.kind == .flag }.map { $0.example == "true" }
    }
}
