#if LiveTenant
internal import Foundation
internal import RetryHistory
internal import RetryJobs
internal import RetryReport
internal import SampleTenant
internal import Synchronization
internal import TinesRetryJobs
internal import TinesTenant

/// Weeks of reports of a sample tenant whose set moves by Sidekiq's schedule, by the tenant's own clock; what each report
/// says of each job is compared with the tenant's log.
struct FateSequence: Sendable {
    var seed: UInt64 = 1
    /// Jobs at the start.
    var jobs = 400
    /// Jobs that fail for the first time, an hour.
    var newPerHour = 20.0
    /// How many seconds a retry takes at most.
    var longestRun = 300.0
    /// The share of retries that fail, and how much less it is for some error classes.
    var failsAgain = 0.85
    var spread = 0.3
    var days = 14.0
    /// Hours between two reports.
    var hours = 6.0
    /// Whether the list of dead jobs is read.
    var readsDead = true
    /// After how many reports, each time, a person removes some jobs and retries some by hand; 0 for never.
    var byHandEvery = 7
    /// Where the pages of each reading are saved, in a folder each; nil for nowhere.
    var pagesFolder: String?

    /// What the reports of a sequence said.
    struct Result: Sendable {
        var seed: UInt64 = 0
        var reports = 0
        /// Reports that were compared with one before, both verified.
        var compared = 0
        /// Claims by fate.
        var claims: [JobFate: Int] = [:]
        /// Claims that the tenant's log contradicts.
        var wrong: [String] = []
        /// Of jobs that died by the estimates, those that recovered in truth.
        var wrongEstimates = 0
        /// Jobs that recovered, were removed or died, after how many reports that was said.
        var reportsUntilTold: [Int: Int] = [:]
        /// Jobs that were gone for more than 12 reports and of which nothing was said.
        var untold = 0
        /// Expected deaths within 24 hours and 7 days beside those that came.
        var forecasts: [Forecast] = []
    }

    /// A report's expected deaths, and how many of these jobs died in truth.
    struct Forecast: Sendable {
        var hours: Int
        var estimated: Int
        var expected: Double
        var came: Int
    }

    func play() async throws -> Result {
        var configuration = SampleTenant.Configuration()
        configuration.jobs = jobs
        configuration.deadJobs = 20
        configuration.seed = seed
        configuration.oddShapes = false
        configuration.now = 1_767_225_600
        configuration.clock = .perRequest(milliseconds: 40)
        configuration.keepsJobLog = true
        var schedule = SampleTenant.Schedule()
        schedule.newFailuresPerSecond = newPerHour / 3_600
        schedule.failsAgain = failsAgain
        schedule.spread = spread
        schedule.longestRun = longestRun
        configuration.schedule = schedule
        let folder = FileManager.default.temporaryDirectory.appending(path: "fates-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let history = RetryHistory(path: folder.appending(path: "history.sqlite").path())
        return try await SampleTenant.running(configuration) { tenant in
            let start = tenant.time
            var book = TenantBook(seed: seed)
            var random = SplitMix64(seed: seed, place: 11)
            for report in 1...max(1, Int(days * 24 / hours)) {
                tenant.pass(seconds: (hours + 0.2 * (random.fraction() - 0.5)) * 3_600)
                if byHandEvery > 0, report % byHandEvery == 0 {
                    tenant.happen(.delete(10, place: Int(random.next() % 50)))
                    tenant.happen(.retrySome(10))
                }
                try await add(tenant, to: history, &book)
            }
            return book.finished(until: start + Int64(days * 86_400_000_000))
        }
    }

    /// Reads the tenant, compares and records a report, and judges it.
    private func add(_ tenant: SampleTenant, to history: RetryHistory, _ book: inout TenantBook) async throws {
        let source = try TenantSource(
            TenantSource.Configuration(tenant: TenantOrigin(tenant.url), key: APIKey("sample-key"))
        )
        var extras = TenantExtras()
        if readsDead {
            let found = Mutex(DeadList())
            let reading = try await source.read(.dead) { page in
                found.withLock { _ = $0.add(Array(page.jobs.jobs)) }
            }
            var dead = found.withLock { $0 }
            dead.isComplete = reading.isComplete
            extras.dead = dead
        }
        let start = Timestamp(microseconds: tenant.time)
        let batches = Mutex<[JobBatch]>([])
        let saver = try pagesFolder.map { try PageSaver(folder: "\($0)/\(1_000 + book.reports)") }
        var reading = try await source.read { page in
            try saver?.save(page)
            batches.withLock { $0.append(page.jobs) }
        }
        reading.startedAt = start
        let end = Timestamp(microseconds: tenant.time)
        reading.finishedAt = end
        // Each sequence has a port of its own.
        reading.tenant = try TenantOrigin("https://acme.tines.com")
        try saver?.finish(reading)
        var builder = ReportBuilder(now: end)
        builder.keepJobStates()
        if readsDead { builder.expectDeadJobs() }
        for batch in batches.withLock({ $0 }) { builder.add(batch) }
        let made = builder.finishWithStates(reading: reading, title: "Fates", generator: "fates", extras: extras)
        guard var states = made.states else { return }
        states.sortByID()
        var report = made.report
        var told: [(JobID, JobFate)] = []
        let comparison = try history.compare(&report, states, dead: extras.dead) { told.append(($0, $1)) }
        try history.record(report, states, comparison)
        book.judge(report, states, told, log: tenant.jobLog, isEstimated: !readsDead)
        if let forecast = report.deathForecast { book.add(forecast, report, states) }
    }
}

/// What is known of the tenant's jobs: what they are by its log, and what the reports said of them.
private struct TenantBook {
    private var result: FateSequence.Result
    private var ends: [UInt64: SampleTenant.JobEvent] = [:]
    private var read = 0
    private var last: Set<JobID> = []
    /// Every job that a report counted, with the number of the last one.
    private var seen: [UInt64: Int] = [:]
    private var told: Set<UInt64> = []

