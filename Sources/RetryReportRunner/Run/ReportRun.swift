import Foundation
import Logging
import RetryReportKit
import TinesTenant

/// The main job from settings to published files. The way of the data in one place:
/// source → pages → builder → report → renderers → files that are renamed into place together.
struct ReportRun: Sendable {
    let settings: RunSettings
    let logger: Logger

    /// What a run leaves behind.
    struct Outcome: Sendable {
        var status: ExitStatus
        /// Paths of the published files; empty for standard output.
        var files: [String]
        /// Sentences for the operator, on standard error.
        var remarks: [String]
        /// The mail that is yet to be handed over.
        var letter: Letter?
        /// What was published.
        var report: Report
        /// What reading it took.
        var work: ReadingWork
    }

    /// Runs to the end: publishes, then mails. Throws ``RunError``, ``SettingsError`` or `CancellationError`; nothing
    /// is published then, unless it was the mailing that was cancelled.
    func run() async throws -> Outcome {
        var outcome = try await publish()
        try await outcome.letter?.handOver(&outcome)
        return outcome
    }

    private func publish() async throws -> Outcome {
        let registry = try registry()
        let entries = try settings.formats.map { try Self.entry($0, in: registry) }
        let now = settings.now ?? Timestamp(date: Date())
        guard let path = settings.outputFolder else {
            return try await publishToStandardOutput(entries, registry, now: now)
        }

        let folder = try OutputFolder(path)
        return try await withTaskCancellationHandler {
            defer { folder.discard() }
            let (report, work) = try await read(entries, now: now, folder: folder)
            try await write(report, entries, to: folder)
            let letter = try letter(about: report, registry)
            try Task.checkCancellation()
            return outcome(of: report, work, files: try folder.publish(), letter)
        } onCancel: {
            folder.discard()
        }
    }

    private func publishToStandardOutput(
        _ entries: [RendererRegistry.Entry],
        _ registry: RendererRegistry,
        now: Timestamp
    ) async throws -> Outcome {
        let scratch = try ScratchFile()
        var sink = scratch.sink
        let (report, work): (Report, ReadingWork)
        switch entries[0] {
        case .jobs(let renderer):
            let stream = JobStream(renderer, schedule: settings.schedule, sink: sink)
            (report, work) = try await read(now: now, streams: [stream]) { _, sink in try sink.flush() }
        case .report(let renderer):
            (report, work) = try await read(now: now, streams: []) { _, _ in }
            try render(report, renderer, to: &sink)
            try sink.flush()
        }
        // Only what is whole and checked goes out: a reader at the other end of a pipe can't take it back.
        let letter = try letter(about: report, registry)
        try scratch.copyToStandardOutput()
        return outcome(of: report, work, files: [], letter)
    }

    // MARK: Reading

    private func read(
        _ entries: [RendererRegistry.Entry],
        now: Timestamp,
        folder: OutputFolder
    ) async throws -> (Report, ReadingWork) {
        var streams: [JobStream] = []
        for case .jobs(let renderer) in entries {
            let sink = try folder.stage(fileName(renderer.format))
            streams.append(JobStream(renderer, schedule: settings.schedule, sink: sink))
        }
        let names = Dictionary(uniqueKeysWithValues: streams.map { ($0.format.identifier, fileName($0.format)) })
        return try await read(now: now, streams: streams) { identifier, sink in
            if let name = names[identifier] { try folder.finish(name, &sink) }
        }
    }

    private func read(
        now: Timestamp,
        streams: [JobStream],
        close: @Sendable (String, inout FileSink) throws -> Void
    ) async throws -> (Report, ReadingWork) {
        let began = ContinuousClock.now
        let progress = ProgressLine(settings.progress)
        defer { progress.clear() }
        let saver = try settings.savePagesFolder.map { try Self.saver($0) }
        let assembly = Assembly(
            builder: ReportBuilder(now: now, schedule: settings.schedule, limits: settings.limits),
            streams: streams,
            saver: saver
        )
        let source = try source()
        let reading: Reading
        do {
            reading = try await source.read { page in
                try await assembly.take(page)
                progress.show(
                    pages: await assembly.pages,
                    jobs: await assembly.jobs,
                    pagesExpected: page.envelope.pages.flatMap { $0 > 0 ? $0 : nil }
                )
            }
        } catch let error as RetryJobSourceError {
            throw RunError(ExitStatus(error.kind), error.description)
        }
        try Task.checkCancellation()
        var work = ReadingWork(
            pages: await assembly.pages,
            jobs: await assembly.jobs,
            bytes: await assembly.bytes,
            seconds: (ContinuousClock.now - began) / .seconds(1)
        )
        if let tenant = (source as? TenantSource)?.progress { work.add(tenant) }
        logger.info("Reading finished", metadata: work.metadata)
        return (try await assembly.finish(reading, title: settings.title, close: close), work)
    }

