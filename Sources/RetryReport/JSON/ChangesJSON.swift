extension JSONWriter {
    /// Writes what changed since earlier reports; null without a history.
    mutating func changes(_ changes: Changes?) {
        typealias Key = Changes.CodingKeys
        guard let changes else { return member(Report.CodingKeys.changes, String?.none) }
        object(Report.CodingKeys.changes) { json in
            json.member(Key.since, changes.since)
            json.member(Key.previousRunAt, changes.previousRunAt)
            json.member(Key.missedRuns, changes.missedRuns)
            json.member(Key.notBefore, changes.notBefore)
            json.fates(changes.jobs)
            json.list(Key.groups, of: changes.groups) { json, group in
                typealias Key = GroupComparison.CodingKeys
                json.object(.row) { row in
                    row.member(Key.type, group.type.rawValue)
                    row.member(Key.errorClass, group.errorClass)
                    row.member(Key.state, group.state?.rawValue)
                    row.member(Key.before, group.before)
                    row.member(Key.now, group.now)
                }
            }
            json.list(Key.removals, of: changes.removals) { json, removal in
                typealias Key = JobRemoval.CodingKeys
                json.object(.row) { row in
                    row.member(Key.at, removal.at)
                    row.member(Key.operation, removal.operation)
                    row.member(Key.user, removal.user)
                }
            }
        }
    }

    private mutating func fates(_ jobs: JobChanges?) {
        typealias Key = JobChanges.CodingKeys
        guard let jobs else { return member(Changes.CodingKeys.jobs, String?.none) }
        object(Changes.CodingKeys.jobs, .row) { row in
            row.member(Key.new, jobs.new)
            row.member(Key.returned, jobs.returned)
            row.member(Key.waiting, jobs.waiting)
            row.member(Key.retried, jobs.retried)
            row.member(Key.moved, jobs.moved)
            row.member(Key.died, jobs.died)
            row.member(Key.recovered, jobs.recovered)
            row.member(Key.leftEarly, jobs.leftEarly)
            row.member(Key.unsettled, jobs.unsettled)
            row.member(Key.before, jobs.before)
            row.member(Key.isDeathEstimated, jobs.isDeathEstimated)
        }
    }

    /// Writes what became of jobs in the past, and what follows from it.
    mutating func outcomes(_ report: Report) {
        list(Report.CodingKeys.outcomes, of: report.outcomes) { json, outcome in
            typealias Key = ErrorOutcome.CodingKeys
            json.object(.row) { row in
                row.member(Key.errorClass, outcome.errorClass)
                row.member(Key.recovered, outcome.recovered)
                row.member(Key.died, outcome.died)
                row.member(Key.mostWithinRetries, outcome.mostWithinRetries)
            }
        }
        if let forecast = report.deathForecast {
            typealias Key = DeathForecast.CodingKeys
            object(Report.CodingKeys.deathForecast, .row) { row in
                row.member(Key.within24Hours, forecast.within24Hours)
                row.member(Key.within7Days, forecast.within7Days)
                row.member(Key.retries, forecast.retries)
            }
        } else {
            member(Report.CodingKeys.deathForecast, String?.none)
        }
        guard let check = report.estimateCheck else {
            return member(Report.CodingKeys.estimateCheck, String?.none)
        }
        typealias Key = EstimateCheck.CodingKeys
        object(Report.CodingKeys.estimateCheck, .row) { row in
            row.member(Key.fits, check.fits)
            row.member(Key.delays, check.delays)
            row.member(Key.fittingDelays, check.fittingDelays)
            row.member(Key.deaths, check.deaths)
            row.member(Key.fittingDeaths, check.fittingDeaths)
        }
    }

    /// Writes what changed in a group; null without a history.
    mutating func change(_ change: GroupChange?) {
        typealias Key = GroupChange.CodingKeys
        guard let change else { return member(ErrorGroup.CodingKeys.change, String?.none) }
        object(ErrorGroup.CodingKeys.change, .row) { row in
            row.member(Key.state, change.state?.rawValue)
            row.member(Key.before, change.before)
            row.member(Key.usual, change.usual)
            row.member(Key.new, change.new)
            row.member(Key.died, change.died)
            row.member(Key.recovered, change.recovered)
        }
    }
}
