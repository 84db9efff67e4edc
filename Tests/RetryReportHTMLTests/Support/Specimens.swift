import Foundation
import RetryReport
import TestSupport

/// Reports that pages and mails are looked at with: small and large, good news and bad, and names that mean harm.
enum Specimens {
    static let now = Timestamp(microseconds: 1_790_000_000_000_000)

    static func all() throws -> [(name: String, report: Report)] {
        [
            ("sample", .sample),
            ("empty", build([])),
            ("two", build(jobs(2))),
            ("tail", build(tail)),
            ("ordinary", build(jobs(500), limits: ReportLimits(jobsPerGroup: 2))),
            ("large", build(jobs(20_000), limits: ReportLimits(jobsPerGroup: 1))),
            ("incomplete", build(jobs(30), reading: cutOff)),
            ("incomplete-and-empty", build([], reading: cutOff)),
            (
                "hostile",
                try hostile()
            ),
        ]
    }

    static func build(
        _ jobs: [RetryJob],
        reading: Reading = Reading(
            source: "https://acme.tines.com",
            tenant: try? TenantOrigin("https://acme.tines.com"),
            pagesRead: 1,
            isComplete: true,
            isVerified: true
        ),
        title: String = "Retry jobs",
        limits: ReportLimits = ReportLimits()
    ) -> Report {
        var builder = ReportBuilder(now: now, limits: limits)
        for job in jobs { builder.add(job) }
        return builder.finish(reading: reading, title: title)
    }

    private static let cutOff = Reading(
        source: "https://acme.tines.com",
        tenant: try? TenantOrigin("https://acme.tines.com"),
        pagesRead: 3,
        isComplete: false,
        isVerified: false,
        problems: [Diagnostic(.error, "test", "Page 4 answered 503 five times.")]
    )

    /// A few classes and actions with most of the jobs and a long tail, as in life; always the same.
    static func jobs(_ count: Int) -> [RetryJob] {
        (0..<count).map { number in
            let retries = (number * 7919 + 3) % 25
            let wait = RetrySchedule.standard.delay(after: retries)?.lowerBound ?? 0
            // The smaller of two draws, so that the low numbers come more often.
            let draw = min(number * 31 % 101, number * 57 % 97)
            let errorClass = draw == 90 ? nil : draw < 30 ? classes[draw % 4] : "Service\(draw)::Errors::Unavailable"
            let action = min(number * 13 % 211, number * 29 % 199)
            return RetryJob(
                id: number.isMultiple(of: 50) ? .text("5f0c\(number)a9e1b7d2c4") : .number(Int64(8_400_000 + number)),
                type: types[number % 17 % 4],
                action: number % 41 == 7
                    ? nil
                    : ActionReference(
                        id: Int64(10_100 + action),
                        name: action % 9 == 8 ? nil : "\(actions[action % actions.count]) \(action)"
                    ),
                eventIDs: (0..<Int64(number % 4)).map { 311_800_000 + Int64(number) * 5 + $0 },
                retryCount: number % 53 == 9 ? nil : retries,
                lastRetry: retries == 0 ? nil : now.advanced(bySeconds: -wait * Int64(number * 37 % 104) / 100),
                errorClass: errorClass
            )
        }
    }

    /// Many groups of one type, so that the small ones are folded.
    private static var tail: [RetryJob] {
        jobs(18).enumerated().map { number, job in
            var job = job
            job.type = .agentReceive
            job.errorClass = "Error\(number)"
            return job
        }
    }

    private static let types: [JobType] = [
        .agentReceive, .agentReceive, .credentialRefresh, JobType(rawValue: "Agents::NightlyMaintenance"),
    ]
    private static let classes = [
        "Faraday::TimeoutError", "Net::ReadTimeout", "OpenSSL::SSL::SSLError", "JSON::ParserError",
    ]
    private static let actions = [
        "Enrich IP with reputation", "Отправить уведомление", "重複排除アラート", "إثراء المؤشر", "Create ticket",
        "Fetch all findings from the vulnerability scanner, page by page, and leave out what was seen before",
    ]

    /// Each text as id, type, action's name and error class of one job, and as an action of a group with many.
    private static func hostileJobs() throws -> [RetryJob] {
        HostileCorpus.texts.enumerated().flatMap { number, text in
            [
                RetryJob(
                    id: .text(text),
                    type: JobType(rawValue: text),
                    action: ActionReference(id: Int64(number), name: text),
                    eventIDs: [],
                    retryCount: number % 25,
                    lastRetry: now.advanced(bySeconds: -60),
                    errorClass: text
                ),
                RetryJob(
                    id: .text("b" + text),
                    type: .agentReceive,
                    action: ActionReference(id: Int64(number), name: text),
                    eventIDs: [],
                    retryCount: number % 25,
                    lastRetry: now.advanced(bySeconds: -60),
                    errorClass: number.isMultiple(of: 3) ? text : "E\(number % 7)"
                ),
            ]
        }
    }

    /// Each text as a name of everything that a directory has, too.
    private static func hostile() throws -> Report {
        var builder = ReportBuilder(now: now)
        let jobs = try hostileJobs()
        for job in jobs { builder.add(job) }
        var extras = TenantExtras()
        var directory = TenantDirectory()
        for (number, text) in HostileCorpus.texts.enumerated() {
            let id = Int64(number)
            directory.add(DirectoryAction(id: id, storyID: id, isDisabled: true))
            directory.add(DirectoryStory(id: id, name: text, teamID: id / 3, ownerIDs: [id, id / 2], tags: [text]))
            directory.add(DirectoryTeam(id: id / 3, name: text))
            directory.add(DirectoryPerson(id: id, name: text))
        }
        var dead = DeadList()
        dead.add(jobs)
        extras.directory = directory
        extras.links = (try? TenantOrigin("https://acme.tines.com")).flatMap(ActionLinks.init)
        extras.dead = dead
        extras.workers = WorkerStatistics(current: 4, max: 4, queueCount: .max, queueLatency: 1e300)
        extras.notes = HostileCorpus.texts
        var report = builder.finish(
            reading: try hostileReading(),
            title: "</title><script>alert(1)</script>",
            generator: "retry-report",
            extras: extras
        )
        report.messages = HostileCorpus.texts.enumerated().map { number, text in
            ErrorMessage(actionID: Int64(number), entry: LogEntry(level: 4, message: text, createdAt: now))
        }
        return report
    }

    private static func hostileReading() throws -> Reading {
        let texts = HostileCorpus.texts
        return Reading(
            source: texts[0],
            tenant: try? TenantOrigin("javascript:alert(1)//https://acme.tines.com"),
            isComplete: false,
            isVerified: false,
            problems: texts.map { Diagnostic(.error, "test", $0) }
        )
    }
}
