#if LiveTenant
import ArgumentParser
import Foundation
import RetryReportKit

/// Makes the index of several tenants' reports, which any run may have written.
struct IndexCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "index",
        abstract: "Make the index of the reports of several tenants that are under a folder.",
        discussion: """
            Reads every JSON report under the folder, of this version or an earlier one, and writes index.html, index.md \
            and index.json there. With --config FILE the index is about the tenants that the file lists. --title, --now, \
            --format email and eml, --send, --metrics and the --mail options are those of the main job. Exits with 0, or \
            with 2 when a tenant has no current report or an incomplete one.
            """
    )

    @ParentCommand var root: RetryReportCommand

    @Argument(help: "The folder with a folder for each tenant.", completion: .directory) var folder: String

    func run() async throws {
        let status = await IndexProcess(flags: root.options.flags, folder: folder).run()
        if status != .written { throw ExitCode(status.rawValue) }
    }
}

/// The making of an index as a process.
struct IndexProcess: Sendable {
    /// What was given on the command line.
    let flags: [OptionDefinition: [SettingValue]]
    let folder: String

    func run() async -> ExitStatus {
        StandardStreams.prepare()
        let began = ContinuousClock.now
        var messages = Messages(.human)
        var metrics: MetricsFile?
        do {
            let (layers, _, file) = try RunProcess.layers(flags)
            messages = Messages((try? layers.value(Settings.logFormat)) ?? .human)
            try ShardChoice.refuseForIndex(layers)
            metrics = try MetricsFile(layers)
            return try await StopSignals.ending { [messages] published in
                try await perform(layers, file, messages, began, published)
            }
        } catch {
            let (status, message) = ExitStatus.explaining(error)
            messages.fail(status.diagnostic(message))
            do {
                try metrics?.write(FleetIndex?.none, status, seconds: (ContinuousClock.now - began) / .seconds(1))
            } catch {
                messages.fail(Diagnostic(.error, "metrics.failed", "the metrics could not be written: \(error)"))
            }
            return status
        }
    }

    private func perform(
        _ layers: SettingsLayers,
        _ file: ConfigurationFile,
        _ messages: Messages,
        _ began: ContinuousClock.Instant,
        _ published: @escaping @Sendable () -> Void
    ) async throws -> ExitStatus {
        guard FileManager.default.fileExists(atPath: "\(folder)/.") else {
            throw SettingsError(usage: "'\(VisibleText.clean(folder, to: 200))' is not a folder")
        }
        let environment = ProcessInfo.processInfo.environment
        let publication = try IndexPublication(layers, environment: environment, messages: messages, began: began)
        let destination = try OutputFolder(folder, name: FleetFolder.indexName)
        let reports = FleetFolder(path: folder)
        let tenants = file.tenants.map { $0.flatMap { reports.tenants(named: $0.name) } } ?? reports.tenants()
        guard !tenants.isEmpty else {
            throw RunError(.unreadableInput, "'\(VisibleText.clean(folder, to: 200))' has no JSON report under it")
        }
        let index = try publication.publish(tenants, to: destination)
        published()
        for tenant in index.tenants where tenant.current == nil {
            messages.tell(
                Diagnostic(
                    .warning,
                    "index.not-current",
                    place: tenant.name,
                    tenant.state == .damaged
                        ? "not read: \(tenant.reason ?? "the report is damaged")"
                        : "no current report (\(tenant.state.rawValue))\(tenant.reason.map { ": \($0)" } ?? "")"
                )
            )
        }
        return try await publication.announce(index, index.isComplete ? .written : .incomplete)
    }
}
#endif
