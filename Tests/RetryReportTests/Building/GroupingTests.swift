import RetryReport
import Testing

private let now = Timestamp(microseconds: 1_790_000_000_000_000)

private func job(
    _ id: Int64,
    type: JobType = .agentReceive,
    error: String? = "ArgumentError",
    action: Int64? = 1,
    name: String? = nil,
    retries: Int? = 3,
    last: Timestamp? = now.advanced(bySeconds: -60)
) -> RetryJob {
    RetryJob(
        id: .number(id),
        type: type,
        action: action.map { ActionReference(id: $0, name: name) },
        retryCount: retries,
        lastRetry: last,
        errorClass: error
    )
}

private func report(_ jobs: [RetryJob], limits: ReportLimits = ReportLimits()) -> Report {
    var builder = ReportBuilder(now: now, limits: limits)
    builder.add(JobBatch(jobs: jobs))
    return builder.finish(reading: Reading(source: "jobs", isComplete: true, isVerified: true))
}

@Suite("Grouping") struct GroupingTests {
    @Test("groups are sorted by count descending, then by name, and jobs without an error class are a group, the last")
    func order() {
        let report = report([
            job(1, error: "B"), job(2, error: "A"), job(3, error: nil), job(4, error: "C"), job(5, error: "C"),
            job(6, type: .credentialRefresh, error: "Z"),
        ])
        #expect(report.types.map(\.type) == [.agentReceive, .credentialRefresh])
        #expect(report.types[0].errors.map(\.errorClass) == ["C", "A", "B", nil])
        #expect(report.types[0].errors.map(\.count) == [2, 1, 1, 1])
        #expect(report.groups.map(\.errorClass) == ["C", "A", "B", nil, "Z"])
        #expect(report.totals.jobs == 6)
        #expect(report.totals.groups == 5)
        #expect(report.totals.types == 2)
        #expect(report.totals.errorClasses == 5)
    }

    @Test("a repeated id of any kind is dropped and counted")
    func duplicates() {
        var builder = ReportBuilder(now: now)
        var texts = job(0)
        texts.id = .text("0123456789abcdef01234567")
        builder.add(JobBatch(jobs: [job(7), texts, job(7)]))
        #expect(builder.jobCount == 2)
        builder.add(JobBatch(jobs: [texts, job(8), job(-7), job(.max), job(.min)]))
        #expect(builder.jobCount == 6)
        builder.add(JobBatch(jobs: [job(.max), job(.min), job(-7)]))
        let report = builder.finish(reading: Reading(source: "jobs", isComplete: true, isVerified: true))
        #expect(report.totals.jobs == 6)
        #expect(report.reading.jobsReceived == 11)
        #expect(report.reading.repeatedJobs == 5)
    }

    @Test("many numbers, near and far, are each seen once")
    func seenMany() {
        var builder = ReportBuilder(now: now)
        let numbers = (0..<3000).map { Int64($0 * 3) } + (1..<3000).map { Int64($0) &* 0x1_0000_0001_0001 }
        builder.add(JobBatch(jobs: numbers.map { job($0) }))
        #expect(builder.jobCount == Set(numbers).count)
        builder.add(JobBatch(jobs: numbers.map { job($0) }))
        #expect(builder.jobCount == Set(numbers).count)
    }

    @Test("retries have a minimum, median, maximum and histogram, with those beyond the limit counted separately")
    func retries() {
        let counts: [Int?] = [0, 0, 4, 24, 25, 900, nil]
        let group = report(counts.enumerated().map { job(Int64($0.offset), retries: $0.element) }).groups[0]
        #expect(group.retries.minimum == 0)
        #expect(group.retries.median == 14)
        #expect(group.retries.maximum == 900)
        #expect(group.retries.histogram.count == 25)
        #expect(group.retries.histogram[0] == 2)
        #expect(group.retries.histogram[24] == 1)
        #expect(group.retries.beyondLimit == 2)
        #expect(group.retries.unknown == 1)
    }

