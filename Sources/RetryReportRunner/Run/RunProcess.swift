#if LiveTenant
import Foundation
import RetryArchive
import RetryReportKit

/// One run as a process: settings, signals, messages on standard error, metrics, and the exit status.
struct RunProcess: Sendable {
    /// What was given on the command line.
    let flags: [OptionDefinition: [SettingValue]]

    /// Runs to the end; SIGINT and SIGTERM end the process with nothing published and nothing left behind.
    func run() async -> ExitStatus {
        StandardStreams.prepare()
        let began = ContinuousClock.now
        let (layers, given, file): (SettingsLayers, SettingsLayers, ConfigurationFile)
        let metrics: MetricsFile?
        var messages = Messages(.human)
        do {
            (layers, given, file) = try Self.layers(flags)
            let keys = KeyFinder.keys(layers, ProcessInfo.processInfo.environment)
            messages = Messages((try? layers.value(Settings.logFormat)) ?? .human, hiding: keys)
            try KeyFinder.refuseEnvironmentsKey(in: layers)
            if file.tenants == nil { try ShardChoice.refuse(in: layers) }
            metrics = try MetricsFile(layers)
        } catch {
            return complain(error, messages)
        }
        let monitor: RunMonitor?
        do {
            monitor = try makeMonitor(layers)
        } catch {
            return complain(error, messages)
        }
        if let remark = await monitor?.started() { messages.tell(remark) }
        let run = Run(layers: layers, messages: messages, metrics: metrics, began: began)
        let fleet = file.tenants.map {
            FleetRun(entries: $0, layers: layers, given: given, messages: messages, began: began)
        }
        func ended(_ status: ExitStatus) async -> ExitStatus {
            guard let monitor else { return status }
            let seconds = (ContinuousClock.now - began) / .seconds(1)
            guard let remark = await monitor.ended(status, seconds: seconds) else { return status }
            messages.tell(remark)
            return status == .written ? .notAnnounced : status
        }
        do {
            if let fleet { return await ended(try await fleet.status()) }
            return await ended(try await run.status())
        } catch {
            let status = await ended(complain(error, messages))
            let seconds = (ContinuousClock.now - began) / .seconds(1)
            do {
                if fleet == nil {
                    try metrics?.write(status, seconds: seconds, nil)
                } else if !ShardChoice.isGiven(layers) {
                    // Without an index there are none of its figures. A part of the tenants leaves the file to 'index'.
                    try metrics?.write(FleetIndex?.none, status, seconds: seconds)
                }
            } catch {
                messages.fail(Diagnostic(.error, "metrics.failed", "the metrics could not be written: \(error)"))
            }
            return status
        }
    }

    /// The layers of settings, those of the command line and the environment alone, and the configuration file.
    static func layers(
        _ flags: [OptionDefinition: [SettingValue]]
    ) throws -> (all: SettingsLayers, given: SettingsLayers, file: ConfigurationFile) {
        let environment = ProcessInfo.processInfo.environment
        let given = try SettingsLayers([flags, SettingsLayers.environment(environment)])
        let path = given.text(Settings.config) ?? environment[Settings.config.option.variable]
        guard let path, !path.isEmpty else { return (given, given, ConfigurationFile()) }
        let file = try ConfigurationFile(path)
        let all = try SettingsLayers([flags, SettingsLayers.environment(environment), file.values])
        return (all, given, file)
    }

    private func makeMonitor(_ layers: SettingsLayers) throws -> RunMonitor? {
        let environment = ProcessInfo.processInfo.environment
        return try WebhookFinder.ping(layers).map { address in
            RunMonitor(
                address: address,
                poster: try WebhookFinder.poster(layers, for: address, environment: environment)
            )
        }
    }

    private func complain(_ error: any Error, _ messages: Messages) -> ExitStatus {
        let (status, message) = ExitStatus.explaining(error)
        messages.fail(status.diagnostic(message))
        return status
    }
}

/// A run whose settings were found, and not yet checked.
private struct Run: Sendable {
    let layers: SettingsLayers
    let messages: Messages
    let metrics: MetricsFile?
    let began: ContinuousClock.Instant

    /// Runs to the end. Throws what kept the run from publishing.
    func status() async throws -> ExitStatus {
        let signals = StopSignals()
        let work = Task { [published = signals.published] in try await perform(published) }
        signals.cancelling { work.cancel() }
        defer { signals.end() }
        let result = await work.result
        // Whatever error a stopped run ends with, it was stopped.
        let (published, settings): (PublishedReport, RunSettings)
        do {
            (published, settings) = try result.get()
        } catch {
            signals.leaveIfReceived()
            throw error
        }
        for announcement in published.announcements { messages.tell(announcement) }
        if published.announcements.contains(where: { $0.failure is CancellationError }) { signals.leaveIfReceived() }
        return Verdict(published, settings).status
    }

    private func perform(_ published: @escaping @Sendable () -> Void) async throws -> (PublishedReport, RunSettings) {
        let environment = ProcessInfo.processInfo.environment
        for remark in SettingsLayers.unknownVariables(environment) { messages.tell(remark) }
        let settings = try RunSettings(layers, environment: environment)
        let plan = RunPlan(settings, layers, messages, metrics, began, namesFiles: true, told: published)
        return (try await plan.run(), settings)
    }
}

extension Messages {
    /// Says what came of an announcement.
    func tell(_ announcement: AnnouncementResult) {
        for remark in announcement.said { tell(remark) }
        guard let failure = announcement.failure else { return }
        let what =
            switch announcement.name {
            case "mail": "the mail could not be handed over"
            case "webhook": "the webhook did not take the report"
            case "metrics": "the metrics could not be written"
            case "archive": "the archive does not have this run"
            default: "the saved pages could not be put in place"
            }
        let why =
            switch failure {
            case is CancellationError: "the run was stopped"
            case let error as ArchiveError: OutputError(ofArchive: error).description
            default: "\(failure)"
            }
        fail(Diagnostic(.error, .init(rawValue: "\(announcement.name).failed"), "\(what): \(why)"))
    }
}

/// Tells the operator which files were published and what to know about them, before anything is handed over: the report
/// is there even if every announcement fails.
struct OperatorAnnouncement: AnnouncingStep {
    let messages: Messages
    let verdict: @Sendable (PublishedReport) -> Verdict
    let told: @Sendable () -> Void
    /// False where there are too many files to name, as those of many tenants.
    let namesFiles: Bool

    func prepare(_ report: Report) -> Announcement? {
        Announcement("messages") { published in
            for file in published.files where namesFiles {
                messages.tell(Diagnostic(.note, "report.published", "wrote \(file)"))
            }
            // A report on standard output speaks for itself.
            if !published.files.isEmpty {
                messages.tell(Diagnostic(.note, "report.headline", published.report.headline))
            }
            for remark in verdict(published).remarks { messages.tell(remark) }
            told()
            return []
        }
    }
}
#endif
