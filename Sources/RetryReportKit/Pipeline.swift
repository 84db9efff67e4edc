import FoundationEssentials
package import RetryReport
package import TinesRetryJobs

/// Everything between a source of jobs and what is announced about their report, one stage after the other. Each stage
/// returns a value that the next one takes; nothing flows back.
///
///     read      pages → GatheredJobs, and beside them what else the tenant says
///     build     GatheredJobs → Report
///     enrich    Report → Report, with what other sources know of it
///     compare   Report → Report, with what changed since earlier reports
///     render    Report → RenderedReport
///     publish   RenderedReport → PublishedReport
///     announce  PublishedReport → PublishedReport, with what the announcements had to say
///
/// ``RetryReport/Report/init(reading:title:now:schedule:limits:)`` takes the first four stages, the program all seven.
/// A pipeline is a value that shares nothing with others: any number of them may run at the same time.
package struct Pipeline: Sendable {
    /// Where the jobs come from.
    package var source: any RetryJobSource
    /// What the report is made with.
    package var plan: ReportPlan
    /// Returns what the source's requests took so far; nil for a source without any.
    package var requests: (@Sendable () -> RequestWork)?
    /// Told how far reading is.
    package var watch: (any ReadingWatch)?
    /// Saves each page as it came.
    package var saver: PageSaver?
    /// Keeps every job for an archive; it is also one of the announcing steps.
    package var archive: ArchiveStep?
    /// What to ask the tenant besides, while its jobs are read.
    package var extras: ExtrasPlan?
    /// A limit on rendering that is shared with other pipelines; nil for none.
    package var rendering: (any RenderingLimit)?
    /// Steps that add facts from other sources, in order.
    package var enriching: [any ReportStep] = []
    /// Steps that compare with earlier reports, in order.
    package var comparing: [any ComparingStep] = []

    package init(source: any RetryJobSource, plan: ReportPlan) {
        self.source = source
        self.plan = plan
    }

    /// Takes the first four stages: reads everything and makes the report.
    package func report() async throws -> Report {
        try await gather().report
    }

    /// Takes all stages. Throws what reading, rendering and publishing throw, and `CancellationError`; nothing was
    /// published then. Once published, nothing is thrown: what fails from there on is in
    /// ``PublishedReport/announcements``.
    package func run(_ publication: Publication) async throws -> PublishedReport {
        let destination = publication.destination
        let (published, announcements) = try await withTaskCancellationHandler {
            defer { destination.discard() }
            let gathered = try await gather(streaming: publication.formats, to: destination)
            try await rendering?.enter()
            defer { rendering?.leave() }
            let rendered = try await render(gathered.report, of: gathered.jobs, publication)
            try Task.checkCancellation()
            return (try publish(rendered, to: destination), rendered.announcements)
        } onCancel: {
            destination.discard()
        }
        return await announce(published, announcements)
    }

    /// Takes the first four stages, with the tenant at hand until the report is enriched.
    private func gather(
        streaming formats: [RendererRegistry.Renderer] = [],
        to destination: (any ReportDestination)? = nil
    ) async throws -> (report: Report, jobs: GatheredJobs) {
        guard let extras, let tenant = extras.tenant else {
            let (jobs, builder) = try await read(source, besides: nil, streaming: formats, to: destination)
            let built = build(consume builder, jobs)
            let report = try await enrich(built.report, extras?.saved?.messageStep)
            let compared = try await compare(report, built.states, dead: jobs.extras?.dead)
            return (try await take(extras?.saved?.removalStep, with: compared), jobs)
        }
        return try await tenant.asking { source, fetch in
            let run = ExtrasRun(plan: extras, within: tenant.timeLimit, fetch: fetch)
            let (jobs, builder) = try await read(source, besides: run, streaming: formats, to: destination)
            let built = build(consume builder, jobs)
            return (try await finish(built.report, built.states, jobs.extras, asking: run), jobs)
        }
    }

    /// Enriches and compares a report while its tenant can be asked, and saves what was learned with the pages.
    private func finish(
        _ built: Report,
        _ states: JobStates?,
        _ learned: TenantExtras?,
        asking run: ExtrasRun
    ) async throws -> Report {
        let report = try await enrich(built, run.messageStep)
        let saved = learned.map { SavedExtras(extras: $0, messages: report.messages, asked: run.plan.asked) }
        let compared: Report
        do {
            compared = try await compare(report, states, dead: learned?.dead)
        } catch {
            // Pages that were read are kept, and what was learned with them.
            try? save(saved)
            throw error
        }
        let finished = try await take(run.removalStep, with: compared)
        try save(saved?.adding(finished.changes?.removals ?? []))
        return finished
    }

    // MARK: The stages

    private func read(
        _ source: any RetryJobSource,
        besides run: ExtrasRun?,
        streaming formats: [RendererRegistry.Renderer],
        to destination: (any ReportDestination)?
    ) async throws -> (jobs: GatheredJobs, builder: ReportBuilder) {
        var streams: [JobStream] = []
        // Jobs are written before it is known when reading ends.
        let schedule = plan.schedule.placed(at: plan.knownMoment ?? Timestamp(date: Date()))
        for case .jobs(let renderer) in formats {
            guard let destination else { break }
            streams.append(
                JobStream(
                    renderer,
                    schedule: schedule,
                    document: try destination.stage(renderer.format)
                )
            )
        }
        if let archive { streams.append(archive.begin(schedule)) }
        for index in streams.indices { try streams[index].begin() }
        let intake = PageIntake(
            plan,
            streams: streams,
            saver: saver,
            watch: watch,
            expectsDeadJobs: extras?.asked.contains(.dead) ?? false,
            keepsStates: !comparing.isEmpty
        )
        // Beside the pages: it takes as long as some hundred of them.
        async let saved = extras?.saved?.extras()
        let reading: Reading
        if let run {
            reading = try await run.beside {
                try await source.read { page in
                    try await intake.take(page)
                    await run.touched.add(page.jobs.actionIDs)
                }
            }
        } else {
            reading = try await source.read { page in try await intake.take(page) }
        }
        try Task.checkCancellation()
        var learned = await saved
        if let run { learned = await run.extras() }
        archive?.learned(learned?.directory)
        return try await intake.finish(reading, learned, requests: requests?())
    }

    private func build(
        _ builder: consuming ReportBuilder,
        _ jobs: GatheredJobs
    ) -> (report: Report, states: JobStates?) {
        var reading = jobs.reading
        if plan.now == nil, reading.finishedAt == nil {
            reading.notes.append("It is not known when these pages were read: all times count from this report.")
        }
        var extras = jobs.extras ?? TenantExtras()
        extras.links = self.extras?.links(jobs.reading.tenant)
        return builder.finishWithStates(
            reading: reading,
            now: plan.moment(of: reading),
            title: plan.title,
            generator: plan.generator,
            extras: extras
        )
    }

    private func save(_ extras: SavedExtras?) throws {
        guard let saver, let extras else { return }
        try saver.save(extras: try extras.json())
    }

    private func enrich(_ report: Report, _ messages: (any ReportStep)?) async throws -> Report {
        var report = report
        for step in (messages.map { [$0] } ?? []) + enriching { report = try await take(step, with: report) }
        return report
    }

    private func compare(_ report: Report, _ states: JobStates?, dead: DeadList?) async throws -> Report {
        guard let states else { return report }
        var report = report
        for step in comparing {
            report = try await take(step.name, with: report) { try await step.compare(&$0, states, dead: dead) }
        }
        return report
    }

    /// Renders the formats side by side. They are staged one after the other, so that their order stays theirs.
    private func render(
        _ report: Report,
        of jobs: GatheredJobs,
        _ publication: Publication
    ) async throws -> RenderedReport {
        // Others that are read must not wait for it.
        let priority: TaskPriority? = rendering == nil ? nil : .utility
        try await withThrowingTaskGroup(of: Void.self) { group in
            for format in publication.formats {
                try Task.checkCancellation()
                switch format {
                case .report(let renderer):
                    let document = try publication.destination.stage(renderer.format)
                    group.addTask(priority: priority) { try renderer.write(report, to: document) }
                case .asyncReport(let renderer):
                    let document = try publication.destination.stage(renderer.format)
                    group.addTask(priority: priority) { try await renderer.write(report, to: document) }
                case .jobs: continue
                }
            }
            try await group.waitForAll()
        }
        let announcements = try publication.announcing.compactMap { try $0.prepare(report) }
        return RenderedReport(report: report, work: jobs.work, announcements: announcements)
    }

    private func publish(_ rendered: RenderedReport, to destination: any ReportDestination) throws -> PublishedReport {
        PublishedReport(report: rendered.report, work: rendered.work, files: try destination.publish())
    }

    private func announce(_ published: PublishedReport, _ announcements: [Announcement]) async -> PublishedReport {
        var published = published
        for announcement in announcements {
            do {
                try Task.checkCancellation()
                published.announcements.append(.init(announcement.name, said: try await announcement.send(published)))
            } catch {
                published.announcements.append(.init(announcement.name, failure: error))
            }
        }
        return published
    }

    private func take(_ step: (any ReportStep)?, with report: Report) async throws -> Report {
        guard let step else { return report }
        return try await take(step.name, with: report) { try await step.apply(to: &$0) }
    }

    /// Takes a step. One that fails leaves a note and changes nothing else.
    private func take(
        _ name: String,
        with report: Report,
        _ step: (inout Report) async throws -> Void
    ) async throws -> Report {
        var changed = report
        do {
            try await step(&changed)
            return changed
        } catch {
            try Task.checkCancellation()
            var report = report
            report.reading.notes.append("\(name): \(error)")
            return report
        }
    }
}