    @Test("deaths are counted within 24 hours and within 7 days, without the overdue and the unknown ones")
    func deaths() {
        // A job at 24 dies 331,791 seconds after its last retry, if that was its last.
        func dies(in seconds: Int64, id: Int64) -> RetryJob {
            job(id, retries: 24, last: now.advanced(bySeconds: seconds - 331_791))
        }
        let report = report([
            dies(in: -5, id: 1), dies(in: 3600, id: 2), dies(in: 86_400, id: 3), dies(in: 86_401, id: 4),
            dies(in: 3 * 86_400, id: 5), job(6, retries: nil, last: nil), job(7, retries: 0),
            // It was never retried, so it failed just now and dies after 20 days.
            job(8, retries: 0, last: nil),
        ])
        #expect(report.totals.deaths.overdue == 1)
        #expect(report.totals.deaths.within24Hours == 2)
        #expect(report.totals.deaths.within7Days == 4)
        #expect(report.totals.deaths.later == 2)
        #expect(report.totals.deaths.unknown == 1)
        #expect(report.totals.deaths.next == now.advanced(bySeconds: 3600))
        #expect(report.totals.atLastRetries == 5)
        #expect(report.totals.neverRetried == 2)
        #expect(report.calendar.overdue == 1)
        #expect(report.calendar.unknown == 1)
        #expect(report.calendar.days.map(\.count).prefix(4) == [1, 2, 0, 1])
        #expect(report.calendar.days.reduce(0) { $0 + $1.count } + report.calendar.later == 6)
    }

    @Test("each group lists the jobs closest to death, ties by id, and says how many it leaves out")
    func closestToDeath() {
        let jobs = (0..<200).map { index in
            job(
                Int64(index),
                retries: (index * 7) % 25,
                last: index % 10 == 0 ? nil : now.advanced(bySeconds: -Int64(index % 13))
            )
        }
        let all = report(jobs, limits: ReportLimits(jobsPerGroup: 0)).groups[0]
        #expect(all.jobs.count == 200)
        #expect(all.jobsNotShown == 0)
        let schedule = RetrySchedule.standard.placed(at: now)
        let expected = jobs.sorted { left, right in
            func death(_ job: RetryJob) -> Timestamp? {
                schedule.death(
                    retryCount: job.retryCount,
                    lastRetry: job.lastRetry ?? (job.retryCount == 0 ? now : nil)
                ).earliest
            }
            let (a, b) = (death(left), death(right))
            if a != b { return (a ?? .latest) < (b ?? .latest) }
            return left.id < right.id
        }
        #expect(Array(all.jobs) == expected)
        let some = report(jobs, limits: ReportLimits(jobsPerGroup: 7)).groups[0]
        #expect(Array(some.jobs) == Array(expected.prefix(7)))
        #expect(some.jobsNotShown == 193)
    }

    @Test("actions are counted in each group and across groups, and named when any job names them")
    func actions() {
        let report = report(
            [
                job(1, action: 5), job(2, error: "B", action: 5, name: "Five"), job(3, action: 9, name: "Nine"),
                job(4, action: 5), job(5, action: nil), job(6, error: "B", action: 2),
            ],
            limits: ReportLimits(topActions: 2)
        )
        #expect(report.actions.map(\.action.id) == [5, 2])
        #expect(report.actions[0].action.name == "Five")
        #expect(report.actions[0].count == 3)
        #expect(report.actions[0].groups == 2)
        #expect(report.actions[0].mostFrequent == report.groups[0].name)
        #expect(report.actionsNotShown == 1)
        #expect(report.totals.jobsWithoutAction == 1)
        let group = report.groups[0]
        #expect(group.actionCount == 2)
        #expect(group.topActions.map(\.count) == [2, 1])
        #expect(group.jobsWithoutAction == 1)
    }

    @Test("the action to open first is sought among all, by what dies soonest")
    func openFirst() {
        func dying(_ id: Int64, action: Int64, in seconds: Int64) -> RetryJob {
            // The last retry's delay is 331,776 s and 15 s more.
            job(id, error: "B", action: action, retries: 24, last: now.advanced(bySeconds: seconds - 331_791))
        }
        let calm = (0..<120).map { job($0, action: $0 / 10) }
        let week = [dying(200, action: 50, in: 400_000), dying(201, action: 50, in: 300_000)]
        let day = [dying(202, action: 60, in: 40_000)]
        let limits = ReportLimits(topActions: 3)
        #expect(report(calm, limits: limits).openFirst?.action.id == 0)
        #expect(report(calm + week, limits: limits).openFirst?.action.id == 50)
        #expect(report(calm + week + day, limits: limits).openFirst?.action.id == 60)
        #expect(report(calm + week + day, limits: limits).openFirst?.mostFrequent.errorClass == "B")
        #expect(report([job(1, action: nil)]).openFirst == nil)
    }

