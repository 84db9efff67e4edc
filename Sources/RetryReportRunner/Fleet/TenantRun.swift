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
    /// The limit on rendering that all tenants share.
    let rendering: RequestLimit
    /// The keys of all tenants.
    let keys: FleetKeys
    /// Templates and programs that another tenant may have checked already.
    let checked: CheckedFormats
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
        var summary: PublishedSummary?
        do {
            metrics = try MetricsFile(layers, tenant: entry.name)
            let key = try keys.key(of: entry.name)
            // From here on no message shows it.
            messages = Messages(format, tenant: entry.name, hiding: [key?.text].compactMap(\.self))
            (status, summary) = try await publish(key?.key, messages, metrics, began)
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
        let entries = FleetFolder(path: output).tenants(
            named: entry.name,
            failure: failure,
            published: summary
        )
        return Outcome(status: status, failure: failure, entries: entries)
    }

    private func publish(
        _ key: APIKey?,
        _ messages: Messages,
        _ metrics: MetricsFile?,
        _ began: ContinuousClock.Instant
    ) async throws -> (ExitStatus, PublishedSummary) {
        let settings = try settings(key)
        var plan = RunPlan(settings, layers, messages, metrics, began, namesFiles: false)
        plan.checked = checked
        plan.rendering = rendering
        let published = try await plan.run()
        for announcement in published.announcements { messages.tell(announcement) }
        return (Verdict(published, settings).status, PublishedSummary(published.report, name: settings.name))
    }

    /// The settings of a run that is one of several.
    private func settings(_ key: APIKey?) throws -> RunSettings {
        var settings = try RunSettings(
            layers,
            environment: environment,
            of: RunSettings.OneOfSeveral(name: entry.name, key: key)
        )
        settings.outputFolder = folder
        if layers.given(Settings.jobsPerGroup).isEmpty {
            settings.limits.jobsPerGroup = Settings.jobsPerGroupOfMany
            settings.detail.maxJobs = Settings.jobsOfPageOfMany
        }
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

extension RequestLimit: RenderingLimit {}
#endif
