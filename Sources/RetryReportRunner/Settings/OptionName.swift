/// Every setting of a run, under the one name it has as a flag, in a configuration file and, in capitals and with
/// `RETRY_REPORT_` before it, in the environment.
enum OptionName: String, CaseIterable, Sendable {
    case tenant
    case input
    case output
    case name
    case title
    case format
    case apiKeyFile = "api-key-file"
    case perPage = "per-page"
    case concurrency
    case requestsPerMinute = "requests-per-minute"
    case timeout
    case maxPages = "max-pages"
    case caFile = "ca-file"
    case proxy
    case allowInsecureHTTP = "allow-insecure-http"
    case template
    case top
    case jobsPerGroup = "jobs-per-group"
    case retryLimit = "retry-limit"
    case now
    case savePages = "save-pages"
    case mailTo = "mail-to"
    case mailFrom = "mail-from"
    case mailSubject = "mail-subject"
    case mailAttach = "mail-attach"
    case mailWhen = "mail-when"
    case mailUnsubscribe = "mail-unsubscribe"
    case mailThread = "mail-thread"
    case mailEnvelopeFrom = "mail-envelope-from"
    case send
    case sendmail
    case failOn = "fail-on"
    case progress
    case logLevel = "log-level"
    case logFormat = "log-format"
    case metrics

    /// The name as a flag.
    var flag: String { "--\(rawValue)" }

    /// The name in the environment.
    var variable: String {
        "RETRY_REPORT_" + rawValue.uppercased().split(separator: "-").joined(separator: "_")
    }

    /// Whether it may be given more than once: as a repeated flag, a list in a file, or with commas in a variable.
    var isList: Bool { self == .format || self == .failOn || self == .mailTo }
}
