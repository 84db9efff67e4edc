/// What the tenant says besides its retry jobs: whose they are, what is dead, how busy the workers are, what errors say.
struct TenantView {
    private let context: ViewContext

    init(_ context: ViewContext) {
        self.context = context
    }

    private var report: Report { context.report }

    /// The most rows of stories, of teams and of groups of dead jobs.
    private static let mostRows = 20

    /// How many stories are shown, and how many teams.
    static func shown(_ rows: Int, _ detail: ReportDetail) -> Int { min(rows, mostRows, detail.maxOwners ?? mostRows) }

    var values: ViewObject {
        let names = context.names
        let stories = report.stories.prefix(Self.shown(.max, context.detail)).map { row in
            var values = owned(row.jobs)
            values["name"] = .text(row.story == nil ? "(story not known)" : names.story(row.story))
            values["isKnown"] = .flag(row.story != nil)
            let link = row.story?.url.flatMap { ActionLinks.isLink($0) ? $0 : nil }
            values["isLinked"] = .flag(link != nil)
            values["url"] = .text(link ?? "")
            values["team"] = .text(names.team(row.team))
            values["hasTeam"] = .flag(row.team != nil)
            values["owners"] = .text(names.owners(row.owners))
            values["hasOwners"] = .flag(!row.owners.isEmpty)
            values["actionsInWords"] = .text(NumberWords.counted(row.actions, "action"))
            return values
        }
        let teams = report.teams.prefix(Self.shown(.max, context.detail)).map { row in
            var values = owned(row.jobs)
            values["name"] = .text(row.team == nil ? "(team not known)" : names.team(row.team))
            values["isKnown"] = .flag(row.team != nil)
            values["storiesInWords"] = .text(NumberWords.counted(row.stories, "story", "stories"))
            values["actionsInWords"] = .text(NumberWords.counted(row.actions, "action"))
            return values
        }
        let storiesLeft = report.stories.count - stories.count
        let teamsLeft = report.teams.count - teams.count
        return [
            "stories": .list(ViewList(stories)),
            "hasStories": .flag(!stories.isEmpty),
            "storiesNotShown": .text(NumberWords.counted(storiesLeft, "story", "stories")),
            "hasStoriesNotShown": .flag(storiesLeft > 0),
            "teams": .list(ViewList(teams)),
            "hasTeams": .flag(!teams.isEmpty),
            "teamsNotShown": .text(NumberWords.counted(teamsLeft, "team")),
            "hasTeamsNotShown": .flag(teamsLeft > 0),
            "dead": .object(dead),
            "workers": .object(workers),
            "messages": .list(ViewList(messages)),
            "hasMessages": .flag(!report.messages.isEmpty),
        ]
    }

    private func owned(_ jobs: OwnedJobs) -> ViewObject {
        let errors = jobs.errorClasses.prefix(3).map { error in
            "\(context.names.short(error.errorClass ?? NameWords.noErrorClass)): \(NumberWords.grouped(error.count))"
        }
        let left = jobs.errorClasses.count + jobs.errorClassesNotShown - errors.count
        return [
            "count": .text(NumberWords.grouped(jobs.count)),
            "countInWords": .text(NumberWords.counted(jobs.count, "job")),
            "share": .text(NumberWords.share(jobs.count, of: report.totals.jobs, context.time.space)),
            "topError": .text(
                jobs.errorClasses.first.map { context.names.short($0.errorClass ?? NameWords.noErrorClass) } ?? ""
            ),
            "errors": .text((errors + (left > 0 ? ["\(NumberWords.grouped(left)) more"] : [])).joined(separator: ", ")),
            "dies": .object(DeathWords(context).values(jobs.deaths)),
        ]
    }