    private func source() throws -> any RetryJobSource {
        switch settings.input {
        case .savedPages(let path): return TimeLimitedPages(pages: SavedPages(path: path), limit: settings.timeout)
        case .tenant(let configuration):
            do {
                return try TenantSource(configuration, logger: logger)
            } catch {
                throw SettingsError(configuration: error.description)
            }
        }
    }

    private static func saver(_ path: String) throws -> PageSaver {
        do {
            return try PageSaver(folder: path)
        } catch {
            throw RunError(.unwritable, "--save-pages: \(error)")
        }
    }

    // MARK: Writing

    /// Writes the formats side by side. They are staged one after the other, so that their order stays theirs.
    private func write(_ report: Report, _ entries: [RendererRegistry.Entry], to folder: OutputFolder) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for case .report(let renderer) in entries {
                try Task.checkCancellation()
                let name = fileName(renderer.format)
                let staged = try folder.stage(name)
                group.addTask {
                    var sink = staged
                    try render(report, renderer, to: &sink)
                    try folder.finish(name, &sink)
                }
            }
            try await group.waitForAll()
        }
    }

    private func render(
        _ report: Report,
        _ renderer: any ReportRenderer,
        to sink: inout FileSink
    ) throws {
        do {
            try renderer.render(report, to: &sink)
        } catch let error as RunError {
            throw error
        } catch {
            throw RunError(.configuration, "\(renderer.format.identifier): \(error)")
        }
    }

    private func letter(about report: Report, _ registry: RendererRegistry) throws -> Letter? {
        do {
            return try Letter(report, settings.mail, registry)
        } catch {
            throw RunError(.configuration, "eml: \(error)")
        }
    }

    private func fileName(_ format: ReportFormat) -> String {
        "\(settings.name).\(format.fileSuffix)"
    }

    /// The formats that this run needs, or, when it names one that there is not, all: they go into the message.
    private func registry() throws -> RendererRegistry {
        let wanted = Set(settings.formats + (settings.mail?.isSent == true ? ["eml"] : []))
        let registry = try StandardFormats.registry(
            templateFolder: settings.templateFolder,
            detail: settings.detail,
            mail: settings.mail,
            wanted: wanted
        )
        let known = Set(registry.entries.map(\.format.identifier))
        if wanted.isSubset(of: known) { return registry }
        return try StandardFormats.registry(templateFolder: settings.templateFolder, mail: settings.mail)
    }

    /// A format by its name; a list of names in one is the mistake that flags invite.
    private static func entry(_ identifier: String, in registry: RendererRegistry) throws -> RendererRegistry.Entry {
        do {
            return try registry.entry(for: identifier)
        } catch {
            let advice = identifier.contains(",") ? "; repeat --format for each of several" : ""
            throw SettingsError(usage: "--format: \(error)\(advice)")
        }
    }

    // MARK: The end

    private func outcome(
        of report: Report,
        _ work: ReadingWork,
        files: [String],
        _ letter: Letter?
    ) -> Outcome {
        var remarks: [String] = []
        var status = ExitStatus.written
        let reading = report.reading.reading
        if !reading.isComplete || !reading.isVerified { remarks += reading.problems.map(\.description) }
        if !reading.isComplete {
            remarks.append("the report is incomplete, and says so")
            status = .incomplete
        }
        let unreadable = report.reading.unreadableJobs
        if unreadable > 0 {
            remarks.append("\(unreadable) \(unreadable == 1 ? "job" : "jobs") could not be read; the report says where")
        }
        if report.isUnreadable { status = .incomplete }
        if let mail = settings.mail, !mail.isSent, !settings.formats.contains("eml") {
            remarks.append("--mail-to: nobody gets a mail: --send hands it over, and --format eml writes it")
        }
        for condition in settings.conditions {
            guard let reason = condition.reason(in: report) else { continue }
            remarks.append("--fail-on: \(reason)")
            status = .conditionHolds
        }
        return Outcome(status: status, files: files, remarks: remarks, letter: letter, report: report, work: work)
    }
}

extension ExitStatus {
    /// The status that tells a scheduler of a source's error.
    init(_ kind: RetryJobSourceError.Kind) {
        switch kind {
        case .unreadableInput: self = .unreadableInput
        case .unreachable: self = .unreachable
        case .temporary: self = .temporary
        case .keyRefused: self = .keyRefused
        }
    }
}
