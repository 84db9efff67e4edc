extension Report {
    /// A small made-up report in which no name of a ``ReportView`` is empty: for trying out templates and
    /// for the examples in the table of names. Always the same.
    public static let sample: Report = makeSample()

    private static func makeSample() -> Report {
        // 2026-07-26T12:00:00Z.
        let now = Timestamp(microseconds: 1_785_067_200_000_000)
        var builder = ReportBuilder(
            now: now,
            limits: ReportLimits(topActions: 4, jobsPerGroup: 3),
            policy: samplePolicy(now)
        )
        var number = 0
        for group in sampleGroups {
            for index in 0..<group.jobs {
                number += 1
                builder.add(sampleJob(group, index: index, number: number, now: now))
            }
        }
        var report = builder.finish(
            reading: Reading(
                source: "https://acme.tines.com",
                tenant: try? TenantOrigin("https://acme.tines.com"),
                pagesRead: 3,
                sweeps: 2,
                countAtStart: 0,
                countAtEnd: number + 2,
                isComplete: true,
                isVerified: false,
                problems: [Diagnostic(.warning, "list.moved", "New jobs still came with the last sweep.")],
                notes: ["3 jobs left the list while it was read. The report includes them."]
            ),
            title: "Retry jobs",
            generator: "retry-report",
            extras: sampleExtras(now)
        )
        report.sampleChanges(now)
        report.incidents = [
            Incident(
                from: now.advanced(bySeconds: -35_400),
                to: now.advanced(bySeconds: -34_500),
                jobs: 31,
                groups: report.groups.prefix(2).map {
                    .init(type: $0.type, errorClass: $0.errorClass, jobs: $0.count / 2)
                }
            )
        ]
        report.messages = [
            ErrorMessage(
                actionID: 91_002,
                entry: LogEntry(level: 4, message: "429 Too Many Requests", createdAt: now.advanced(bySeconds: -300))
            )
        ]
        report.repairs = [
            RepairCount(repair: .lastRetryReadAsMilliseconds, count: 12),
            RepairCount(repair: .actionIDReadFromText, count: 2),
        ]
        report.unreadable = [UnreadableJob(page: 2, index: 17, reason: .idMissing)]
        report.reading.unreadableJobs = 2
        report.reading.jobsReceived += 2
        return report
    }

    private static func samplePolicy(_ now: Timestamp) -> Policy? {
        var owned = PolicyRule(PolicyMatch(errorClasses: ["Faraday::*"]), place: "policy.yaml:2")
        owned.owner = "Platform on-call"
        owned.severity = .high
        owned.runbook = "https://wiki.example.com/timeouts"
        owned.issue = "https://issues.example.com/4711"
        owned.note = "Known since the upgrade."
        var muted = PolicyRule(PolicyMatch(errorClasses: ["Faraday::*"], actions: ["91002"]), place: "policy.yaml:9")
        muted.mute = PolicyRule.Mute(until: now.advanced(bySeconds: 5 * 86_400), reason: "The proxy is being replaced.")
        var expired = PolicyRule(PolicyMatch(errorClasses: ["JSON::*"]), place: "policy.yaml:12")
        expired.mute = PolicyRule.Mute(
            until: now.advanced(bySeconds: -86_400),
            reason: "The scanner is being upgraded."
        )
        var unmatched = PolicyRule(PolicyMatch(stories: ["Old story"]), place: "policy.yaml:15")
        unmatched.owner = "Ada Example"
        return try? Policy(rules: [owned, muted, expired, unmatched])
    }

    private mutating func sampleChanges(_ now: Timestamp) {
        var changes = Changes(since: now.advanced(bySeconds: -21_600), previousRunAt: now.advanced(bySeconds: -21_600))
        changes.missedRuns = 2
        changes.removals = [
            JobRemoval(at: now.advanced(bySeconds: -3_600), operation: "JobsRetryingDeletion", user: "Ada Example")
        ]
        changes.jobs = JobChanges(
            new: 12,
            waiting: 21,
            moved: 1,
            died: nil,
            recovered: nil,
            before: 33,
            isDeathEstimated: false
        )
        for type in types.indices {
            for error in types[type].errors.indices {
                let group = types[type].errors[error]
                types[type].errors[error].change = GroupChange(state: .growing, before: 1, new: 2)
                changes.groups.append(GroupComparison(group.name, state: .growing, before: 1, now: group.count))
            }
        }
        self.changes = changes
        outcomes = [
            ErrorOutcome(errorClass: "Faraday::TimeoutError", recovered: 1_108, died: 96, mostWithinRetries: 4)
        ]
        deathForecast = DeathForecast(within24Hours: 1.4, within7Days: 3.2, retries: 412)
        estimateCheck = EstimateCheck(fits: true, delays: 64, fittingDelays: 63, deaths: 0, fittingDeaths: 0)
        history = (1...3).map { JobCountThen(at: now.advanced(bySeconds: -21_600 * Int64(4 - $0)), jobs: 30 + $0) }
    }

    private static func sampleExtras(_ now: Timestamp) -> TenantExtras {
        var directory = TenantDirectory()
        for (action, story) in [(88_214, 4_101), (88_217, 4_101), (90_431, 4_102), (91_002, 4_102), (77_105, 4_102)] {
            directory.add(DirectoryAction(id: Int64(action), storyID: Int64(story), isDisabled: false))
        }
        directory.add(DirectoryStory(id: 4_101, name: "Phishing triage", teamID: 31, ownerIDs: [901]))
        directory.add(DirectoryStory(id: 4_102, name: "Case handling", teamID: 32))
        directory.add(DirectoryTeam(id: 31, name: "Detection"))
        directory.add(DirectoryTeam(id: 32, name: "Response"))
        directory.add(DirectoryPerson(id: 901, name: "Ada Example"))
        var dead = DeadList()
        dead.add(
            (1...4).map { number in
                RetryJob(
                    id: .number(Int64(401_000 + number)),
                    type: .agentReceive,
                    action: ActionReference(id: 88_214, name: "Enrich IP with reputation"),
                    retryCount: 25,
                    lastRetry: now.advanced(bySeconds: -3_600 * Int64(number * number * number)),
                    errorClass: "Faraday::TimeoutError"
                )
            }
        )
        dead.isComplete = true
        var extras = TenantExtras()
        extras.directory = directory
        extras.links = (try? TenantOrigin("https://acme.tines.com")).flatMap(ActionLinks.init)
        extras.dead = dead
        extras.workers = WorkerStatistics(current: 20, max: 20, queueCount: 130, queueLatency: 4.2)
        return extras
    }

    private struct SampleGroup {
        var type: JobType
        var errorClass: String?
        var jobs: Int
        var actions: [ActionReference?]
        /// Counts run from the first to the last of these, over and over.
        var retries: ClosedRange<Int>
    }

    private static let sampleGroups = [
        SampleGroup(
            type: .agentReceive,
            errorClass: "Faraday::TimeoutError",
            jobs: 41,
            actions: [
                ActionReference(id: 88_214, name: "Enrich IP with reputation"),
                ActionReference(id: 88_217, name: "Look up user in directory"),
                ActionReference(id: 90_431, name: "Create ticket"),
                ActionReference(id: 91_002, name: "Post to channel"),
                ActionReference(id: 91_377, name: nil),
            ],
            retries: 0...24
        ),
        SampleGroup(
            type: .agentReceive,
            errorClass: "JSON::ParserError",
            jobs: 23,
            actions: [ActionReference(id: 77_105, name: "Parse scanner output")],
            retries: 6...15
        ),
        SampleGroup(
            type: .credentialRefresh,
            errorClass: "OAuth2::Error",
            jobs: 9,
            actions: [ActionReference(id: 1204, name: nil)],
            retries: 11...19
        ),
        SampleGroup(type: .agentRunSchedule, errorClass: nil, jobs: 3, actions: [nil], retries: 2...4),
    ]

    private static func sampleJob(_ group: SampleGroup, index: Int, number: Int, now: Timestamp) -> RetryJob {
        let retries = group.retries.lowerBound + index * 7 % group.retries.count
        // Somewhere in the wait for the next retry, and once in a while past it.
        let wait = RetrySchedule.standard.delay(after: retries)?.lowerBound ?? 0
        let waited = wait * Int64(5 + index * 13 % 100) / 100
        return RetryJob(
            id: .number(Int64(502_000 + number)),
            type: group.type,
            action: group.actions[index / 2 % group.actions.count],
            eventIDs: [Int64(73_114_000 + number * 3)],
            retryCount: retries,
            lastRetry: index == 0 && retries == 0 ? nil : now.advanced(bySeconds: -waited),
            errorClass: group.errorClass
        )
    }
}
