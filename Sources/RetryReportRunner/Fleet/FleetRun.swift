#if LiveTenant
import Foundation
import RetryReportKit
import TinesTenant

/// A run of several tenants, side by side. Each is read, rendered and published by itself; then their index is made of the
/// reports.
///
/// One tenant that fails stops no other. The status is the worst of all by ``ExitStatus/worstFirst``.
struct FleetRun: Sendable {
    let entries: [TenantEntry]
    /// All layers.
    let layers: SettingsLayers
    /// Those of the command line and the environment.
    let given: SettingsLayers
    let messages: Messages
    let began: ContinuousClock.Instant

    /// Runs to the end; a signal ends it. Throws ``SettingsError``, ``RunError`` or ``OutputError`` for what concerns all
    /// tenants.
    func status() async throws -> ExitStatus {
        try await StopSignals.ending { published in try await perform(published) }
    }

    private func perform(_ published: @escaping @Sendable () -> Void) async throws -> ExitStatus {
        let environment = ProcessInfo.processInfo.environment
        for remark in SettingsLayers.unknownVariables(environment) { messages.tell(remark) }
        try TenantEntry.refuseConflicts(given)
        let output = try layers.value(Settings.output)
        guard output != "-" else {
            throw SettingsError(usage: "--output - writes one report, and the configuration file lists tenants")
        }
        let shard = try ShardChoice(layers, environment: environment)
        let chosen = try chosen(shard)
        let checked = CheckedFormats()
        // Of several processes none knows when the others are done: the index is made by a command of its own.
        let index =
            shard == nil
            ? try IndexPublication(
                layers,
                environment: environment,
                messages: messages,
                began: began,
                checked: checked
            ) : nil
        let destination = try index.map { _ in try OutputFolder(output, name: FleetFolder.indexName) }

        let keys = try FleetKeys(entries, layers, environment: environment)
        let outcomes = try await run(chosen, output, keys, checked, environment)
        let status = ExitStatus.worst(outcomes.values.map(\.status))
        guard let index, let destination else {
            messages.tell(
                Diagnostic(
                    .note,
                    "fleet.shard-done",
                    "\(NumberWords.counted(chosen.count, "tenant")) of \(entries.count) read; "
                        + "'retry-report index' makes the index when all parts are done"
                )
            )
            return status
        }
        let folder = FleetFolder(path: output)
        let tenants = entries.flatMap { outcomes[$0.name]?.entries ?? folder.tenants(named: $0.name) }
        let made = try index.publish(tenants, to: destination)
        published()
        return try await index.announce(made, status)
    }

    /// The tenants of this run.
    private func chosen(_ shard: ShardChoice?) throws -> [TenantEntry] {
        let names = try layers.value(Settings.only)
        for name in names where !entries.contains(where: { $0.name == name.text }) {
            let near = NearestNames.of(name.text, among: entries.map(\.name)).first.map { "; did you mean '\($0)'?" }
            throw SettingsError(
                name,
                "no tenant of the configuration file is called '\(VisibleText.clean(name.text, to: 100))'\(near ?? "")"
            )
        }
        let only = Set(names.map(\.text))
        return entries.filter { (only.isEmpty || only.contains($0.name)) && shard?.contains($0.name) ?? true }
    }

    /// Runs the tenants, half as many at a time as there may be requests: while some wait for answers others are rendered,
    /// one for each processor. More of them take more memory and no less time. Memory does not grow with their number.
    private func run(
        _ tenants: [TenantEntry],
        _ output: String,
        _ keys: FleetKeys,
        _ checked: CheckedFormats,
        _ environment: [String: String]
    ) async throws -> [String: TenantRun.Outcome] {
        let requests = try layers.value(Settings.fleetConcurrency)
        let limit = RequestLimit(requests)
        let rendering = RequestLimit(ProcessInfo.processInfo.activeProcessorCount)
        let format = try layers.value(Settings.logFormat)
        return try await withThrowingTaskGroup(of: (String, TenantRun.Outcome).self) { group in
            var waiting = tenants.makeIterator()
            func start(_ entry: TenantEntry) throws {
                let run = TenantRun(
                    entry: entry,
                    layers: try layers.inserting(entry.values),
                    output: output,
                    limit: limit,
                    rendering: rendering,
                    keys: keys,
                    checked: checked,
                    format: format,
                    environment: environment
                )
                group.addTask { (entry.name, try await run.run()) }
            }
            for _ in 0..<max(2, requests / 2) {
                if let entry = waiting.next() { try start(entry) }
            }
            var outcomes: [String: TenantRun.Outcome] = [:]
            while let (name, outcome) = try await group.next() {
                outcomes[name] = outcome
                if let entry = waiting.next() { try start(entry) }
            }
            return outcomes
        }
    }
}
#endif
