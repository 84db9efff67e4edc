import FoundationEssentials
import RetryReport
import TinesRetryJobs

/// Takes the pages of one run in: saves them if asked, counts their jobs, and writes each job to the formats of single
/// jobs.
actor PageIntake {
    private var builder: ReportBuilder
    /// Writes the formats of single jobs; nil for none.
    private let streams: JobStreams?
    private let saver: PageSaver?
    private let watch: (any ReadingWatch)?
    private let filter: ReportFilter?
    /// Chooses the jobs of a restricted report; nil while that needs the tenant's directory.
    private var chooser: JobChooser?
    /// Jobs of a restricted report, some 60 bytes each, until the directory is known.
    private var held: [JobBatch] = []
    /// Finds the jobs that the formats of single jobs must wait for, as the builder does.
    private var sieve: NearDeathSieve?
    private var nearDeath: [(texts: BatchTexts, record: JobRecord)] = []
    private let began = ContinuousClock.now
    private var work = ReadingWork()

    init(
        _ plan: ReportPlan,
        streams: [JobStream],
        saver: PageSaver?,
        watch: (any ReadingWatch)?,
        expectsDeadJobs: Bool,
        keepsStates: Bool
    ) {
        let moment = plan.knownMoment
        builder = ReportBuilder(
            now: moment ?? Timestamp(date: Date()),
            schedule: plan.schedule,
            limits: plan.limits,
            policy: plan.policy
        )
        if moment == nil { builder.leaveMomentOpen() }
        if expectsDeadJobs { builder.expectDeadJobs() }
        sieve = builder.sieve
        filter = plan.filter.isEmpty ? nil : plan.filter
        if plan.filter.isDecidedByJobs { chooser = filter.map { JobChooser($0, directory: nil) } }
        if keepsStates { builder.keepJobStates() }
        self.streams = streams.isEmpty ? nil : JobStreams(streams)
        self.saver = saver
        self.watch = watch
    }

    /// Takes a page in. The formats of single jobs are written beside the next one.
    func take(_ page: RetryJobPage) async throws {
        try saver?.save(page)
        if filter != nil, chooser == nil {
            held.append(page.jobs)
        } else {
            var jobs = page.jobs
            chooser?.restrict(&jobs)
            try await count(jobs)
        }
        work.pages += 1
        work.bytes += page.body.count
        work.jobs = builder.jobCount + held.reduce(0) { $0 + $1.records.count }
        work.seconds = (ContinuousClock.now - began) / .seconds(1)
        watch?.took(page.envelope, work: work)
    }

    private func count(_ given: JobBatch) async throws {
        builder.add(given)
        guard let streams else { return }
        var jobs = given
        if sieve != nil {
            let isNearDeath = jobs.records.map { sieve?.takes($0) ?? false }
            for (record, isNearDeath) in zip(jobs.records, isNearDeath) where isNearDeath {
                nearDeath.append((jobs.source, record))
            }
            if isNearDeath.contains(true) { jobs.keep(isNearDeath.map { !$0 }) }
        }
        try await streams.write(jobs)
    }

    /// Closes the formats of single jobs and hands over what was read, with what else was learned meanwhile.
    func finish(_ reading: Reading, _ extras: TenantExtras?, requests: RequestWork?) async throws
        -> (jobs: GatheredJobs, builder: ReportBuilder)
    {
        try saver?.finish(reading)
        if let filter {
            var chooser = self.chooser ?? JobChooser(filter, directory: extras?.directory)
            for var batch in held {
                chooser.restrict(&batch)
                try await count(batch)
            }
            held = []
            builder.chooser = chooser
        }
        // A job that died meanwhile counts as dead, and is in no list of those that wait.
        let dead = extras?.dead?.ids ?? []
        let jobs = nearDeath.map { texts, record in texts.read { $0.job(record) } }
        nearDeath = []
        try await streams?.write(JobBatch(jobs: jobs.filter { !dead.contains($0.id) }))
        try await streams?.end(builder.facts(of: reading))
        work.seconds = (ContinuousClock.now - began) / .seconds(1)
        work.requests = requests
        watch?.finished(work)
        return (GatheredJobs(reading: reading, extras: extras, work: work), builder)
    }
}

/// The formats of single jobs: writes a page while the next one is counted.
actor JobStreams {
    private var streams: [JobStream]
    private var writing: Task<Void, any Error>?

    init(_ streams: [JobStream]) {
        self.streams = streams
    }

    /// Waits until the jobs before are written, and begins to write these. Called for one page at a time. Throws the error
    /// of the jobs before.
    func write(_ jobs: JobBatch) async throws {
        try await writing?.value
        writing = Task { try self.writeNow(jobs) }
    }

    private func writeNow(_ jobs: JobBatch) throws {
        for index in streams.indices { try streams[index].write(jobs) }
    }

    /// Writes what comes after the last job, and closes the documents.
    func end(_ reading: ReadingFacts) async throws {
        try await writing?.value
        for index in streams.indices { try streams[index].end(reading) }
    }
}

/// A format of single jobs and the document that it writes.
struct JobStream: Sendable {
    private let renderer: any JobRenderer
    private let schedule: RetrySchedule
    private var document: any StagedDocument

    init(_ renderer: any JobRenderer, schedule: RetrySchedule, document: any StagedDocument) {
        self.renderer = renderer
        self.schedule = schedule
        self.document = document
    }

    /// Writes what comes before the first job.
    mutating func begin() throws {
        do { try renderer.begin(to: &document) } catch { throw named(error) }
    }

    /// Writes the jobs of a page. The document is written in place: a copy would copy what it has gathered with each.
    mutating func write(_ jobs: JobBatch) throws {
        do { try renderer.render(jobs, schedule: schedule, to: &document) } catch { throw named(error) }
    }

    /// Writes what comes after the last job, and closes the document.
    mutating func end(_ reading: ReadingFacts) throws {
        do { try renderer.end(reading, to: &document) } catch { throw named(error) }
        try document.close()
    }

    private func named(_ error: any Error) -> any Error {
        error is any DestinationError ? error : RenderingError(format: renderer.format.identifier, underlying: error)
    }
}
