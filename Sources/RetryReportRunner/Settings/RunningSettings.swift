#if LiveTenant
import ArgumentParser
import Logging

extension Settings {
    /// How to run, in the order of the help.
    static let running: Group = (
        "How to run",
        [
            history.option, historyKeep.option, archive.option, policy.option, failOn.option, webhookFile.option,
            webhookFormat.option, ping.option, metrics.option, only.option, shard.option, shardCount.option,
            fleetConcurrency.option, progress.option, logLevel.option, logFormat.option,
        ]
    )

    static let history = Setting<SettingValue?>.text(
        "history",
        "file",
        "Remember each run in this file, and report what changed; created if it does not exist.",
        completion: .file()
    )
    static let historyKeep = Setting<Duration>.duration(
        "history-keep",
        default: "400d",
        "How long the history keeps the counts of a run."
    )
    static let archive = Setting<SettingValue?>.text(
        "archive",
        "folder",
        "Add each run's jobs to this folder, as compressed NDJSON by tenant and day, for query engines.",
        completion: .directory
    )
    static let policy = Setting<SettingValue?>.text(
        "policy",
        "file",
        "Owners, links, and which failures are muted or accepted until when: a YAML file of rules.",
        completion: .file(extensions: ["yaml", "yml"])
    )
    static let failOn = Setting<[SettingValue]>.list(
        "fail-on",
        "condition",
        "Exit with 3 if it is true: \(FailCondition.forms.map { "'\($0)'" }.joined(separator: ", ")); may repeat.",
        completion: .quoted(FailCondition.examples)
    )
    static let webhookFile = Setting<SettingValue?>.text(
        "webhook-file",
        "file",
        shown: "the variable \(WebhookFinder.variable)",
        "A file with the secret address of a webhook, to which the report is posted after it is published.",
        completion: .file()
    )
    static let webhookFormat = Setting<WebhookFormat>.choice(
        "webhook-format",
        "format",
        default: .slack,
        "What is posted: slack (a short message) or json (the complete report)."
    )
    static let ping = Setting<SettingValue?>.text(
        "ping",
        "url",
        "Tell a monitor such as healthchecks.io when a run starts and with which status it ends."
    )
    static let metrics = Setting<SettingValue?>.text(
        "metrics",
        "file",
        "Write metrics for Prometheus' node_exporter to this file, which must end in .prom.",
        completion: .file(extensions: ["prom"])
    )
    static let only = Setting<[SettingValue]>.list(
        "only",
        "name",
        "Of the tenants in the configuration file, read only this one; may repeat."
    )
    static let shard = Setting<SettingValue?>.text(
        "shard",
        "i/n",
        shown: "the variable \(ShardChoice.variable), and --shard-count",
        "Of the tenants in the configuration file, read part i of n, counted from 0, and write no index."
    )
    static let shardCount = Setting<Int?>(
        "shard-count",
        "n",
        default: nil,
        "The number of parts, for a part that the environment numbers.",
        must: "be a whole number from 1 to 10000"
    ) { text in
        guard let number = Int(text), ShardChoice.counts.contains(number) else { return nil }
        return .some(number)
    }
    static let fleetConcurrency = Setting<Int>.number(
        "fleet-concurrency",
        1...256,
        default: 8,
        "Requests at a time to all tenants of the configuration file together, 1 to 256."
    )
    static let progress = Setting<RunSettings.ProgressWhen>.choice(
        "progress",
        "when",
        default: .auto,
        "A progress line: auto (on a terminal), always or never."
    )
    static let logLevel = Setting<Logger.Level>.choice(
        "log-level",
        "level",
        default: .warning,
        "Lowest level to log: \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))."
    )
    static let logFormat = Setting<LogFormat>.choice(
        "log-format",
        "form",
        default: .human,
        "The form of messages: human, or json for one JSON object per line."
    )
}
#endif
