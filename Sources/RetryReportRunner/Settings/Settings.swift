#if LiveTenant
import ArgumentParser
import Logging
import RetryReportKit
import RetryReportMail

/// Every setting of a run, declared once: name, default, how its text is read, help. The command line, the
/// environment, the configuration file, the help and the completions are made of this table.
///
/// To add one: declare it here, name it in ``groups``, add an `@Option` or `@Flag` of the same name in
/// `RunOptions.swift`, and use it in ``RunSettings``.
enum Settings {
    /// The settings in the groups and the order of the help.
    static let groups: [(title: String, options: [OptionDefinition])] = [
        (
            "What to read",
            [
                tenant.option, apiKeyFile.option, apiKeyVariable.option, input.option, timeout.option, perPage.option,
                concurrency.option,
                requestsPerMinute.option, maxPages.option, caFile.option, proxy.option, allowInsecureHTTP.option,
                savePages.option, savePagesKeep.option, with.option, story.option, team.option, jobType.option,
                errorClass.option, action.option,
            ]
        ),
        (
            "What to write",
            [
                output.option, name.option, format.option, renderers.option, title.option, template.option,
                top.option, jobsPerGroup.option, retryLimit.option, actionURL.option, now.option,
            ]
        ),
        (
            "What to mail",
            [
                send.option, mailTo.option, mailFrom.option, mailSubject.option, mailWhen.option, mailAttach.option,
                mailThread.option, mailMessages.option, mailUnsubscribe.option, mailReplyTo.option,
                mailEnvelopeFrom.option,
                reportURL.option, sendmail.option,
            ]
        ),
        (
            "How to run",
            [
                history.option, historyKeep.option, archive.option, policy.option, failOn.option,
                webhookFile.option, webhookFormat.option, ping.option, metrics.option, only.option, shard.option,
                shardCount.option,
                fleetConcurrency.option, progress.option, logLevel.option, logFormat.option,
            ]
        ),
    ]

    /// All settings.
    static let all = groups.flatMap(\.options)

    /// The configuration file itself, which no configuration file can name.
    static let config = Setting<SettingValue?>.text("config", "file", "A YAML file of settings.", completion: .file())

    // MARK: What to read

    static let tenant = Setting<SettingValue?>.text(
        "tenant",
        "url",
        "The tenant's address, such as https://acme.tines.com."
    )
    static let apiKeyFile = Setting<SettingValue?>.text(
        "api-key-file",
        "file",
        shown: "the variable \(KeyFinder.variable)",
        "A file that contains the API key and nothing else.",
        completion: .file()
    )
    static let apiKeyVariable = Setting<SettingValue?>.text(
        "api-key-variable",
        "name",
        shown: KeyFinder.variable,
        "The variable of the environment that contains the API key, where no file is named."
    )
    static let input = Setting<[SettingValue]>.list(
        "input",
        "path",
        hasCommas: true,
        "Saved pages instead of a tenant: a file, a folder, or - for standard input; may repeat.",
        completion: .file()
    )
    static let perPage = Setting<Int>.number("per-page", 1...500, default: 500, "Jobs per page, 1 to 500.")
    static let concurrency = Setting<Int>.number(
        "concurrency",
        1...64,
        default: 4,
        "Requests for pages of jobs at a time, 1 to 64."
    )
    static let requestsPerMinute = Setting<Int>.number(
        "requests-per-minute",
        1...1_000_000,
        default: 3_000,
        "Maximum number of requests per minute."
    )
    static let timeout = Setting<Duration>.duration(
        "timeout",
        default: "30m",
        "Time limit for reading, such as 90s, 15m or 2h."
    )
    static let maxPages = Setting<Int>.number(
        "max-pages",
        1...Int(Int32.max),
        default: 100_000,
        "Maximum number of pages to read; the report of a longer list is incomplete."
    )
    static let caFile = Setting<SettingValue?>.text(
        "ca-file",
        "file",
        shown: "SSL_CERT_FILE",
        "A PEM file of certificate authorities to trust besides the system's.",
        completion: .file(extensions: ["pem", "crt", "cer"])
    )
    static let proxy = Setting<SettingValue?>.text(
        "proxy",
        "url",
        shown: "HTTPS_PROXY, except for hosts in NO_PROXY",
        "A proxy, such as http://proxy.example:3128, or none."
    )
    static let allowInsecureHTTP = Setting<Bool>.flag(
        "allow-insecure-http",
        "Allow http:// for other hosts than this machine; the API key is sent unencrypted."
    )
    static let savePages = Setting<SettingValue?>.text(
        "save-pages",
        "folder",
        "Save the pages as they came, for --input, in place of those of an earlier run.",
        completion: .directory
    )
    static let savePagesKeep = Setting<Int?>(
        "save-pages-keep",
        "n",
        default: nil,
        "Save each reading in a folder of its own, named by its time, and keep the newest n.",
        must: "be a whole number from 1 to 10000"
    ) { text in
        guard let number = Int(text), (1...10_000).contains(number) else { return nil }
        return .some(number)
    }

    static let with = Setting<Set<ReportExtra>?>.extras(
        "with",
        "What else to read: stories, dead, workers, messages (may contain data) or none; may repeat."
    )

    static let story = restriction("story", "id|name", "Report only this story's jobs; may repeat.")
    static let team = restriction("team", "id|name", "Report only this team's jobs; may repeat.")
    static let jobType = restriction("type", "type", "Report only jobs of this type; may repeat.")
    static let errorClass = restriction("error-class", "class", "Report only jobs with this error class; may repeat.")
    static let action = restriction("action", "id|name", "Report only this action's jobs; may repeat.")

