#if LiveTenant
import Foundation
import RetryReportKit
import TinesTenant

/// The run of one of several tenants: the same pipeline as that of a single one.
struct TenantRun: Sendable {
    let entry: TenantEntry
    /// All layers, the tenant's own among them.
    let layers: SettingsLayers
    /// The folder of all tenants.
    let output: String
    /// The limit on requests that all tenants share.
    let limit: RequestLimit
    /// Keys that were read for other tenants, so that none is sent to two.
    let keys: FleetKeys
    /// Templates that another tenant may have checked already.
    let templates: CheckedTemplates
    let format: LogFormat
    let environment: [String: String]

    /// What became of a tenant.
    struct Outcome: Sendable {
        let status: ExitStatus
        /// Nil when its report was published.
        let failure: FleetFailure?
        /// What the index says of it.
        let entries: [FleetTenant]
    }

    private var folder: String { "\(output)/\(entry.name)" }

    /// Runs to the end; whatever goes wrong is in the outcome. Throws `CancellationError`.
    func run() async throws -> Outcome {
        var messages = Messages(format, tenant: entry.name)
        let began = ContinuousClock.now
        var metrics: MetricsFile?
        var status: ExitStatus
        var failure: FleetFailure?
        do {
            metrics = try MetricsFile(layers, tenant: entry.name)
            let secret = try key()
            // From here on no message shows it.
            messages = Messages(format, tenant: entry.name, hiding: [secret].compactMap(\.self))
            status = try await publish(messages, metrics, began)
            FleetFailure.remove(from: folder)
        } catch {
            try Task.checkCancellation()
            let (failed, message) = ExitStatus.explaining(error)
            status = failed
            messages.fail(failed.diagnostic(message))
            let record = FleetFailure(failed, messages.shown(message), at: Timestamp(date: Date()))
            failure = record
            do {
                try record.record(in: folder)
            } catch {
                messages.fail(Diagnostic(.error, "fleet.not-recorded", "\(error.place): \(error.reason)"))
            }
            do {
                try metrics?.write(failed, seconds: (ContinuousClock.now - began) / .seconds(1), nil)
            } catch {
                messages.fail(Diagnostic(.error, "metrics.failed", "the metrics could not be written: \(error)"))
            }
        }
        let entries = FleetFolder(path: output).tenants(named: entry.name, failure: failure)
        return Outcome(status: status, failure: failure, entries: entries)
    }

    /// The tenant's key, if it has one. Throws when it is that of another tenant.
    private func key() throws -> String? {
        guard entry.text(Settings.tenant) != nil else { return nil }
        let secret = try KeyFinder.text(layers, environment: environment)
        if let other = keys.owner(of: secret, or: entry.name) {
            throw SettingsError(
                configuration: "\(entry.place): '\(entry.name)' has the same key as '\(other)'; a key is sent to one "
                    + "tenant only. If it is that tenant's key, replace it there"
            )
        }
        return secret
    }

    private func publish(
        _ messages: Messages,
        _ metrics: MetricsFile?,
        _ began: ContinuousClock.Instant
    ) async throws -> ExitStatus {
        let settings = try settings()
        if case .tenant = settings.input, let warning = KeyFinder.warning(about: layers.given(Settings.apiKeyFile).last)
        {
            messages.tell(warning)
        }
        let verdict = { @Sendable (published: PublishedReport) in Verdict(published, settings) }
        var plan = RunPlan(
            settings: settings,
            logger: messages.logger(settings.logLevel),
            first: OperatorAnnouncement(messages: messages, verdict: verdict, told: {}, namesFiles: false),
            last: metrics.map { [MetricsAnnouncement(file: $0, began: began, verdict: verdict)] } ?? []
        )
        plan.templates = templates
        let published = try await plan.run()
        for announcement in published.announcements { messages.tell(announcement) }
        return Verdict(published, settings).status
    }

    /// The settings of a run that is one of several.
    private func settings() throws -> RunSettings {
        var settings = try RunSettings(layers, environment: environment)
        settings.outputFolder = folder
        // The index is made of it.
        if !settings.formats.contains(JSONRenderer.format.identifier) {
            settings.formats.append(JSONRenderer.format.identifier)
        }
        // One mail is sent for all tenants.
        settings.mail?.isSent = false
        if !settings.formats.contains("eml") { settings.mail = nil }
        settings.progress = .never
        settings.archiveTenant = entry.name
        if let pages = settings.savePagesFolder, entry.text(Settings.savePages) == nil {
            settings.savePagesFolder = "\(pages)/\(entry.name)"
        }
        if case .tenant(var configuration) = settings.input {
            configuration.sharedLimit = limit
            settings.input = .tenant(configuration)
        }
        try PathConflict.refuse(settings)
        return settings
    }
}
#endif
