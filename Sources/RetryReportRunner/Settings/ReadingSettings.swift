#if LiveTenant
import ArgumentParser
import RetryReportKit

extension Settings {
    /// What to read, in the order of the help.
    static let reading: Group = (
        "What to read",
        [
            tenant.option, apiKeyFile.option, apiKeyVariable.option, input.option, timeout.option, perPage.option,
            concurrency.option, requestsPerMinute.option, maxPages.option, caFile.option, proxy.option,
            allowInsecureHTTP.option, savePages.option, savePagesKeep.option, with.option, story.option, team.option,
            jobType.option, errorClass.option, action.option,
        ]
    )

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
}
#endif