    private static func restriction(_ name: String, _ value: String, _ summary: String) -> Setting<[SettingValue]> {
        .list(name, value, hasCommas: true, summary)
    }

    // MARK: What to write

    static let output = Setting<String>(
        "output",
        "folder",
        default: "reports",
        shown: "reports",
        "The folder for the reports, or - for one format on standard output.",
        must: "be a path",
        completion: .directory
    ) { $0.isEmpty ? nil : $0 }
    static let name = Setting<String>(
        "name",
        "name",
        default: "retry-jobs",
        shown: "retry-jobs",
        "The name of the report's files, without their suffixes.",
        must: "be a file name of at most 100 bytes without slash, space or unprintable character, and not begin with "
            + "a full stop"
    ) { isFileName($0) ? $0 : nil }
    static let format = Setting<[SettingValue]>.list(
        "format",
        "format",
        shown: StandardRenderers.usual.joined(separator: ", "),
        "A format to write; may repeat. 'retry-report formats' lists them.",
        completion: .list(StandardRenderers.formats.map(\.identifier))
    )
    static let renderers = Setting<SettingValue?>.text(
        "renderers",
        "folder",
        shown: "the folders of PATH",
        "A folder of programs retry-report-render-NAME, each of which writes format NAME.",
        completion: .directory
    )
    static let title = Setting<String>(
        "title",
        "text",
        default: "Retry jobs",
        shown: "Retry jobs",
        "The reports' title.",
        must: "be text"
    ) { $0 }
    static let template = Setting<SettingValue?>.text(
        "template",
        "folder",
        "A folder with your own templates.",
        completion: .directory
    )
    static let top = Setting<Int>.number(
        "top",
        0...1_000_000,
        default: 10,
        "Maximum number of actions listed, per group and in total."
    )
    static let jobsPerGroup = Setting<Int>.number(
        "jobs-per-group",
        0...100_000_000,
        default: 25,
        shown: "25, or 5 for each of several tenants; fewer on a page of more than 200 groups",
        "Maximum number of jobs listed per group, closest to death first; 0 lists all."
    )
    /// The default of ``jobsPerGroup`` for each of several tenants: rows of jobs are most of what a report costs.
    static let jobsPerGroupOfMany = 5
    static let retryLimit = Setting<Int>.number(
        "retry-limit",
        RetrySchedule.limits,
        default: RetrySchedule.standard.limit,
        "Retries after which a job is dead, for the estimates."
    )
    static let actionURL = Setting<SettingValue?>.text(
        "action-url",
        "url",
        shown: ActionLinks.standardPattern,
        "Links to actions, in which TENANT, STORY and ACTION are replaced."
    )
    static let now = Setting<Timestamp?>(
        "now",
        "time",
        default: nil,
        shown: "when reading ended",
        "The time that the report refers to, in ISO 8601, for reproducible output.",
        must: "be a time from 1970 on, such as 2026-01-31T06:00:00Z"
    ) { text in
        // Not by flatMap: a time that is none would become the value "none", which is accepted.
        guard let time = Timestamp(iso8601: text), time.microseconds >= 0 else { return nil }
        return .some(time)
    }

    // MARK: What to mail

    static let send = Setting<Bool>.flag("send", "Send a mail after the reports are published.")
    static let mailTo = Setting<[SettingValue]>.list(
        "mail-to",
        "address",
        "A recipient: an address, or 'Name <address>'; may repeat."
    )
    static let mailFrom = Setting<SettingValue?>.text("mail-from", "address", "The sender.")
    static let mailSubject = Setting<SettingValue?>.text(
        "mail-subject",
        "text",
        shown: SubjectTemplate.standardText,
        "The subject, in which {tenant}, {news}, {jobs}, {groups}, {dying} and {title} are replaced."
    )
    static let mailWhen = Setting<MailWhen>.choice(
        "mail-when",
        "when",
        default: .always,
        "When to send: always, nonempty (jobs wait, or may have been missed) or changed (something is new, grew or died)."
    )
    static let mailAttach = Setting<MailPlan.Attachment>.choice(
        "mail-attach",
        "format",
        default: .none,
        "A file attached to the mail: json or none."
    )
    static let mailThread = Setting<Bool>.flag(
        "mail-thread",
        "Keep the mails of a tenant and a --name in one thread, under a constant subject."
    )
    static let mailMessages = Setting<Bool>.flag(
        "mail-messages",
        "Let the mail contain error messages from the actions' logs (--with messages), which may contain data."
    )
    static let mailUnsubscribe = Setting<SettingValue?>.text(
        "mail-unsubscribe",
        "url",
        "Where readers unsubscribe: an https: or mailto: link."
    )
    static let mailReplyTo = Setting<SettingValue?>.text(
        "mail-reply-to",
        "address",
        shown: "the sender",
        "The address that answers go to."
    )
    static let reportURL = Setting<SettingValue?>.text(
        "report-url",
        "url",
        "Where the report is published, for links in mails and messages; {name} and {date} are replaced."
    )
    static let mailEnvelopeFrom = Setting<SettingValue?>.text(
        "mail-envelope-from",
        "address",
        "The address that undeliverable mail returns to, passed on as -f."
    )
    static let sendmail = Setting<String>(
        "sendmail",
        "path",
        default: "sendmail",
        shown: "sendmail",
        "The mail program, called as 'sendmail -t -i'.",
        must: "be a path or a name",
        completion: .file()
    ) { $0.isEmpty ? nil : $0 }

    // MARK: How to run

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

    private static func isFileName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 100 && !text.hasPrefix(".")
            && text.unicodeScalars.allSatisfy { $0 != "/" && $0 != "\\" && !$0.properties.isWhitespace }
            && VisibleText.clean(text) == text
    }
}
#endif
