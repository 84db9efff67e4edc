/// How the list was read: whether it is complete and verified, what was repaired, and what made the report.
struct ReadingView {
    private let context: ViewContext
    private let facts: ReadingFacts

    init(_ context: ViewContext) {
        self.context = context
        facts = context.report.reading
    }

    private var reading: Reading { facts.reading }

    /// How many problems are shown where a report begins; a tenant that fails page after page must not fill the first
    /// screen with that.
    private static let firstProblems = 2

    var values: ViewObject {
        let report = context.report
        let problems = reading.problems.map { context.names.sentence($0.description) }
        let notes = reading.notes.map(context.names.sentence)
        let unreadableLeft = max(0, facts.unreadableJobs - report.unreadable.count)
        return [
            "reading": .object([
                "sentence": .text(sentence),
                "isComplete": .flag(reading.isComplete),
                "isVerified": .flag(reading.isVerified),
                "isWhole": .flag(context.isWhole),
                "problems": .list(ViewList(texts: problems)),
                "hasProblems": .flag(!problems.isEmpty),
                "firstProblems": .list(ViewList(texts: Array(problems.prefix(Self.firstProblems)))),
                "moreProblems": .text(
                    NumberWords.counted(max(0, problems.count - Self.firstProblems), "more problem")
                ),
                "hasMoreProblems": .flag(problems.count > Self.firstProblems),
                "notes": .list(ViewList(texts: notes)),
                "hasNotes": .flag(!notes.isEmpty),
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
                "dead": .text(dead),
            ]),
        ]
    }

    private var sentence: String {
        if !reading.isComplete { return "The list was not read completely: this report covers only what was read." }
        if !reading.isVerified {
            return "Read to the end, but it could not be verified that no job was missed while the list changed."
        }
        if facts.unreadableJobs > 0 {
            return "Read completely, but \(NumberWords.counted(facts.unreadableJobs, "job")) could not be read."
        }
        return "Read completely and verified: no job that was in the list all the time is missing."
    }

    private var dead: String {
        let retries = NumberWords.counted(context.report.retryLimit, "retry", "retries")
        return "After \(retries) a job is dead: Tines gives up, and its event is not processed. ≈ marks an estimate."
    }

    private var estimates: String {
        "≈ marks an estimate. The API does not say when a job dies: the next retry and the death are calculated from the "
            + "retry count and the last retry, with Sidekiq's delays and a limit of \(context.report.retryLimit) retries. "
            + "A retry by hand or another limit makes them wrong."
            + (context.report.stories.isEmpty
                ? " A job does not say which story its action is in: search the tenant for the action's name." : "")
    }

    private var list: [ViewObject] {
        var list: [(label: String, value: String)] = [
            ("Source", context.names.clipped(reading.source).text),
            ("Report made", TimeWords.iso(context.report.generatedAt)),
        ]
        if let start = reading.startedAt { list.append(("Reading began", TimeWords.iso(start))) }
        if let end = reading.finishedAt { list.append(("Reading ended", TimeWords.iso(end))) }
        list += [
            ("Read completely", reading.isComplete ? "yes" : "no"),
            ("Verified that nothing was missed", reading.isVerified ? "yes" : "no"),
            ("Pages read", NumberWords.grouped(reading.pagesRead)),
        ]
        // Saved pages without a record of it have 0.
        if reading.sweeps > 0 {
            list.append(("Read from the beginning", NumberWords.counted(reading.sweeps, "time")))
        }
        list += [
            ("Jobs received", NumberWords.grouped(facts.jobsReceived)),
            ("Repeated jobs left out", NumberWords.grouped(facts.repeatedJobs)),
            ("Jobs that could not be read", NumberWords.grouped(facts.unreadableJobs)),
            ("Jobs by the API's own count", counts),
        ]
        return list.map { ["label": .text($0.label), "value": .text($0.value)] }
    }

