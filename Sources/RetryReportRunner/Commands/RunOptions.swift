import ArgumentParser
import RetryReportKit

/// All options of the main job. Every option is read as text here: what is right is decided in one place for flags,
/// environment and file alike, by ``RunSettings``.
struct RunOptions: ParsableArguments {
    @OptionGroup(title: "What to read") var reading: ReadingOptions
    @OptionGroup(title: "What to write") var writing: WritingOptions
    @OptionGroup(title: "What to mail") var mail: MailOptions
    @OptionGroup(title: "How to behave") var behaviour: BehaviourOptions

    func run() async throws {
        if reading.keyAsArgument != nil { throw ExitCode(KeyFinder.refuseArgument().rawValue) }
        let status = await RunProcess(flags: flags, configurationFile: behaviour.config).run()
        if status != .written { throw ExitCode(status.rawValue) }
    }

    /// What was given on the command line, by name.
    private var flags: [OptionName: [SettingValue]] {
        let texts = [writing.texts, mail.texts, behaviour.texts].reduce(reading.texts) { $0.merging($1) { $1 } }
        return Dictionary(
            uniqueKeysWithValues: texts.map { option, values in
                (option, values.map { SettingValue(text: $0, layer: .flag, place: option.flag) })
            }
        )
    }
}

/// Options about what is read.
struct ReadingOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The tenant's origin, such as https://acme.tines.com.", valueName: "url"))
    var tenant: String?
    @Option(
        help: ArgumentHelp(
            "Saved pages instead of a tenant: a page, an array, a folder of pages, NDJSON of pages, or - for stdin.",
            valueName: "path"
        )
    )
    var input: String?
    @Option(help: ArgumentHelp("A file that holds the API key and nothing else.", valueName: "file"))
    var apiKeyFile: String?
    /// Taken to be refused without being shown: as an unknown option it would be repeated in the message.
    @Option(
        name: [.customLong("api-key"), .customLong("key"), .customLong("token"), .customLong("tines-api-key")],
        help: .hidden
    )
    var keyAsArgument: String?
    @Option(help: ArgumentHelp("Jobs a page, 1 to 500. (default: 500)", valueName: "n"))
    var perPage: String?
    @Option(help: ArgumentHelp("Requests at the same time, 1 to 64. (default: 4)", valueName: "n"))
    var concurrency: String?
    @Option(help: ArgumentHelp("Requests in any minute at most. (default: 3000)", valueName: "n"))
    var requestsPerMinute: String?
    @Option(help: ArgumentHelp("How long reading may take, such as 90s, 15m or 2h. (default: 30m)", valueName: "time"))
    var timeout: String?
    @Option(help: ArgumentHelp("Stop, incomplete, after so many pages. (default: 100000)", valueName: "n"))
    var maxPages: String?
    @Option(help: ArgumentHelp("A PEM file of authorities to trust besides the system's.", valueName: "file"))
    var caFile: String?
    @Option(help: ArgumentHelp("A proxy, such as http://proxy.internal:3128.", valueName: "url"))
    var proxy: String?
    @Flag(help: "Send the key without TLS to a host that is not loopback.")
    var allowInsecureHTTP = false
    @Option(help: ArgumentHelp("Keep the pages as they came, for --input.", valueName: "folder"))
    var savePages: String?

    var texts: [OptionName: [String]] {
        [
            .tenant: tenant.map { [$0] } ?? [], .input: input.map { [$0] } ?? [],
            .apiKeyFile: apiKeyFile.map { [$0] } ?? [], .perPage: perPage.map { [$0] } ?? [],
            .concurrency: concurrency.map { [$0] } ?? [],
            .requestsPerMinute: requestsPerMinute.map { [$0] } ?? [], .timeout: timeout.map { [$0] } ?? [],
            .maxPages: maxPages.map { [$0] } ?? [], .caFile: caFile.map { [$0] } ?? [],
            .proxy: proxy.map { [$0] } ?? [], .allowInsecureHTTP: allowInsecureHTTP ? ["true"] : [],
            .savePages: savePages.map { [$0] } ?? [],
        ]
    }
}

/// Options about what is written.
struct WritingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The folder for the reports, or - for one format on standard output. (default: reports)",
            valueName: "folder"
        )
    )
    var output: String?
    @Option(help: ArgumentHelp("What the files are called. (default: retry-jobs)", valueName: "name"))
    var name: String?
    @Option(
        help: ArgumentHelp(
            "A format; may repeat. 'retry-report formats' lists them. (default: html, markdown, json)",
            valueName: "format"
        ),
        completion: .list(StandardRenderers.formats.map(\.identifier))
    )
    var format: [String] = []
    @Option(help: ArgumentHelp("The reports' title. (default: Retry jobs)", valueName: "text"))
    var title: String?
    @Option(help: ArgumentHelp("A folder with your own templates.", valueName: "folder"))
    var template: String?
    @Option(help: ArgumentHelp("How many actions are named, per group and in all. (default: 10)", valueName: "n"))
    var top: String?
    @Option(
        help: ArgumentHelp(
            "How many jobs each group lists, closest to death first; 0 means all. (default: 25; on a page of over 200 groups fewer)",
            valueName: "n"
        )
    )
    var jobsPerGroup: String?
    @Option(help: ArgumentHelp("Retries until a job dies, for the estimates. (default: 25)", valueName: "n"))
    var retryLimit: String?
    @Option(
        help: ArgumentHelp(
            "The moment the report refers to, for reproducible output. (default: the clock's)",
            valueName: "iso8601"
        )
    )
    var now: String?

    var texts: [OptionName: [String]] {
        [
            .output: output.map { [$0] } ?? [], .name: name.map { [$0] } ?? [], .format: format,
            .title: title.map { [$0] } ?? [], .template: template.map { [$0] } ?? [], .top: top.map { [$0] } ?? [],
            .jobsPerGroup: jobsPerGroup.map { [$0] } ?? [], .retryLimit: retryLimit.map { [$0] } ?? [],
            .now: now.map { [$0] } ?? [],
        ]
    }
}

/// Options about how the program behaves.
struct BehaviourOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A YAML file of settings.", valueName: "file"))
    var config: String?
    @Option(
        help: ArgumentHelp(
            """
            Exit with 3 when it holds: 'jobs>N', 'group>N', 'unreadable>N', 'dying-within=24h>N', 'incomplete'; may \
            repeat.
            """,
            valueName: "condition"
        )
    )
    var failOn: [String] = []
    @Option(help: ArgumentHelp("A progress line: auto, always or never. (default: auto)", valueName: "when"))
    var progress: String?
    @Option(
        help: ArgumentHelp(
            "trace, debug, info, notice, warning, error or critical. (default: warning)",
            valueName: "level"
        )
    )
    var logLevel: String?
    @Option(help: ArgumentHelp("human, or json for a JSON object a line. (default: human)", valueName: "form"))
    var logFormat: String?
    @Option(
        help: ArgumentHelp(
            "Write figures of the run for Prometheus' node_exporter to this file, which must end in .prom.",
            valueName: "file"
        )
    )
    var metrics: String?

    var texts: [OptionName: [String]] {
        [
            .failOn: failOn, .progress: progress.map { [$0] } ?? [], .logLevel: logLevel.map { [$0] } ?? [],
            .logFormat: logFormat.map { [$0] } ?? [], .metrics: metrics.map { [$0] } ?? [],
        ]
    }
}
