import Foundation

extension JSONWriter {
    /// Writes a report as an object, draining full chunks into `sink`.
    mutating func report(_ report: Report, to sink: inout some ByteSink) throws {
        typealias Key = Report.CodingKeys
        let schedule = report.schedule
        try object { json in
            json.member(Key.version, report.version)
            json.member(Key.generator, report.generator)
            json.member(Key.title, report.title)
            json.member(Key.generatedAt, report.generatedAt)
            json.member(Key.retryLimit, report.retryLimit)
            json.member(Key.retryJitter, report.retryJitter.rawValue)
            json.filter(report.filter)
            json.reading(report.reading)
            json.totals(report.totals)
            try json.list(Key.types, of: report.types) { json, type in
                try json.type(type, schedule: schedule, to: &sink)
            }
            json.list(Key.actions, of: report.actions) { $0.summary($1) }
            if let action = report.openFirst {
                json.key(Key.openFirst)
                json.summary(action)
            } else {
                json.member(Key.openFirst, String?.none)
            }
            json.member(Key.actionsNotShown, report.actionsNotShown)
            json.extras(report)
            json.calendar(report.calendar)
            json.list(Key.repairs, of: report.repairs) { json, repair in
                json.object(.row) { row in
                    row.member(RepairCount.CodingKeys.repair, repair.repair.rawValue)
                    row.member(RepairCount.CodingKeys.count, repair.count)
                }
            }
            json.list(Key.unreadable, of: report.unreadable) { json, job in
                json.object(.row) { row in
                    row.member(UnreadableJob.CodingKeys.page, job.page)
                    row.member(UnreadableJob.CodingKeys.index, job.index)
                    row.member(UnreadableJob.CodingKeys.reason, job.reason.rawValue)
                }
            }
            json.changes(report.changes)
            json.list(Key.history, of: report.history) { json, run in
                json.object(.row) { row in
                    row.member(JobCountThen.CodingKeys.at, run.at)
                    row.member(JobCountThen.CodingKeys.jobs, run.jobs)
                }
            }
            json.list(Key.incidents, of: report.incidents) { json, incident in
                json.object(.row) { row in
                    row.member(Incident.CodingKeys.from, incident.from)
                    row.member(Incident.CodingKeys.to, incident.to)
                    row.member(Incident.CodingKeys.jobs, incident.jobs)
                    row.list(Incident.CodingKeys.groups, of: incident.groups, .row) { json, group in
                        json.object(.row) { row in
                            row.member(Incident.Group.CodingKeys.type, group.type.rawValue)
                            row.member(Incident.Group.CodingKeys.errorClass, group.errorClass)
                            row.member(Incident.Group.CodingKeys.jobs, group.jobs)
                        }
                    }
                }
            }
            json.policy(report.policy)
            json.outcomes(report)
        }
    }

    private mutating func reading(_ facts: ReadingFacts) {
        typealias Key = Reading.CodingKeys
        object(Report.CodingKeys.reading) { json in
            json.member(Key.source, facts.reading.source)
            json.member(Key.tenant, facts.reading.tenant?.description)
            json.member(Key.startedAt, facts.reading.startedAt)
            json.member(Key.finishedAt, facts.reading.finishedAt)
            json.member(Key.pagesRead, facts.reading.pagesRead)
            json.member(Key.sweeps, facts.reading.sweeps)
            json.member(Key.countAtStart, facts.reading.countAtStart)
            json.member(Key.countAtEnd, facts.reading.countAtEnd)
            json.member(Key.isComplete, facts.reading.isComplete)
            json.member(Key.isVerified, facts.reading.isVerified)
            json.list(Key.problems, of: facts.reading.problems) { json, problem in
                json.object(.row) { row in
                    row.member(Diagnostic.CodingKeys.severity, problem.severity.rawValue)
                    row.member(Diagnostic.CodingKeys.code, problem.code.rawValue)
                    row.member(Diagnostic.CodingKeys.place, problem.place)
                    row.member(Diagnostic.CodingKeys.message, problem.message)
                }
            }
            json.list(Key.notes, of: facts.reading.notes) { $0.value($1) }
            json.member(ReadingFacts.CodingKeys.jobsReceived, facts.jobsReceived)
            json.member(ReadingFacts.CodingKeys.repeatedJobs, facts.repeatedJobs)
            json.member(ReadingFacts.CodingKeys.unreadableJobs, facts.unreadableJobs)
        }
    }

