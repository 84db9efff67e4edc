import Foundation
import Logging
import RetryReportKit
import TinesTenant

/// Everything that a run needs to know, checked.
struct RunSettings: Sendable {
    /// Where jobs come from.
    enum Input: Sendable {
        case tenant(TenantSource.Configuration)
        case savedPages(String)
    }

    /// When a progress line is shown.
    enum ProgressWhen: String, CaseIterable, Sendable {
        case auto
        case always
        case never
    }

    var input: Input
    /// A folder, or nil for standard output.
    var outputFolder: String?
    var name: String
    var title: String
    var formats: [String]
    var templateFolder: String?
    var limits: ReportLimits
    /// How much of the report a page and Markdown show.
    var detail = ReportDetail.page
    var schedule: RetrySchedule
    /// Nil means the moment at which the run began.
    var now: Timestamp?
    var savePagesFolder: String?
    /// How long reading may take, waiting for whoever writes into a pipe included.
    var timeout: Duration
    /// Nil when no addresses are known; then none are needed.
    var mail: MailPlan?
    var conditions: [FailCondition]
    var progress: ProgressWhen
    var logLevel: Logger.Level
    var logFormat: LogFormat

    /// Reads all layers. Throws ``SettingsError`` for the first fault.
    ///
    /// - Parameter environment: where `TINES_API_KEY` and a mail program are looked up.
    init(_ layers: SettingsLayers, environment: [String: String]) throws {
        conditions = try layers.values(.failOn).map(FailCondition.init)
        progress = try layers.choice(.progress, default: .auto)
        logLevel = try layers.choice(.logLevel, default: .warning)
        logFormat = try layers.choice(.logFormat, default: .human)
        limits = ReportLimits(
            topActions: try layers.number(.top, in: 0...1_000_000, default: 10),
            jobsPerGroup: try layers.number(.jobsPerGroup, in: 0...100_000_000, default: 25)
        )
        // Who says how many jobs a group lists gets them, however long the page becomes.
        if layers.value(.jobsPerGroup) != nil { detail.maxJobs = nil }
        let limit = try layers.number(.retryLimit, in: RetrySchedule.limits, default: RetrySchedule.standard.limit)
        schedule = RetrySchedule(limit: limit) ?? .standard
        now = try Self.now(layers)
        name = try Self.name(layers)
        title = layers.text(.title) ?? "Retry jobs"
        templateFolder = layers.text(.template)
        savePagesFolder = layers.text(.savePages)
        let output = layers.text(.output) ?? "reports"
        outputFolder = output == "-" ? nil : output
        formats = try Self.formats(layers, toStandardOutput: output == "-")
        mail = try MailPlan(layers, name: name, environment: environment)
        // Looked at for saved pages too: a wrong number is a mistake even where it would not be used.
        let pace = try ReadingPace(layers)
        input = try Self.input(layers, pace, environment)
        timeout = pace.timeout
        try PathConflict.refuse(self)
    }

    private static func now(_ layers: SettingsLayers) throws -> Timestamp? {
        guard let value = layers.value(.now) else { return nil }
        guard let now = Timestamp(iso8601: value.text) else {
            throw SettingsError(value, "'\(value.text)' is no time; write it as 2026-01-31T06:00:00Z")
        }
        return now
    }

    private static func name(_ layers: SettingsLayers) throws -> String {
        guard let value = layers.value(.name) else { return "retry-jobs" }
        let isSafe =
            !value.text.isEmpty && value.text.utf8.count <= 100 && !value.text.hasPrefix(".")
            && value.text.unicodeScalars.allSatisfy { $0 != "/" && $0 != "\\" && !$0.properties.isWhitespace }
            && VisibleText.clean(value.text) == value.text
        guard isSafe else {
            throw SettingsError(
                value,
                "a report's name becomes a file's name: no slash, no space, no unprintable character, no full stop first"
            )
        }
        return value.text
    }

    private static func formats(_ layers: SettingsLayers, toStandardOutput: Bool) throws -> [String] {
        let values = layers.values(.format)
        var formats: [String] = []
        for value in values where !formats.contains(value.text) { formats.append(value.text) }
        guard toStandardOutput else { return formats.isEmpty ? StandardRenderers.usual : formats }
        guard formats.count == 1 else {
            throw SettingsError(
                usage: "--output - writes one format to standard output: name it, such as --format json"
            )
        }
        return formats
    }

    private static func input(
        _ layers: SettingsLayers,
        _ pace: ReadingPace,
        _ environment: [String: String]
    ) throws -> Input {
        switch (layers.value(.tenant), layers.value(.input)) {
        case (nil, nil):
            throw SettingsError(
                usage: """
                    nothing to read: name a tenant or saved pages
                      retry-report --tenant https://acme.tines.com     (the key in TINES_API_KEY)
                      retry-report --input pages/                      (no network)
                    """
            )
        case (.some(let tenant), .some(let input)) where tenant.layer == input.layer:
            throw SettingsError(usage: "--tenant and --input exclude each other: read a tenant, or saved pages")
        case (nil, .some(let input)): return .savedPages(input.text)
        case (.some(let tenant), .some(let input)) where input.layer == .flag && tenant.layer != .flag:
            return .savedPages(input.text)
        case (.some(let tenant), _): return .tenant(try configuration(tenant, layers, pace, environment))
        }
    }

    private static func configuration(
        _ tenant: SettingValue,
        _ layers: SettingsLayers,
        _ pace: ReadingPace,
        _ environment: [String: String]
    ) throws -> TenantSource.Configuration {
        let allowInsecureHTTP = try layers.flag(.allowInsecureHTTP)
        let origin: TenantOrigin
        do {
            origin = try TenantOrigin(tenant.text, allowInsecureHTTP: allowInsecureHTTP)
        } catch {
            throw SettingsError(tenant, error.description)
        }
        let key = try KeyFinder.key(layers, environment: environment)
        var configuration = TenantSource.Configuration(tenant: origin, key: key)
        configuration.perPage = pace.perPage
        configuration.concurrency = pace.concurrency
        configuration.requestsPerMinute = pace.requestsPerMinute
        configuration.maxPages = pace.maxPages
        configuration.timeout = pace.timeout
        configuration.caFile = layers.text(.caFile)
        if let proxy = layers.value(.proxy) {
            do {
                configuration.proxy = try ProxyServer(proxy.text)
            } catch {
                throw SettingsError(proxy, error.description)
            }
        }
        configuration.userAgent = Version.generator
        return configuration
    }
}
