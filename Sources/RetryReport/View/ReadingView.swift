/// How the set was read: whether the report can vouch for the whole, what was mended, and what made the report.
struct ReadingView {
    private let context: ViewContext
    private let facts: ReadingFacts

    init(_ context: ViewContext) {
        self.context = context
        facts = context.report.reading
    }

    private var reading: Reading { facts.reading }

    /// So many problems stand where a report begins; a tenant that fails page after page must not fill the first
    /// screen with that.
    private static let firstProblems = 3

    var values: ViewObject {
        let report = context.report
        let names = context.names
        let unreadableLeft = max(0, facts.unreadableJobs - report.unreadable.count)
        return [
            "reading": .object([
                "sentence": .text(sentence),
                "isComplete": .flag(reading.isComplete),
                "isVerified": .flag(reading.isVerified),
                "isWhole": .flag(reading.isComplete && reading.isVerified),
                "problems": .list(
                    ViewList(reading.problems.map { ["text": .text(names.clipped($0.description).text)] })
                ),
                "hasProblems": .flag(!reading.problems.isEmpty),
                "firstProblems": .list(
                    ViewList(
                        reading.problems.prefix(Self.firstProblems).map {
                            ["text": .text(names.clipped($0.description).text)]
                        }
                    )
                ),
                "moreProblems": .text(
                    NumberWords.counted(max(0, reading.problems.count - Self.firstProblems), "more problem")
                ),
                "hasMoreProblems": .flag(reading.problems.count > Self.firstProblems),
                "facts": .list(ViewList(list)),
            ]),
            "repairs": .list(
                ViewList(
                    report.repairs.map { repair in
                        [
                            "code": .text(repair.repair.rawValue),
                            "explanation": .text(repair.repair.explanation),
                            "count": .text(NumberWords.grouped(repair.count)),
                            "countInWords": .text(NumberWords.counted(repair.count, "job")),
                        ]
                    }
                )
            ),
            "hasRepairs": .flag(!report.repairs.isEmpty),
            "unreadable": .list(
                ViewList(
                    report.unreadable.map { job in
                        [
                            "page": .text(NumberWords.grouped(job.page)),
                            "index": .text(NumberWords.grouped(job.index)),
                            "reason": .text(job.reason.explanation),
                        ]
                    }
                )
            ),
            "hasUnreadable": .flag(facts.unreadableJobs > 0),
            "unreadableInWords": .text(NumberWords.counted(facts.unreadableJobs, "job")),
            "unreadableNotShown": .text(NumberWords.grouped(unreadableLeft)),
            "hasUnreadableNotShown": .flag(unreadableLeft > 0),
            "about": .object([
                "generator": .text(report.generator),
                "version": .text(String(report.version)),
                "estimates": .text(estimates),
            ]),
        ]
    }

    private var sentence: String {
        if !reading.isComplete { return "The set was not read to its end: this report shows a part of it." }
        if !reading.isVerified {
            return "The set was read to its end, but jobs that moved meanwhile may have been missed."
        }
        if facts.unreadableJobs > 0 {
            return
                "The set was read whole, but \(NumberWords.counted(facts.unreadableJobs, "job")) in it could not be read."
        }
        return "The set was read whole: no job that was there throughout is missing."
    }

    private var estimates: String {
        "≈ marks estimates. The API gives no time of death: next retry and death are worked out from the retry count "
            + "and the last retry, with Sidekiq's delays and \(context.report.retryLimit) retries. "
            + "A retry by hand or another limit breaks them. A job does not say which story its action is in: search the "
            + "tenant for the action's name."
    }

    private var list: [ViewObject] {
        var list: [(label: String, value: String)] = [
            ("Source", context.names.clipped(reading.source).text),
            ("Report made", TimeWords.iso(context.report.generatedAt)),
            ("Read to the end", reading.isComplete ? "yes" : "no"),
            ("Vouches for the whole", reading.isVerified ? "yes" : "no"),
            ("Pages read", NumberWords.grouped(reading.pagesRead)),
        ]
        // 0 stands for saved pages that keep no record of it.
        if reading.sweeps > 0 { list.append(("Sweeps", NumberWords.grouped(reading.sweeps))) }
        list += [
            ("Jobs received", NumberWords.grouped(facts.jobsReceived)),
            ("Repeated jobs dropped", NumberWords.grouped(facts.repeatedJobs)),
            ("Unreadable jobs", NumberWords.grouped(facts.unreadableJobs)),
            ("Count by the API, first and last", "\(count(reading.countAtStart)), \(count(reading.countAtEnd))"),
        ]
        return list.map { ["label": .text($0.label), "value": .text($0.value)] }
    }

    private func count(_ count: Int?) -> String {
        count.map(NumberWords.grouped) ?? "none"
    }
}