    private mutating func totals(_ totals: Totals) {
        typealias Key = Totals.CodingKeys
        object(Report.CodingKeys.totals) { json in
            json.member(Key.jobs, totals.jobs)
            json.member(Key.groups, totals.groups)
            json.member(Key.types, totals.types)
            json.member(Key.errorClasses, totals.errorClasses)
            json.member(Key.actions, totals.actions)
            json.member(Key.jobsWithoutAction, totals.jobsWithoutAction)
            json.member(Key.atLastRetries, totals.atLastRetries)
            json.member(Key.neverRetried, totals.neverRetried)
            json.member(Key.lateRetries, totals.lateRetries)
            json.deaths(totals.deaths)
            json.member(Key.oldestLastRetry, totals.oldestLastRetry)
            json.member(Key.newestLastRetry, totals.newestLastRetry)
            json.member(Key.failingSince, totals.failingSince)
        }
    }

    mutating func deaths(_ deaths: DeathCounts, _ name: some CodingKey = ErrorGroup.CodingKeys.deaths) {
        typealias Key = DeathCounts.CodingKeys
        object(name, .row) { row in
            row.member(Key.overdue, deaths.overdue)
            row.member(Key.within24Hours, deaths.within24Hours)
            row.member(Key.within7Days, deaths.within7Days)
            row.member(Key.later, deaths.later)
            row.member(Key.unknown, deaths.unknown)
            row.member(Key.next, deaths.next)
        }
    }

    private mutating func type(_ type: TypeGroup, schedule: RetrySchedule, to sink: inout some ByteSink) throws {
        typealias Key = TypeGroup.CodingKeys
        try object { json in
            json.member(Key.type, type.type.rawValue)
            json.member(Key.count, type.count)
            try json.list(Key.errors, of: type.errors) { json, group in
                try json.group(group, schedule: schedule, to: &sink)
            }
        }
    }

    private mutating func group(_ group: ErrorGroup, schedule: RetrySchedule, to sink: inout some ByteSink) throws {
        typealias Key = ErrorGroup.CodingKeys
        try object { json in
            json.member(Key.type, group.type.rawValue)
            json.member(Key.errorClass, group.errorClass)
            json.member(Key.count, group.count)
            json.retries(group.retries)
            json.member(Key.oldestLastRetry, group.oldestLastRetry)
            json.member(Key.newestLastRetry, group.newestLastRetry)
            json.member(Key.failingSince, group.failingSince)
            json.deaths(group.deaths)
            json.member(Key.actionCount, group.actionCount)
            json.member(Key.jobsWithoutAction, group.jobsWithoutAction)
            json.list(Key.topActions, of: group.topActions) { json, action in
                json.object(.row) { row in
                    row.action(action.action)
                    row.member(ActionCount.CodingKeys.count, action.count)
                }
            }
            var rows = JobRows(schedule: schedule, jobs: group.jobs.count)
            try json.list(Key.jobs, of: group.jobs.records) { json, record in
                rows.append(record, group.jobs.texts)
                json.value(&rows)
                try json.drainIfFull(into: &sink)
            }
            json.member(Key.jobsNotShown, group.jobsNotShown)
            json.change(group.change)
            json.policy(group.policy)
            // A report may have no jobs listed and very many groups.
            try json.drainIfFull(into: &sink)
        }
    }

