import Dispatch
import Foundation
import Logging
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// One run as a process: settings, signals, messages on standard error, and the exit status.
struct RunProcess: Sendable {
    let flags: [OptionName: [SettingValue]]
    let configurationFile: String?

    /// Runs to the end; SIGINT and SIGTERM end the process with nothing published and nothing left behind.
    func run() async -> ExitStatus {
        let work = Task { try await perform() }
        let signals = Self.watch { work.cancel() }
        defer { for signal in signals { signal.cancel() } }
        do {
            return report(try await work.value)
        } catch let error as SettingsError {
            return complain(error.status, error.description)
        } catch let error as RunError {
            return complain(error.status, error.description)
        } catch {
            if let number = Self.received.load() { Self.leave(number) }
            return complain(.software, "unexpected: \(error)")
        }
    }

    private func perform() async throws -> ReportRun.Outcome {
        let environment = ProcessInfo.processInfo.environment
        let path = configurationFile ?? environment["RETRY_REPORT_CONFIG"]
        let file = try path.map { try ConfigurationFile.read($0) } ?? [:]
        let layers = SettingsLayers([flags, SettingsLayers.environment(environment), file])
        let settings = try RunSettings(layers, environment: environment)
        var logger = Logger(label: "retry-report") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = settings.logLevel
        if case .tenant = settings.input, let warning = KeyFinder.warning(about: layers.value(.apiKeyFile)) {
            logger.warning("\(warning)")
        }
        return try await ReportRun(settings: settings, logger: logger).run()
    }

    private func report(_ outcome: ReportRun.Outcome) -> ExitStatus {
        for remark in outcome.remarks { Self.say("retry-report: \(remark)") }
        for file in outcome.files { Self.say("retry-report: wrote \(file)") }
        return outcome.status
    }

    private func complain(_ status: ExitStatus, _ message: String) -> ExitStatus {
        Self.say("retry-report: error: \(message)")
        return status
    }

    private static func say(_ line: String) {
        try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8))
    }

    // MARK: Signals

    /// The signal that ends this process, once there is one.
    private static let received = ReceivedSignal()
    /// A run that is busy rendering may not look at its cancellation in time: then the process ends anyway.
    private static let patience = DispatchTimeInterval.milliseconds(700)

    private static func watch(_ cancel: @escaping @Sendable () -> Void) -> [any DispatchSourceSignal] {
        [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                received.store(number)
                cancel()
                DispatchQueue.global().asyncAfter(deadline: .now() + patience) { leave(number) }
            }
            source.resume()
            return source
        }
    }

    /// Ends the process as the signal would have.
    private static func leave(_ number: Int32) -> Never {
        exit(128 + number)
    }
}

/// Remembers the first signal.
private final class ReceivedSignal: Sendable {
    private let number = Mutex<Int32?>(nil)

    func store(_ value: Int32) { number.withLock { $0 = $0 ?? value } }

    func load() -> Int32? { number.withLock { $0 } }
}
