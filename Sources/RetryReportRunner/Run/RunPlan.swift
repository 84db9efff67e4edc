#if LiveTenant
import Foundation
import Logging
import RetryArchive
import RetryReportKit
import TinesTenant

/// The pipeline of one run, as its settings ask for it.
struct RunPlan: Sendable {
    let settings: RunSettings
    let logger: Logger
    /// What is told besides the mail, in order around it: first, before anything is handed over, and last.
    let first: any AnnouncingStep
    let last: [any AnnouncingStep]
    /// A limit on rendering that other tenants share; nil for none.
    var rendering: (any RenderingLimit)?
    /// Templates and programs that were checked before.
    var checked = CheckedFormats()

    /// The plan of a run that tells the operator what it published and writes metrics. Warns of a key file that others can
    /// read.
    ///
    /// - Parameters:
    ///   - settings: the run's settings.
    ///   - layers: where they are from.
    ///   - messages: where messages go.
    ///   - metrics: the file of its metrics; nil for none.
    ///   - began: when the run began.
    ///   - namesFiles: whether each file that was published is named.
    ///   - told: called when the report is published and the operator knows.
    init(
        _ settings: RunSettings,
        _ layers: SettingsLayers,
        _ messages: Messages,
        _ metrics: MetricsFile?,
        _ began: ContinuousClock.Instant,
        namesFiles: Bool,
        told: @escaping @Sendable () -> Void = {}
    ) {
        if case .tenant = settings.input, let file = layers.given(Settings.apiKeyFile).last,
            let warning = SecretFile.key(file).warning
        {
            messages.tell(warning)
        }
        let verdict = { @Sendable (published: PublishedReport) in Verdict(published, settings) }
        self.settings = settings
        logger = messages.logger(settings.logLevel)
        first = OperatorAnnouncement(messages: messages, verdict: verdict, told: told, namesFiles: namesFiles)
        last = metrics.map { [MetricsAnnouncement(file: $0, began: began, verdict: verdict)] } ?? []
    }

    /// Runs to the end. Throws ``RunError``, ``SettingsError`` or `CancellationError`; nothing was published then.
    func run() async throws -> PublishedReport {
        var publication = try await publication()
        let (source, requests, tenant) = try source()
        let line = ProgressLine(settings.progress)
        defer { line.clear() }
        var plan = ReportPlan(now: settings.now)
        plan.title = settings.title
        plan.schedule = settings.schedule
        plan.limits = settings.limits
        plan.filter = settings.filter
        plan.policy = settings.policy
        plan.generator = Version.generator
        if case .savedPages(let paths) = settings.input {
            // Without a record, nobody knows when; the report says so, and counts from the beginning of the run.
            plan.readAt = SavedPages(paths: paths).finishedAt ?? Timestamp(date: Date())
        }
        var pipeline = Pipeline(source: source, plan: plan)
        pipeline.requests = requests
        pipeline.rendering = rendering
        pipeline.extras = extras(of: tenant)
        pipeline.watch = RunWatch(line: line, logger: logger)
        if let history = settings.history {
            let step = HistoryStep(history)
            pipeline.comparing = [step]
            // Last of all: what the next run is compared with is what was published.
            publication.announcing.append(step)
        }
        if let folder = settings.archiveFolder {
            let step = ArchiveStep(RunArchive(path: folder), tenant: settings.archiveTenant)
            pipeline.archive = step
            // Before the mail, which may take long, and the metrics, which tell what failed.
            publication.announcing.insert(step, at: 1)
        }
        do {
            let pages = try settings.savePagesFolder.map { try PagesFolder($0, keeping: settings.savePagesKept) }
            pipeline.saver = try pages.map { try PageSaver(folder: $0.staging) }
            // Pages that were read are kept even if the report fails.
            defer { try? pages?.close() }
            if let pages { publication.announcing.append(PagesAnnouncement(folder: pages)) }
            return try await pipeline.run(publication)
        } catch let error as RetryJobSourceError {
            throw RunError(error)
        } catch let error as PageSavingError {
            throw RunError(.unwritable, "--save-pages: \(error)")
        } catch let error as RenderingError {
            throw RunError(.configuration, error.description)
        } catch let error as OutputError {
            throw RunError(.unwritable, error.description)
        }
    }

