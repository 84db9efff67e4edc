import Foundation
import Logging

/// One run as a process: settings, signals, messages on standard error, metrics, and the exit status.
struct RunProcess: Sendable {
    let flags: [OptionName: [SettingValue]]
    let configurationFile: String?

    /// Runs to the end; SIGINT and SIGTERM end the process with nothing published and nothing left behind.
    func run() async -> ExitStatus {
        StandardStreams.prepare()
        let began = ContinuousClock.now
        let layers: SettingsLayers
        let metrics: MetricsFile?
        var messages = Messages(.human)
        do {
            layers = try readLayers()
            messages = Messages((try? layers.choice(.logFormat, default: .human)) ?? .human)
            try KeyFinder.refuseEnvironmentsKey(in: layers)
            metrics = try MetricsFile(layers)
        } catch {
            return complain(error, messages)
        }
        let result = await result(of: layers, messages)
        let status: ExitStatus
        switch result {
        case .success(let outcome): status = report(outcome, messages)
        case .failure(let error): status = complain(error, messages)
        }
        do {
            try metrics?.write(status, seconds: (ContinuousClock.now - began) / .seconds(1), outcome: try? result.get())
        } catch {
            // The report is out already; that the metrics grow old shows in their own time of the last run.
            messages.remark("\(error)")
        }
        return status
    }

    private func readLayers() throws -> SettingsLayers {
        let environment = ProcessInfo.processInfo.environment
        let path = configurationFile ?? environment["RETRY_REPORT_CONFIG"]
        let file = try path.map { try ConfigurationFile.read($0) } ?? [:]
        return SettingsLayers([flags, SettingsLayers.environment(environment), file])
    }

    private func result(of layers: SettingsLayers, _ messages: Messages) async -> Result<ReportRun.Outcome, any Error> {
        let signals = StopSignals()
        let work = Task { try await perform(layers, messages) }
        signals.cancelling { work.cancel() }
        defer { signals.end() }
        let result = await work.result
        // Whatever a run says that was stopped: it was stopped. One that had published already is done.
        if case .failure = result { signals.leaveIfReceived() }
        return result
    }

    private func perform(_ layers: SettingsLayers, _ messages: Messages) async throws -> ReportRun.Outcome {
        for remark in SettingsLayers.unknownVariables(ProcessInfo.processInfo.environment) { messages.remark(remark) }
        let settings = try RunSettings(layers, environment: ProcessInfo.processInfo.environment)
        if case .tenant = settings.input, let warning = KeyFinder.warning(about: layers.value(.apiKeyFile)) {
            messages.remark(warning)
        }
        return try await ReportRun(settings: settings, logger: messages.logger(settings.logLevel)).run()
    }

    private func report(_ outcome: ReportRun.Outcome, _ messages: Messages) -> ExitStatus {
        for file in outcome.files { messages.notice("wrote \(file)") }
        // A report on standard output speaks for itself.
        if !outcome.files.isEmpty { messages.notice(outcome.report.headline) }
        for remark in outcome.remarks { messages.remark(remark) }
        return outcome.status
    }

    private func complain(_ error: any Error, _ messages: Messages) -> ExitStatus {
        switch error {
        case let error as SettingsError:
            messages.error(error.description)
            return error.status
        case let error as RunError:
            messages.error(error.description)
            return error.status
        default:
            messages.error("unexpected: \(error)")
            return .software
        }
    }
}
