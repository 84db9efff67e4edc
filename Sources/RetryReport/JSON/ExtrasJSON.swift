/// The members of a report that come from the tenant's directory, its dead jobs, its workers and its logs.
extension JSONWriter {
    mutating func extras(_ report: Report) {
        list(Report.CodingKeys.stories, of: report.stories) { json, story in
            json.object(.row) { row in
                row.story(story.story)
                row.team(story.team)
                row.list(StorySummary.CodingKeys.owners, of: story.owners, .row) { $0.value($1) }
                row.member(StorySummary.CodingKeys.actions, story.actions)
                row.owned(story.jobs)
            }
        }
        list(Report.CodingKeys.teams, of: report.teams) { json, team in
            json.object(.row) { row in
                row.team(team.team)
                row.member(TeamSummary.CodingKeys.stories, team.stories)
                row.member(TeamSummary.CodingKeys.actions, team.actions)
                row.owned(team.jobs)
            }
        }
        key(Report.CodingKeys.dead)
        if let dead = report.dead { self.dead(dead) } else { null() }
        key(Report.CodingKeys.workers)
        if let workers = report.workers {
            object(.row) { row in
                row.member(WorkerStatistics.CodingKeys.current, workers.current)
                row.member(WorkerStatistics.CodingKeys.max, workers.max)
                row.member(WorkerStatistics.CodingKeys.queueCount, workers.queueCount)
                row.member(WorkerStatistics.CodingKeys.queueLatency, workers.queueLatency)
            }
        } else {
            null()
        }
        list(Report.CodingKeys.messages, of: report.messages) { json, message in
            json.object(.row) { row in
                row.member(ErrorMessage.CodingKeys.actionID, message.actionID)
                row.member(ErrorMessage.CodingKeys.text, message.text)
                row.member(ErrorMessage.CodingKeys.createdAt, message.createdAt)
            }
        }
    }

    /// The member `filter`: null for a report of all jobs.
    mutating func filter(_ facts: FilterFacts?) {
        typealias Key = FilterFacts.CodingKeys
        key(Report.CodingKeys.filter)
        guard let facts else { return null() }
        object(.row) { row in
            row.list(Key.stories, of: facts.stories, .row) { $0.value($1) }
            row.list(Key.teams, of: facts.teams, .row) { $0.value($1) }
            row.list(Key.types, of: facts.types, .row) { $0.value($1) }
            row.list(Key.errorClasses, of: facts.errorClasses, .row) { $0.value($1) }
            row.list(Key.actions, of: facts.actions, .row) { $0.value($1) }
            row.member(Key.jobsLeftOut, facts.jobsLeftOut)
            row.member(Key.jobsNotPlaced, facts.jobsNotPlaced)
        }
    }

    /// The member `action` with what the directory knows of it.
    mutating func action(_ action: ActionFacts) {
        object(ActionSummary.CodingKeys.action, .row) { row in
            row.member(ActionFacts.CodingKeys.id, action.id)
            row.member(ActionFacts.CodingKeys.name, action.name)
            row.member(ActionFacts.CodingKeys.url, action.url)
            row.story(action.story)
            row.team(action.team)
            row.list(ActionFacts.CodingKeys.owners, of: action.owners, .row) { $0.value($1) }
            row.list(ActionFacts.CodingKeys.tags, of: action.tags, .row) { $0.value($1) }
            row.key(ActionFacts.CodingKeys.isDisabled)
            if let isDisabled = action.isDisabled { row.value(isDisabled) } else { row.null() }
        }
    }

    private mutating func story(_ story: StoryFacts?) {
        key(StorySummary.CodingKeys.story)
        guard let story else { return null() }
        object(.row) { row in
            row.member(StoryFacts.CodingKeys.id, story.id)
            row.member(StoryFacts.CodingKeys.name, story.name)
            row.member(StoryFacts.CodingKeys.url, story.url)
        }
    }

    private mutating func team(_ team: TeamFacts?) {
        key(TeamSummary.CodingKeys.team)
        guard let team else { return null() }
        object(.row) { row in
            row.member(TeamFacts.CodingKeys.id, team.id)
            row.member(TeamFacts.CodingKeys.name, team.name)
        }
    }

    private mutating func owned(_ jobs: OwnedJobs) {
        member(OwnedJobs.CodingKeys.count, jobs.count)
        member(OwnedJobs.CodingKeys.covered, jobs.covered)
        member(OwnedJobs.CodingKeys.share, jobs.share)
        member(OwnedJobs.CodingKeys.groups, jobs.groups)
        list(OwnedJobs.CodingKeys.errorClasses, of: jobs.errorClasses, .row) { json, counted in
            json.object(.row) { row in
                row.member(ErrorClassCount.CodingKeys.errorClass, counted.errorClass)
                row.member(ErrorClassCount.CodingKeys.count, counted.count)
            }
        }
        member(OwnedJobs.CodingKeys.errorClassesNotShown, jobs.errorClassesNotShown)
        deaths(jobs.deaths)
    }

    private mutating func dead(_ dead: DeadJobs) {
        object { json in
            json.member(DeadJobs.CodingKeys.count, dead.count)
            json.member(DeadJobs.CodingKeys.isComplete, dead.isComplete)
            json.member(DeadJobs.CodingKeys.isFull, dead.isFull)
            json.member(DeadJobs.CodingKeys.within24Hours, dead.within24Hours)
            json.member(DeadJobs.CodingKeys.alsoWaiting, dead.alsoWaiting)
            json.member(DeadJobs.CodingKeys.oldestLastRetry, dead.oldestLastRetry)
            json.member(DeadJobs.CodingKeys.newestLastRetry, dead.newestLastRetry)
            json.list(DeadJobs.CodingKeys.groups, of: dead.groups) { json, group in
                json.object(.row) { row in
                    row.member(DeadGroup.CodingKeys.type, group.type.rawValue)
                    row.member(DeadGroup.CodingKeys.errorClass, group.errorClass)
                    row.member(DeadGroup.CodingKeys.count, group.count)
                    row.member(DeadGroup.CodingKeys.oldestLastRetry, group.oldestLastRetry)
                    row.member(DeadGroup.CodingKeys.newestLastRetry, group.newestLastRetry)
                }
            }
            json.member(DeadJobs.CodingKeys.groupsNotShown, dead.groupsNotShown)
            json.list(DeadJobs.CodingKeys.actions, of: dead.actions) { json, action in
                json.object(.row) { row in
                    row.action(action.action)
                    row.member(DeadAction.CodingKeys.count, action.count)
                }
            }
        }
    }
}