    /// What is read besides jobs; nil for nothing.
    private func extras(of tenant: (any AskingSource)?) -> ExtrasPlan? {
        var extras: ExtrasPlan?
        if let tenant {
            let asked = settings.extras ?? ReportExtra.standard
            extras = ExtrasPlan(asking: asked, of: tenant)
        } else if case .savedPages(let paths) = settings.input, paths.count == 1,
            let saved = SavedExtras.find(folder: paths[0])
        {
            extras = ExtrasPlan(asking: settings.extras ?? Set(ReportExtra.allCases), saved: saved)
        }
        if let pattern = settings.actionURL {
            extras?.links = { tenant in try? ActionLinks(pattern: pattern, tenant: tenant) }
        }
        return extras
    }

    private func source() throws -> (any RetryJobSource, (@Sendable () -> RequestWork)?, (any AskingSource)?) {
        switch settings.input {
        case .savedPages(let paths):
            return (TimeLimitedPages(pages: SavedPages(paths: paths), limit: settings.timeout), nil, nil)
        case .tenant(let configuration):
            do {
                let source = try TenantSource(configuration, logger: logger)
                return (
                    source,
                    {
                        let progress = source.progress
                        return RequestWork(sent: progress.requests, retries: progress.retries, sweeps: progress.sweeps)
                    },
                    source
                )
            } catch {
                // The environment of the system may have named the file.
                let place = error.setting == .authorities ? settings.authorities.map { "\($0.place): " } : nil
                throw SettingsError(configuration: "\(place ?? "")\(error.description)")
            }
        }
    }

    private func publication() async throws -> Publication {
        let registry = try await registry()
        let formats = try settings.formats.map { try Self.renderer($0, in: registry) }
        var announcing: [any AnnouncingStep] = [first]
        if let mail = settings.mail, mail.isSent, case .report(let renderer) = try Self.renderer("eml", in: registry) {
            announcing.append(MailAnnouncement(plan: mail, renderer: renderer))
        }
        if let webhook = settings.webhook { announcing.append(WebhookAnnouncement(plan: webhook)) }
        let destination: any ReportDestination
        do throws(OutputError) {
            destination =
                if let path = settings.outputFolder {
                    try OutputFolder(path, name: settings.name)
                } else {
                    try StandardOutput()
                }
        } catch {
            throw RunError(.unwritable, error.description)
        }
        return Publication(formats: formats, destination: destination, announcing: announcing + last)
    }

    /// The formats, with the templates and the mail that the settings ask for.
    private func registry() async throws -> RendererRegistry {
        let templates = try checked.folder(settings.templateFolder)
        var renderers = StandardRenderers()
        renderers.pageTemplate = templates.own(.report).map { .init(name: $0.name, bytes: $0.bytes) }
        renderers.mailTemplate = templates.own(.email).map { .init(name: $0.name, bytes: $0.bytes) }
        renderers.markdownTemplate = templates.own(.markdown).map { .init(name: $0.name, bytes: $0.bytes) }
        renderers.detail = settings.detail
        renderers.showsMessagesInMail = settings.mailMessages
        renderers.reportLink = settings.reportLink
        renderers.mail = settings.mail?.settings
        renderers.mailAttachments = settings.mail?.attachment == .json ? [JSONRenderer()] : []
        var registry = try renderers.registry()
        for program in settings.programs {
            do {
                try registry.register(await checked.program(program.path))
            } catch {
                try Task.checkCancellation()
                throw RunError(.configuration, "--format \(program.name): \(error)")
            }
        }
        return registry
    }

    /// A renderer by its format's name, which ``RunSettings`` knows to exist.
    private static func renderer(
        _ identifier: String,
        in registry: RendererRegistry
    ) throws -> RendererRegistry.Renderer {
        do {
            return try registry.entry(for: identifier).renderer()
        } catch {
            throw RunError(.configuration, "\(error)")
        }
    }
}

/// Shows how far reading is, and logs what it took.
private struct RunWatch: ReadingWatch {
    let line: ProgressLine
    let logger: Logger

    func took(_ page: PageEnvelope, work: ReadingWork) {
        line.show(pages: work.pages, jobs: work.jobs, pagesExpected: page.pages.flatMap { $0 > 0 ? $0 : nil })
    }

    func finished(_ work: ReadingWork) {
        line.clear()
        var metadata: Logger.Metadata = [
            "pages": "\(work.pages)", "jobs": "\(work.jobs)", "bytes": "\(work.bytes)",
            "seconds": "\((work.seconds * 1_000).rounded() / 1_000)",
        ]
        if let requests = work.requests {
            metadata["requests"] = "\(requests.sent)"
            metadata["retries"] = "\(requests.retries)"
            metadata["sweeps"] = "\(requests.sweeps)"
        }
        logger.info("Reading finished", metadata: metadata)
    }
}
#endif
