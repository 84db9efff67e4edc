#if LiveTenant
import ArgumentParser

/// All options of the main job. Every option is read as text here: what is right is decided in one place for flags,
/// environment and file alike, by ``Settings``.
struct RunOptions: ParsableArguments {
    @OptionGroup(title: Settings.reading.title) var reading: ReadingOptions
    @OptionGroup(title: Settings.writing.title) var writing: WritingOptions
    @OptionGroup(title: Settings.mail.title) var mail: MailOptions
    @OptionGroup(title: Settings.running.title) var running: RunningOptions

    func run() async throws {
        if !reading.keyAsArgument.isEmpty { throw ExitCode(KeyFinder.refuseArgument().rawValue) }
        let status = await RunProcess(flags: flags).run()
        if status != .written { throw ExitCode(status.rawValue) }
    }

    /// What was given on the command line.
    var flags: [OptionDefinition: [SettingValue]] {
        let groups: [Any] = [reading, writing, mail, running]
        var texts: [String: [String]] = [:]
        for case (let label?, let value) in groups.flatMap({ Mirror(reflecting: $0).children }) {
            switch value {
            case let option as Option<[String]>: texts[label] = option.wrappedValue
            case let flag as Flag<Bool>: texts[label] = flag.wrappedValue ? ["true"] : []
            default: break
            }
        }
        var flags: [OptionDefinition: [SettingValue]] = [:]
        for option in Settings.all + [Settings.config.option] {
            flags[option] = texts[option.property]?.map {
                SettingValue(text: $0, layer: .flag, place: option.flag)
            }
        }
        return flags
    }
}

/// Options about what is read.
struct ReadingOptions: ParsableArguments {
    @Option(Settings.tenant) var tenant: [String]
    @Option(Settings.apiKeyFile) var apiKeyFile: [String]
    @Option(Settings.apiKeyVariable) var apiKeyVariable: [String]
    @Option(Settings.input) var input: [String]
    @Option(Settings.timeout) var timeout: [String]
    @Option(Settings.perPage) var perPage: [String]
    @Option(Settings.concurrency) var concurrency: [String]
    @Option(Settings.requestsPerMinute) var requestsPerMinute: [String]
    @Option(Settings.maxPages) var maxPages: [String]
    @Option(Settings.caFile) var caFile: [String]
    @Option(Settings.proxy) var proxy: [String]
    @Flag(Settings.allowInsecureHTTP) var allowInsecureHttp: Bool
    @Option(Settings.savePages) var savePages: [String]
    @Option(Settings.savePagesKeep) var savePagesKeep: [String]
    @Option(Settings.with) var with: [String]
    @Option(Settings.story) var story: [String]
    @Option(Settings.team) var team: [String]
    @Option(Settings.jobType) var type: [String]
    @Option(Settings.errorClass) var errorClass: [String]
    @Option(Settings.action) var action: [String]

    /// Taken to be refused without being shown: as an unknown option it would be repeated in the message.
    @Option(
        name: [.customLong("api-key"), .customLong("key"), .customLong("token"), .customLong("tines-api-key")],
        parsing: .singleValue,
        help: .hidden
    )
    var keyAsArgument: [String] = []
}

/// Options about what is written.
struct WritingOptions: ParsableArguments {
    @Option(Settings.output) var output: [String]
    @Option(Settings.name) var name: [String]
    @Option(Settings.format) var format: [String]
    @Option(Settings.renderers) var renderers: [String]
    @Option(Settings.title) var title: [String]
    @Option(Settings.template) var template: [String]
    @Option(Settings.top) var top: [String]
    @Option(Settings.jobsPerGroup) var jobsPerGroup: [String]
    @Option(Settings.retryLimit) var retryLimit: [String]
    @Option(Settings.actionURL) var actionUrl: [String]
    @Option(Settings.now) var now: [String]
}

/// Options about a message, as format `eml` writes it and `--send` hands it over.
struct MailOptions: ParsableArguments {
    @Flag(Settings.send) var send: Bool
    @Option(Settings.mailTo) var mailTo: [String]
    @Option(Settings.mailFrom) var mailFrom: [String]
    @Option(Settings.mailSubject) var mailSubject: [String]
    @Option(Settings.mailWhen) var mailWhen: [String]
    @Option(Settings.mailAttach) var mailAttach: [String]
    @Flag(Settings.mailThread) var mailThread: Bool
    @Flag(Settings.mailMessages) var mailMessages: Bool
    @Option(Settings.mailUnsubscribe) var mailUnsubscribe: [String]
    @Option(Settings.mailReplyTo) var mailReplyTo: [String]
    @Option(Settings.mailEnvelopeFrom) var mailEnvelopeFrom: [String]
    @Option(Settings.reportURL) var reportUrl: [String]
    @Option(Settings.sendmail) var sendmail: [String]
}

/// Options about how the program runs.
struct RunningOptions: ParsableArguments {
    @Option(Settings.config) var config: [String]
    @Option(Settings.history) var history: [String]
    @Option(Settings.historyKeep) var historyKeep: [String]
    @Option(Settings.archive) var archive: [String]
    @Option(Settings.policy) var policy: [String]
    @Option(Settings.failOn) var failOn: [String]
    @Option(Settings.webhookFile) var webhookFile: [String]
    @Option(Settings.webhookFormat) var webhookFormat: [String]
    @Option(Settings.ping) var ping: [String]
    @Option(Settings.metrics) var metrics: [String]
    @Option(Settings.only) var only: [String]
    @Option(Settings.shard) var shard: [String]
    @Option(Settings.shardCount) var shardCount: [String]
    @Option(Settings.fleetConcurrency) var fleetConcurrency: [String]
    @Option(Settings.progress) var progress: [String]
    @Option(Settings.logLevel) var logLevel: [String]
    @Option(Settings.logFormat) var logFormat: [String]
}

extension OptionDefinition {
    /// The argument parser's name for the property of an option: `_perPage` for `per-page`.
    fileprivate var property: String {
        let words = name.split(separator: "-")
        return "_" + words.prefix(1).joined() + words.dropFirst().map(\.capitalized).joined()
    }
}

extension Substring {
    fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}

extension Option where Value == [String] {
    /// The option of a setting. Single ones are read as lists too, so that one that is given twice can be refused.
    fileprivate init(_ setting: Setting<some Sendable>) {
        self.init(
            wrappedValue: [],
            name: .customLong(setting.option.name),
            parsing: .singleValue,
            help: ArgumentHelp("\(setting.option.help)", valueName: setting.option.valueName),
            completion: setting.option.completion
        )
    }
}

extension Flag where Value == Bool {
    /// The option of a setting.
    fileprivate init(_ setting: Setting<Bool>) {
        self.init(
            wrappedValue: false,
            name: .customLong(setting.option.name),
            help: ArgumentHelp("\(setting.option.help)")
        )
    }
}
#endif