    private var dead: ViewObject {
        let dead = report.dead
        let rows = dead?.groups.prefix(Self.mostRows) ?? []
        let left = (dead?.groups.count ?? 0) + (dead?.groupsNotShown ?? 0) - rows.count
        return [
            "isKnown": .flag(dead != nil),
            "hasJobs": .flag((dead?.count ?? 0) > 0),
            "count": .text(NumberWords.grouped(dead?.count ?? 0)),
            "isRecent": .flag((dead?.within24Hours ?? 0) > 0),
            "recent": .text(NumberWords.counted(dead?.within24Hours ?? 0, "job")),
            "sentence": .text(dead.map(deadSentence) ?? ""),
            "groups": .list(
                ViewList(
                    rows.map { group in
                        [
                            "type": .object(context.names.type(group.type)),
                            "errorClass": .object(context.names.errorClass(group.errorClass)),
                            "count": .text(NumberWords.grouped(group.count)),
                            "share": .text(NumberWords.share(group.count, of: dead?.count ?? 0)),
                            "newestLastRetry": .object(context.time.values(group.newestLastRetry)),
                        ]
                    }
                )
            ),
            "groupsNotShown": .text(NumberWords.counted(left, "group")),
            "hasGroupsNotShown": .flag(left > 0),
        ]
    }

    /// Says no more than the list does: one that was not read to its end, or that is full, is "at least".
    private func deadSentence(_ dead: DeadJobs) -> String {
        if dead.count == 0 {
            return dead.isComplete ? "No job is dead." : "No dead job was read, and the list was not read to its end."
        }
        let least = dead.isComplete && !dead.isFull ? "" : "At least "
        var sentence =
            "\(least)\(NumberWords.counted(dead.count, "job is", "jobs are")) dead: Tines has given up on them"
        if dead.within24Hours > 0 {
            let verb = dead.within24Hours == 1 ? "was" : "were"
            sentence += ", and \(NumberWords.grouped(dead.within24Hours)) of them \(verb) last retried within 24 h"
        }
        sentence += "."
        if !dead.isComplete { sentence += " The list was not read to its end." }
        if dead.isFull { sentence += " The list keeps 10,000 jobs and is full: older ones have left it." }
        if dead.alsoWaiting > 0 {
            sentence += " \(NumberWords.counted(dead.alsoWaiting, "job")) died while the lists were read and "
            sentence += dead.alsoWaiting == 1 ? "counts as dead." : "count as dead."
        }
        return sentence
    }

    private var workers: ViewObject {
        let workers = report.workers
        var words: [String] = []
        if let current = workers?.current {
            let most = workers?.max.map { " of \(NumberWords.grouped($0))" } ?? ""
            words.append("\(NumberWords.grouped(current))\(most) workers")
        } else if let max = workers?.max {
            words.append("at most \(NumberWords.counted(max, "worker"))")
        }
        if let count = workers?.queueCount { words.append("\(NumberWords.counted(count, "job")) in the queue") }
        if let latency = workers?.queueLatency { words.append("queue latency \(NumberWords.decimal(latency))") }
        return [
            "isKnown": .flag(workers != nil),
            "words": .text(words.joined(separator: ", ")),
            "isSaturated": .flag(workers?.isSaturated == true),
            "warning": .text(workers.flatMap(Self.warning) ?? ""),
        ]
    }

    /// What a reader must know before believing the estimates; nil when there is nothing to say.
    static func warning(_ workers: WorkerStatistics) -> String? {
        workers.isSaturated
            ? "All workers are busy and jobs wait for one: retries may run later than estimated." : nil
    }

    private var messages: [ViewObject] {
        guard !report.messages.isEmpty else { return [] }
        var known: [Int64: ActionFacts] = [:]
        for action in context.groups.flatMap(\.topActions).map(\.action) + report.actions.map(\.action) {
            if let id = action.id { known[id] = action }
        }
        return report.messages.map { message in
            let action = known[message.actionID] ?? ActionFacts(ActionReference(id: message.actionID, name: nil))
            return [
                "action": .object(context.names.action(facts: action)),
                "text": .text(context.names.clipped(message.text, to: 300).text),
                "time": .text(message.createdAt.map(TimeWords.iso) ?? "time not known"),
            ]
        }
    }
}