    var reports: Int { result.reports }

    init(seed: UInt64) {
        result = FateSequence.Result(seed: seed)
    }

    mutating func judge(
        _ report: Report,
        _ states: JobStates,
        _ fates: [(JobID, JobFate)],
        log: [SampleTenant.JobEvent],
        isEstimated: Bool
    ) {
        result.reports += 1
        for event in log[read...] {
            switch event.kind {
            case .died, .recovered, .removed: ends[event.job] = event
            case .entered, .failed: break
            }
        }
        read = log.count
        if let jobs = report.changes?.jobs, jobs.died != nil {
            result.compared += 1
            if jobs.isDeathEstimated != isEstimated {
                result.wrong.append("report \(result.reports): not marked as it is")
            }
        }
        for (id, fate) in fates {
            result.claims[fate, default: 0] += 1
            guard case .number(let number) = id else { continue }
            let job = UInt64(number)
            let end = ends[job]?.kind
            switch fate {
            case .new where seen[job] != nil:
                wrong(job, "is called new and was in report \(seen[job] ?? 0)")
            case .returned where seen[job] == nil || last.contains(id):
                wrong(job, "is called returned and was not missing")
            case .waiting where !last.contains(id), .moved:
                wrong(job, "is called \(fate)")
            case .recovered:
                if end != .recovered, end != .removed {
                    wrong(job, "is called recovered and is \(end.map { "\($0)" } ?? "in flight")")
                }
                tell(job)
            case .died:
                if end != .died, isEstimated, end == .recovered || end == .removed {
                    result.wrongEstimates += 1
                } else if end != .died {
                    wrong(job, "is called dead and is \(end.map { "\($0)" } ?? "in flight")")
                }
                tell(job)
            default: break
            }
        }
        last = Set(states.jobs.map { .number($0.id) })
        for case .number(let number) in last { seen[UInt64(number)] = result.reports }
    }

    private mutating func wrong(_ job: UInt64, _ what: String) {
        result.wrong.append("seed \(result.seed), report \(result.reports): job \(job) \(what)")
    }

    private mutating func tell(_ job: UInt64) {
        if !told.insert(job).inserted { wrong(job, "is told twice") }
        result.reportsUntilTold[result.reports - (seen[job] ?? 0), default: 0] += 1
    }

    /// The jobs that a report expects deaths of.
    private struct Expectation {
        let at: Timestamp
        let hours: Int
        let expected: Double
        let jobs: [UInt64]
    }

    private var expectations: [Expectation] = []

    mutating func add(_ forecast: DeathForecast, _ report: Report, _ states: JobStates) {
        let now = report.generatedAt
        for (hours, expected) in [(24, forecast.within24Hours), (168, forecast.within7Days)] {
            let end = now.advanced(bySeconds: Int64(hours) * 3_600)
            let jobs = states.jobs.filter { job in
                guard job.lastRetry != JobState.none else { return false }
                let death = report.schedule.death(
                    retryCount: Int(job.retryCount),
                    lastRetry: Timestamp(microseconds: job.lastRetry)
                )
                return death.earliest.map { $0 >= now && $0 <= end } ?? false
            }
            expectations.append(
                Expectation(at: now, hours: hours, expected: expected, jobs: jobs.map { UInt64($0.id) })
            )
        }
    }

    mutating func finished(until end: Int64) -> FateSequence.Result {
        // Only what has had the time to come true.
        let last = end - 9 * 86_400_000_000
        result.forecasts = expectations.filter { $0.at.microseconds < last && !$0.jobs.isEmpty }.map { expectation in
            FateSequence.Forecast(
                hours: expectation.hours,
                estimated: expectation.jobs.count,
                expected: expectation.expected,
                came: expectation.jobs.count { ends[$0]?.kind == .died }
            )
        }
        result.untold = seen.count { job, report in
            ends[job] != nil && !told.contains(job) && result.reports - report > 12
        }
        return result
    }
}
#endif
