import RetryJobs
import Testing

@testable import RetryReport

@Suite("The first sentence") struct HeadlineTests: ViewTests {
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
        #expect(
            text(ReportView(report([late])), "headline.subject")
                == "1 should be dead already, no retry for 10 d 10 h, 1 retry job"
        )
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

    @Test func `the most frequent error is counted across job types`() {
        let jobs = [
            job(1, type: "T1", errorClass: "A"), job(2, type: "T2", errorClass: "A"),
            job(3, type: "T3", errorClass: "A"),
            job(4, type: "T1", errorClass: "B"), job(5, type: "T1", errorClass: "B"),
        ]
        let sentence = text(ReportView(report(jobs)), "headline.sentence")
        #expect(sentence?.contains("the most frequent error is A (3, 60 %)") == true)
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

    @Test func `a list in which nothing is retried says so first`() {
        let jobs = (0..<5).map { job($0, retries: 5, age: 3 * 86_400 + Int64($0)) }
        let view = ReportView(report(jobs))
        #expect(
            text(view, "headline.sentence")
                == "5 jobs are waiting for a retry, all with ArgumentError; no retry for 3 d.",
            "no death is promised or excluded while nothing is retried"
        )
        #expect(text(view, "headline.subject") == "no retry for 3 d, 5 retry jobs")
        #expect(
            text(view, "notes[].text")?.hasPrefix(
                "No retry for 3 d: the next retry of all 5 jobs is late."
            ) == true
        )
        // A job that waits for days between two retries is not late.
        #expect(flag(ReportView(report([job(1, retries: 24, age: 200_000)])), "hasNotes") == false)
        #expect(flag(ReportView(report([job(1)])), "hasNotes") == false)
    }
}