    @Test("an action without number and name counts as none") func emptyReference() {
        var nameless = job(1)
        nameless.action = ActionReference(id: nil, name: nil)
        #expect(report([nameless]).totals.jobsWithoutAction == 1)
        #expect(report([nameless]).totals.actions == 0)
    }

    @Test("texts that only look alike stay distinct")
    func canonicalEquivalence() {
        let report = report([job(1, error: "\u{E9}"), job(2, error: "e\u{301}")])
        #expect(report.groups.count == 2)
        #expect(report.groups.map { $0.errorClass.map { Array($0.utf8) } } == [[0x65, 0xCC, 0x81], [0xC3, 0xA9]])
        #expect(report.totals.errorClasses == 2)
    }

    @Test("the order of reading changes nothing but the facts of reading")
    func orderOfReading() {
        let jobs = (0..<500).map { index in
            job(
                Int64(index),
                error: "E\(index % 17)",
                action: Int64(index % 31),
                name: "A\(index % 31)",
                retries: index % 25
            )
        }
        #expect(report(jobs) == report(jobs.reversed()))
    }

    @Test("an empty list gives a report that says so")
    func empty() {
        let report = report([])
        #expect(report.totals.jobs == 0)
        #expect(report.types.isEmpty)
        #expect(report.calendar.days.isEmpty)
        #expect(report.totals.oldestLastRetry == nil)
    }

    @Test("classes that differ only in the address of an object are one group, and jobs keep their own class")
    func addresses() {
        let names = ["#<Class:0x00007f3c5a10>", "#<Class:0x00007f11ab22>", "#<Class:0xdeadBEEF>::Error", "Fault0x1234"]
        let report = report(names.enumerated().map { job(Int64($0), error: $1) })
        #expect(report.groups.map(\.errorClass) == ["#<Class:0x…>", "#<Class:0x…>::Error", "Fault0x1234"])
        #expect(report.groups[0].jobs.map(\.errorClass) == [names[0], names[1]])
    }

    @Test("types that differ only in normalization are two groups, in the order of their bytes")
    func normalizationOfTypes() {
        let types: [JobType] = ["\u{E9}", "e\u{301}"]
        for order in [types, types.reversed()] {
            let report = report(order.enumerated().map { RetryJob(id: .number(Int64($0)), type: $1) })
            #expect(report.types.map { Array($0.type.rawValue.utf8) } == [[0x65, 0xCC, 0x81], [0xC3, 0xA9]])
            #expect(report.groups.map(\.type) == types.reversed())
        }
    }

    @Test("a moment that is known when reading ends gives the same report as one that was known before")
    func laterMoment() {
        let jobs = (0..<2_000).map { index in
            job(
                Int64(index),
                error: "E\(index % 7)",
                action: index % 5 == 0 ? nil : Int64(index % 11),
                retries: index % 26,
                last: index % 3 == 0 ? nil : now.advanced(bySeconds: -Int64(index) * 900)
            )
        }
        var builder = ReportBuilder(now: now.advanced(bySeconds: -86_400), limits: ReportLimits(jobsPerGroup: 9))
        builder.leaveMomentOpen()
        builder.add(JobBatch(jobs: jobs))
        let reading = Reading(source: "jobs", isComplete: true, isVerified: true)
        let expected = report(jobs, limits: ReportLimits(jobsPerGroup: 9))
        func finished(_ moment: Timestamp?) -> Report {
            builder.finish(
                reading: reading,
                now: moment,
                title: expected.title,
                generator: expected.generator,
                extras: TenantExtras()
            )
        }
        #expect(finished(now) == expected)
        #expect(finished(nil) != expected)
        #expect(finished(now) == expected)
    }

    @Test("jobs from different tables of texts are grouped as from one")
    func severalTables() {
        let jobs = (0..<40).map { index in
            var job = job(Int64(index), error: "E\(index % 3)", action: 5, name: "A\(index % 2)")
            if index % 4 == 0 { job.id = .text("id-\(index)") }
            if index % 5 == 0 { job.eventIDs = [1, 2] }
            return job
        }
        var builder = ReportBuilder(now: now)
        for start in stride(from: 0, to: 40, by: 7) { builder.add(JobBatch(jobs: jobs[start..<min(start + 7, 40)])) }
        let reading = Reading(source: "jobs", isComplete: true, isVerified: true)
        #expect(builder.finish(reading: reading) == Report(jobs: jobs, now: now, reading: reading))
    }
}
