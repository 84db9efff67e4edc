#if LiveTenant
import Foundation
import Logging
import RetryHistory
import RetryReportKit
import RetryReportPrograms
import TinesTenant

/// Everything that a run needs to know, checked.
struct RunSettings: Sendable {
    /// Where jobs come from.
    enum Input: Sendable {
        case tenant(TenantSource.Configuration)
        case savedPages([String])
    }

    /// When a progress line is shown.
    enum ProgressWhen: String, CaseIterable, Sendable {
        case auto
        case always
        case never
    }

    /// The tenant of a run that is one of several.
    struct OneOfSeveral: Sendable {
        /// The name of its folder.
        let name: String
        /// Its key; nil when none is needed.
        let key: APIKey?
    }

    var input: Input
    /// A folder, or nil for standard output.
    var outputFolder: String?
    var name: String
    var title: String
    var formats: [String]
    /// The programs that write those of ``formats`` that are not built in.
    var programs: [RendererPrograms.Found]
    var templateFolder: String?
    var limits: ReportLimits
    /// How much of the report a page and Markdown show.
    var detail = ReportDetail.page
    var schedule: RetrySchedule
    /// Nil means the end of the reading.
    var now: Timestamp?
    var savePagesFolder: String?
    /// How many readings are kept, each in a folder of its own; nil for one in ``savePagesFolder`` itself.
    var savePagesKept: Int?
    /// What to read besides jobs; nil for what is usual.
    var extras: Set<ReportExtra>?
    /// What the report is restricted to.
    var filter: ReportFilter
    /// The pattern of links to actions; nil for that of the Tines web interface.
    var actionURL: String?
    /// Where the report is published, for links to it; nil when that is not known.
    var reportLink: ReportLink?
    /// The file of authorities to trust, and where it was named; nil for none.
    var authorities: SettingValue?
    /// How long reading may take, waiting for the writer of a pipe included.
    var timeout: Duration
    /// Whether a mail shows error messages from the actions' logs.
    var mailMessages: Bool
    /// Nil when no addresses are known; then none are needed.
    var mail: MailPlan?
    /// Where the report is posted; nil for nowhere.
    var webhook: WebhookPlan?
    /// The memory of earlier runs; nil for none.
    var history: RetryHistory?
    /// The folder that keeps the jobs of every run; nil for none.
    var archiveFolder: String?
    /// What the archive calls the tenant; nil for its host.
    var archiveTenant: String?
    /// What is known of failures in advance; nil for nothing.
    var policy: Policy?
    var conditions: [FailCondition]
    var progress: ProgressWhen
    var logLevel: Logger.Level

    /// Reads all layers.
    ///
    /// - Parameters:
    ///   - layers: all layers.
    ///   - environment: where the API key, a proxy and a mail program are looked up.
    ///   - tenant: the tenant of a run that is one of several.
    /// - Throws: ``SettingsError`` for the first fault.
    init(_ layers: SettingsLayers, environment: [String: String], of tenant: OneOfSeveral? = nil) throws {
        let days = Int(try layers.value(Settings.historyKeep) / .seconds(86_400))
        history = layers.text(Settings.history).map { RetryHistory(path: $0, days: days) }
        policy = try layers.text(Settings.policy).map(PolicyFile.read)
        conditions = try layers.value(Settings.failOn).map(FailCondition.init)
        if history == nil, let condition = conditions.first(where: \.needsHistory) {
            throw SettingsError(
                usage: "--fail-on '\(condition.text)' compares with earlier runs: name a file for them with --history"
            )
        }
        progress = try layers.value(Settings.progress)
        logLevel = try layers.value(Settings.logLevel)
        _ = try layers.value(Settings.logFormat)
        limits = ReportLimits(
            topActions: try layers.value(Settings.top),
            jobsPerGroup: try layers.value(Settings.jobsPerGroup)
        )
        // A number of jobs that was asked for is listed in each group, however long the page becomes.
        if !layers.given(Settings.jobsPerGroup).isEmpty { detail.maxJobs = nil }
        schedule = RetrySchedule(limit: try layers.value(Settings.retryLimit)) ?? .standard
        now = try layers.value(Settings.now)
        name = try layers.value(Settings.name)
        title = try layers.value(Settings.title)
        templateFolder = layers.text(Settings.template)
        savePagesFolder = layers.text(Settings.savePages)
        savePagesKept = try layers.value(Settings.savePagesKeep)
        if savePagesFolder == nil, let keep = layers.given(Settings.savePagesKeep).last {
            throw SettingsError(keep, "the readings that are kept need a folder; give one with --save-pages")
        }
        extras = try layers.value(Settings.with)
        filter = try Self.filter(layers, extras)
        archiveFolder = layers.text(Settings.archive)
        if let archive = layers.given(Settings.archive).last, !filter.isEmpty {
            throw SettingsError(
                archive,
                "an archive keeps all jobs of a tenant, and this report is restricted to some: leave --archive out"
            )
        }
        actionURL = try Self.actionURL(layers)
        let reportLink = try Self.reportLink(layers, path: [tenant?.name, name].compactMap(\.self))
        self.reportLink = reportLink
        let output = try layers.value(Settings.output)
        outputFolder = output == "-" ? nil : output
        (formats, programs) = try Self.formats(layers, toStandardOutput: output == "-", environment)
        mailMessages = try layers.value(Settings.mailMessages)
        mail = try MailPlan(layers, name: name, environment: environment)
        let webhookFormat = try layers.value(Settings.webhookFormat)
        webhook = try WebhookFinder.webhook(layers, environment: environment).map { address in
            WebhookPlan(
                address: address,
                format: webhookFormat,
                reportLink: reportLink,
                poster: try WebhookFinder.poster(layers, for: address, environment: environment)
            )
        }
        timeout = try layers.value(Settings.timeout)
        authorities = Self.authorities(layers, environment)
        input = try Input(layers, key: tenant?.key, authorities: authorities, environment: environment)
        if let outputFolder { try PathConflict.refuse(fileName: outputFolder) }
        try PathConflict.refuse(self)
    }

