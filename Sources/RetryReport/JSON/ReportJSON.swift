extension JSONWriter {
    mutating func report(_ report: Report, to sink: inout some ByteSink) throws {
        let schedule = report.schedule
        try object { json in
            json.member("version", report.version)
            json.member("generator", report.generator)
            json.member("title", report.title)
            json.member("generated_at", report.generatedAt)
            json.member("retry_limit", report.retryLimit)
            json.member("retry_jitter", report.retryJitter.rawValue)
            json.reading(report.reading)
            json.totals(report.totals)
            try json.list("types", of: report.types) { json, type in
                try json.type(type, schedule: schedule, to: &sink)
            }
            json.list("actions", of: report.actions) { $0.summary($1) }
            if let action = report.openFirst {
                json.key("open_first")
                json.summary(action)
            } else {
                json.member("open_first", String?.none)
            }
            json.member("actions_not_shown", report.actionsNotShown)
            json.calendar(report.calendar)
            json.list("repairs", of: report.repairs) { json, repair in
                json.object(.row) { row in
                    row.member("repair", repair.repair.rawValue)
                    row.member("count", repair.count)
                }
            }
            json.list("unreadable", of: report.unreadable) { json, job in
                json.object(.row) { row in
                    row.member("page", job.page)
                    row.member("index", job.index)
                    row.member("reason", job.reason.rawValue)
                }
            }
        }
    }

    private mutating func reading(_ facts: ReadingFacts) {
        object("reading") { json in
            json.member("source", facts.reading.source)
            json.member("tenant", facts.reading.tenant?.description)
            json.member("started_at", facts.reading.startedAt)
            json.member("finished_at", facts.reading.finishedAt)
            json.member("pages_read", facts.reading.pagesRead)
            json.member("sweeps", facts.reading.sweeps)
            json.member("count_at_start", facts.reading.countAtStart)
            json.member("count_at_end", facts.reading.countAtEnd)
            json.member("is_complete", facts.reading.isComplete)
            json.member("is_verified", facts.reading.isVerified)
            json.list("problems", of: facts.reading.problems) { json, problem in
                json.object(.row) { row in
                    row.member("severity", problem.severity.rawValue)
                    row.member("code", problem.code.rawValue)
                    row.member("place", problem.place)
                    row.member("message", problem.message)
                }
            }
            json.list("notes", of: facts.reading.notes) { $0.value($1) }
            json.member("jobs_received", facts.jobsReceived)
            json.member("repeated_jobs", facts.repeatedJobs)
            json.member("unreadable_jobs", facts.unreadableJobs)
        }
    }

    private mutating func totals(_ totals: Totals) {
        object("totals") { json in
            json.member("jobs", totals.jobs)
            json.member("groups", totals.groups)
            json.member("types", totals.types)
            json.member("error_classes", totals.errorClasses)
            json.member("actions", totals.actions)
            json.member("jobs_without_action", totals.jobsWithoutAction)
            json.member("at_last_retries", totals.atLastRetries)
            json.member("never_retried", totals.neverRetried)
            json.deaths(totals.deaths)
            json.member("oldest_last_retry", totals.oldestLastRetry)
            json.member("newest_last_retry", totals.newestLastRetry)
            json.member("failing_since", totals.failingSince)
        }
    }

    private mutating func deaths(_ deaths: DeathCounts) {
        object("deaths", .row) { row in
            row.member("overdue", deaths.overdue)
            row.member("within_24_hours", deaths.within24Hours)
            row.member("within_7_days", deaths.within7Days)
            row.member("later", deaths.later)
            row.member("unknown", deaths.unknown)
            row.member("next", deaths.next)
        }
    }

    private mutating func type(_ type: TypeGroup, schedule: RetrySchedule, to sink: inout some ByteSink) throws {
        try object { json in
            json.member("type", type.type.rawValue)
            json.member("count", type.count)
            try json.list("errors", of: type.errors) { json, group in
                try json.group(group, schedule: schedule, to: &sink)
            }
        }
    }

    private mutating func group(_ group: ErrorGroup, schedule: RetrySchedule, to sink: inout some ByteSink) throws {
        try object { json in
            json.member("type", group.type.rawValue)
            json.member("error_class", group.errorClass)
            json.member("count", group.count)
            json.retries(group.retries)
            json.member("oldest_last_retry", group.oldestLastRetry)
            json.member("newest_last_retry", group.newestLastRetry)
            json.member("failing_since", group.failingSince)
            json.deaths(group.deaths)
            json.member("action_count", group.actionCount)
            json.member("jobs_without_action", group.jobsWithoutAction)
            json.list("top_actions", of: group.topActions) { json, action in
                json.object(.row) { row in
                    row.action(action.action)
                    row.member("count", action.count)
                }
            }
            try json.list("jobs", of: group.jobs) { json, job in
                json.row(job, schedule: schedule)
                try json.drainIfFull(into: &sink)
            }
            json.member("jobs_not_shown", group.jobsNotShown)
            // A report may have no jobs listed and very many groups.
            try json.drainIfFull(into: &sink)
        }
    }

    private mutating func retries(_ retries: RetryStatistics) {
        object("retries") { json in
            json.member("minimum", retries.minimum)
            json.member("median", retries.median)
            json.member("maximum", retries.maximum)
            json.list("histogram", of: retries.histogram, .row) { $0.value(Int64($1)) }
            json.member("beyond_limit", retries.beyondLimit)
            json.member("unknown", retries.unknown)
        }
    }

    private mutating func summary(_ action: ActionSummary) {
        object(.row) { row in
            row.action(action.action)
            row.member("count", action.count)
            row.member("groups", action.groups)
            row.object("most_frequent", .row) { row in
                row.member("type", action.mostFrequent.type.rawValue)
                row.member("error_class", action.mostFrequent.errorClass)
            }
            row.deaths(action.deaths)
        }
    }

    private mutating func calendar(_ calendar: DeathCalendar) {
        object("calendar") { json in
            json.list("days", of: calendar.days) { json, day in
                json.object(.row) { row in
                    row.member("from", day.from)
                    row.member("count", day.count)
                }
            }
            json.member("later", calendar.later)
            json.member("overdue", calendar.overdue)
            json.member("unknown", calendar.unknown)
        }
    }
}