    private var counts: String {
        switch (reading.countAtStart, reading.countAtEnd) {
        case (let start?, let end?) where start == end: NumberWords.grouped(start)
        case (let start?, let end?): "\(NumberWords.grouped(start)) at first, \(NumberWords.grouped(end)) at the end"
        case (let count?, nil), (nil, let count?): NumberWords.grouped(count)
        case (nil, nil): "not given"
        }
    }
}

/// What the view leaves out because there is no room, how many of it die soon, and where to find it.
struct OmittedView {
    private let context: ViewContext
    /// The places of the groups that are not shown.
    private let places: [Int]

    init(_ context: ViewContext) {
        self.context = context
        let shown = Set(context.shownPlaces)
        places = context.openPlaces.filter { !shown.contains($0) }
    }

    private var groups: some Collection<ErrorGroup> { places.lazy.map { context.groups[$0] } }

    var values: ViewObject {
        let jobsInGroups = groups.reduce(0) { $0 + $1.count }
        let actions = context.report.actions.count - context.shownActions.count
        var words = [jobs].compactMap(\.self)
        if actions > 0 { words.append(NumberWords.counted(actions, "more action")) }
        words += owners
        if !groups.isEmpty {
            words.append(
                "\(NumberWords.counted(groups.count, "small group")) with \(NumberWords.counted(jobsInGroups, "job"))\(dying)"
            )
        }
        let sentence =
            words.isEmpty ? "" : "Not shown here: \(NumberWords.joined(words)). See \(context.detail.fullReport)."
        return [
            "hasAny": .flag(!words.isEmpty),
            "sentence": .text(sentence),
            "groups": .text(NumberWords.counted(groups.count, "small group")),
            "hasGroups": .flag(!groups.isEmpty),
            "jobsInGroups": .text(NumberWords.counted(jobsInGroups, "job")),
            "fullReport": .text(context.detail.fullReport),
        ]
    }

    /// Stories and teams, where the view has less room for them than a page.
    private var owners: [String] {
        guard context.detail.maxOwners != nil else { return [] }
        let (stories, teams) = (context.report.stories.count, context.report.teams.count)
        let more = (
            stories: stories - TenantView.shown(stories, context.detail),
            teams: teams - TenantView.shown(teams, context.detail)
        )
        return (more.stories > 0 ? [NumberWords.counted(more.stories, "more story", "more stories")] : [])
            + (more.teams > 0 ? [NumberWords.counted(more.teams, "more team")] : [])
    }

    /// Jobs that the report lists and this view does not.
    private var jobs: String? {
        let listed = context.shownGroups.reduce(0) { $0 + $1.jobs.count }
        let left = listed - context.jobShares.total
        guard left > 0 else { return nil }
        guard context.detail.jobsPerGroup != nil else {
            return "\(NumberWords.counted(left, "job")) of the groups shown"
        }
        if context.jobShares.total > 0 { return "most of the lists of jobs" }
        return listed > context.detail.maxClosestJobs ? "the lists of jobs" : nil
    }

    /// How many jobs of the groups that are not shown die soon. "None" is said only of a report of all jobs.
    private var dying: String {
        let soon = groups.reduce(0) { $0 + $1.deaths.within24Hours }
        let more = groups.reduce(0) { $0 + $1.deaths.moreWithin7Days }
        let overdue = groups.reduce(0) { $0 + $1.deaths.overdue }
        let space = context.time.space
        func die(_ count: Int, _ time: String) -> String? {
            count == 0 ? nil : "≈\(space)\(NumberWords.grouped(count)) \(count == 1 ? "dies" : "die") within \(time)"
        }
        let words = [
            die(soon, "24\(space)h"),
            soon > 0 && more > 0
                ? "\(NumberWords.grouped(more)) more within 7\(space)days" : die(more, "7\(space)days"),
            overdue > 0 ? "\(NumberWords.grouped(overdue)) should be dead already" : nil,
        ].compactMap(\.self)
        if !words.isEmpty { return ", of which \(NumberWords.joined(words))" }
        let isKnown = groups.allSatisfy { $0.deaths.unknown == 0 }
        return context.isWhole && isKnown ? ", none of which should die within 7\(context.time.space)days" : ""
    }
}
