#if LiveTenant
import Foundation
import RetryReportKit
import TinesTenant

/// The file of `--metrics`, as the textfile collector of Prometheus' node_exporter reads it.
struct MetricsFile: Sendable {
    private let path: String
    private let source: String
    /// The name of one of several tenants; nil for a run of one.
    private let tenant: String?
    private static let largest = 1 << 20

    /// The file that the settings name, or nil. Asked for before the other settings are looked at, so that a run which
    /// fails because of them is recorded as well.
    ///
    /// `tenant`: the name of one of several, which has a file of its own beside that of the index: `run-NAME.prom`.
    init?(_ layers: SettingsLayers, tenant: String? = nil) throws {
        guard let value = layers.given(Settings.metrics).last else { return nil }
        self.tenant = tenant
        path =
            tenant.map { "\(value.text.hasSuffix(".prom") ? String(value.text.dropLast(5)) : value.text)-\($0).prom" }
            ?? value.text
        guard value.text.hasSuffix(".prom"), !value.text.hasSuffix("/.prom") else {
            throw SettingsError(value, "'\(path)' must end in .prom, or node_exporter does not read it")
        }
        source = Self.source(layers)
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard FileManager.default.isWritableFile(atPath: folder) else {
            throw RunError(
                .unwritable,
                "\(value.place): '\(path)' can't be written. Check that \(folder) exists and is writable"
            )
        }
        guard [nil, .typeRegular, .typeSymbolicLink].contains(Self.kind(path)) else {
            throw RunError(.unwritable, "\(value.place): '\(path)' already exists and is not a regular file")
        }
    }

    /// The name of what is read; never the text of an address that is refused, which may contain a password.
    private static func source(_ layers: SettingsLayers) -> String {
        if let tenant = layers.text(Settings.tenant) {
            return (try? TenantOrigin(UnicodeHost.encoded(tenant), allowInsecureHTTP: true))?.description ?? "unknown"
        }
        return layers.text(Settings.input) ?? "unknown"
    }

    /// Writes the figures of a run in place of those of the run before. Throws ``OutputError``.
    ///
    /// `published`: nil when nothing was published.
    func write(_ status: ExitStatus, seconds: Double, _ published: PublishedReport?) throws(OutputError) {
        do throws(OutputError) {
            try replace(status, seconds: seconds, published)
        } catch {
            var error = error
            error.isReport = false
            throw error
        }
    }

    private func replace(_ status: ExitStatus, seconds: Double, _ published: PublishedReport?) throws(OutputError) {
        let figures = RunFigures(
            source: source,
            status: status,
            finishedAt: Date().timeIntervalSince1970,
            seconds: seconds,
            report: published?.report,
            work: published?.work,
            tenant: tenant
        )
        try replace(figures.text(earlierSuccess: earlierSuccess(figures.lastSuccessSeries)))
    }

    /// Writes the figures of an index in place of those of the one before. Throws ``OutputError``.
    ///
    /// `index`: nil when none was made.
    func write(_ index: FleetIndex?, _ status: ExitStatus, seconds: Double) throws(OutputError) {
        do throws(OutputError) {
            try replace(FleetMetrics(index, status, finishedAt: Date().timeIntervalSince1970, seconds: seconds).text)
        } catch {
            var error = error
            error.isReport = false
            throw error
        }
    }

    private func replace(_ text: String) throws(OutputError) {
        let url = URL(fileURLWithPath: path)
        // Not ending in .prom, so that node_exporter never sees a part of a file, and with an unpredictable name: the file
        // of another run is left alone, and a link that somebody put there is neither followed nor removed.
        let name = ".\(url.lastPathComponent).\(UUID().uuidString)"
        let staged = try StagedFile(
            path,
            temporary: url.deletingLastPathComponent().appendingPathComponent(name).path
        )
        do {
            // node_exporter is another user: readable unless an earlier file says otherwise.
            try? FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: staged.temporary)
            var sink = try staged.sink()
            try sink.write(contentsOf: Array(text.utf8))
            try sink.close()
            try staged.publish()
        } catch {
            staged.discard()
            throw error as? OutputError ?? OutputError(path, "the metrics can't be written", error)
        }
    }

    /// What is at a path, which is not followed if it is a link; nil when nothing is.
    private static func kind(_ path: String) -> FileAttributeType? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType
    }

    /// The last success in the file of the run before.
    private func earlierSuccess(_ series: String) -> Double? {
        // Reading anything else might block.
        guard Self.kind(path) == .typeRegular, let handle = FileHandle(forReadingAtPath: path),
            let data = try? handle.read(upToCount: Self.largest)
        else { return nil }
        let line = String(decoding: data, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix(series + " ") }
        return line.flatMap { Double($0.dropFirst(series.count + 1)) }
    }
}

/// Writes the metrics of a run that published a report, after all other announcements.
struct MetricsAnnouncement: AnnouncingStep {
    let file: MetricsFile
    let began: ContinuousClock.Instant
    let verdict: @Sendable (PublishedReport) -> Verdict

    func prepare(_ report: Report) -> Announcement? {
        Announcement("metrics") { published in
            let seconds = (ContinuousClock.now - began) / .seconds(1)
            try file.write(verdict(published).status, seconds: seconds, published)
            return []
        }
    }
}
#endif