    private mutating func retries(_ retries: RetryStatistics) {
        typealias Key = RetryStatistics.CodingKeys
        object(ErrorGroup.CodingKeys.retries) { json in
            json.member(Key.minimum, retries.minimum)
            json.member(Key.median, retries.median)
            json.member(Key.maximum, retries.maximum)
            json.list(Key.histogram, of: retries.histogram, .row) { $0.value(Int64($1)) }
            json.member(Key.beyondLimit, retries.beyondLimit)
            json.member(Key.unknown, retries.unknown)
        }
    }

    private mutating func summary(_ action: ActionSummary) {
        typealias Key = ActionSummary.CodingKeys
        object(.row) { row in
            row.action(action.action)
            row.member(Key.count, action.count)
            row.member(Key.groups, action.groups)
            row.object(Key.mostFrequent, .row) { row in
                row.member(GroupName.CodingKeys.type, action.mostFrequent.type.rawValue)
                row.member(GroupName.CodingKeys.errorClass, action.mostFrequent.errorClass)
            }
            row.deaths(action.deaths)
        }
    }

    mutating func calendar(_ calendar: DeathCalendar) {
        typealias Key = DeathCalendar.CodingKeys
        object(Report.CodingKeys.calendar) { json in
            json.list(Key.days, of: calendar.days) { json, day in
                json.object(.row) { row in
                    row.member(DeathCalendar.Day.CodingKeys.from, day.from)
                    row.member(DeathCalendar.Day.CodingKeys.count, day.count)
                }
            }
            json.member(Key.later, calendar.later)
            json.member(Key.overdue, calendar.overdue)
            json.member(Key.unknown, calendar.unknown)
        }
    }

    /// Writes the member `action`: null when there is none. Every object that has one spells it the same.
    private mutating func action(_ action: ActionReference?) {
        typealias Key = ActionReference.CodingKeys
        key(RetryJob.CodingKeys.action)
        guard let action else { return null() }
        object(.row) { writer in
            writer.member(Key.id, action.id)
            writer.member(Key.name, action.name)
        }
    }
}

/// The members of a job in JSON that are not facts but estimates, made of its facts. Reading ignores them.
package enum JobEstimateKeys: String, CodingKey, CaseIterable {
    case nextRetry = "next_retry"
    case death
}

extension Report {
    /// Reads a report that ``JSONRenderer`` wrote: the same report, to the byte of every text. Members that it does not
    /// know are ignored.
    ///
    /// Keeps the complete document in memory, a few times its size. Throws ``ReportReadingError`` for a report of
    /// another version, and `DecodingError` with the path of what is missing or malformed.
    public init(json: some Sequence<UInt8>) throws {
        let data = Data(json)
        let decoder = JSONDecoder()
        let version = try decoder.decode(Version.self, from: data).version
        guard version == Report.currentVersion else { throw ReportReadingError.version(version) }
        self = try decoder.decode(Report.self, from: data)
    }

    private struct Version: Decodable {
        let version: Int
    }
}

/// Why a JSON report can't be read although it may be complete.
public enum ReportReadingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The report has a version that this library does not read.
    case version(Int)

    /// What is wrong and what to do, in one line.
    public var description: String {
        switch self {
        case .version(let version):
            "version \(version) of the report is not supported, only version \(Report.currentVersion); "
                + (version < Report.currentVersion
                    ? "make the report again from the saved pages" : "use a newer version of retry-report")
        }
    }
}

/// In JSON the facts of the source and those of the grouping are members of one object.
extension ReadingFacts {
    /// Reads the facts from one object. Throws `DecodingError` for what is missing or malformed.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            reading: try Reading(from: decoder),
            jobsReceived: try container.decode(Int.self, forKey: .jobsReceived),
            repeatedJobs: try container.decode(Int.self, forKey: .repeatedJobs),
            unreadableJobs: try container.decode(Int.self, forKey: .unreadableJobs)
        )
    }

    /// Writes the facts into one object.
    public func encode(to encoder: any Encoder) throws {
        try reading.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(jobsReceived, forKey: .jobsReceived)
        try container.encode(repeatedJobs, forKey: .repeatedJobs)
        try container.encode(unreadableJobs, forKey: .unreadableJobs)
    }
}