    private static func filter(_ layers: SettingsLayers, _ extras: Set<ReportExtra>?) throws -> ReportFilter {
        var filter = ReportFilter()
        filter.stories = try layers.value(Settings.story).map(\.text)
        filter.teams = try layers.value(Settings.team).map(\.text)
        filter.types = try layers.value(Settings.jobType).map(\.text)
        filter.errorClasses = try layers.value(Settings.errorClass).map(\.text)
        filter.actions = try layers.value(Settings.action).map(\.text)
        if filter.needsDirectory, let extras, !extras.contains(.stories) {
            throw SettingsError(usage: "--story and --team need the names of stories: add --with stories")
        }
        return filter
    }

    private static func actionURL(_ layers: SettingsLayers) throws -> String? {
        guard let value = try layers.value(Settings.actionURL) else { return nil }
        do {
            // Whatever the tenant is, its origin has the form of this one.
            _ = try ActionLinks(pattern: value.text, tenant: TenantOrigin("tenant.example"))
        } catch let error as ActionLinkError {
            throw SettingsError(value, error.description)
        }
        return value.text
    }

    /// The link to a published document; `path`: its folders and its name.
    static func reportLink(_ layers: SettingsLayers, path: [String]) throws -> ReportLink? {
        guard let value = try layers.value(Settings.reportURL) else { return nil }
        do {
            return try ReportLink(value.text, path: path)
        } catch {
            throw SettingsError(value, error.description)
        }
    }

    private static func formats(
        _ layers: SettingsLayers,
        toStandardOutput: Bool,
        _ environment: [String: String]
    ) throws -> ([String], [RendererPrograms.Found]) {
        var formats: [String] = []
        var programs: [RendererPrograms.Found] = []
        let builtIn = StandardRenderers.formats.map(\.identifier)
        let places = try rendererPrograms(layers, environment)
        for value in try layers.value(Settings.format) where !formats.contains(value.text) {
            if !builtIn.contains(value.text) {
                guard let program = places.program(for: value.text) else { throw unknownFormat(value, builtIn) }
                programs.append(program)
            }
            formats.append(value.text)
        }
        guard toStandardOutput else { return (formats.isEmpty ? StandardRenderers.usual : formats, programs) }
        guard formats.count == 1 else {
            throw SettingsError(
                usage: "--output - writes one format to standard output: name it, such as --format json"
            )
        }
        return (formats, programs)
    }

    private static func unknownFormat(_ value: SettingValue, _ builtIn: [String]) -> SettingsError {
        let advice =
            if value.text.contains(",") {
                "; give each of several by itself"
            } else if ReportFormat.isIdentifier(value.text) {
                "; there is no program '\(ExternalRenderer.prefix)\(value.text)' in --renderers or PATH either"
            } else {
                ""
            }
        return SettingsError(
            value,
            value.error(must: "be one of: \(builtIn.joined(separator: ", "))").reason + advice
        )
    }

    /// Where programs that write formats are looked for. Throws ``SettingsError`` when the folder of `--renderers` is none.
    static func rendererPrograms(
        _ layers: SettingsLayers,
        _ environment: [String: String]
    ) throws -> RendererPrograms {
        let folder = try layers.value(Settings.renderers)
        if let folder, !FileManager.default.fileExists(atPath: "\(folder.text)/.") {
            throw folder.error(must: "be a folder that exists")
        }
        return RendererPrograms(folder: folder?.text, searchPath: environment["PATH"] ?? "")
    }

    /// The file that was given, or else that of the environment.
    static func authorities(_ layers: SettingsLayers, _ environment: [String: String]) -> SettingValue? {
        if let given = layers.given(Settings.caFile).last { return given }
        let name = "SSL_CERT_FILE"
        guard let text = environment[name], !text.isEmpty else { return nil }
        return SettingValue(text: text, layer: .environment, place: name)
    }
}
#endif
