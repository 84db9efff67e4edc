#if LiveTenant
internal import RetryJobs

/// What a job's `agent` field looks like.
enum AgentForm: Sendable {
    /// `{"id": 1, "name": "…"}`
    case object
    /// The action's number alone.
    case number
    /// The field is missing.
    case none
}

/// A job type with its share of the set and the fields that it carries.
struct JobTypes: Sendable {
    let name: String
    let weight: Double
    let agent: AgentForm
    let hasEvents: Bool

    /// The documented types, those of older documentation, and a few that nobody documented.
    static let all = [
        JobTypes(name: "AgentReceiveJob", weight: 84, agent: .object, hasEvents: true),
        JobTypes(name: "AgentCheckJob", weight: 7, agent: .number, hasEvents: false),
        JobTypes(name: "CredentialRefreshJob", weight: 5, agent: .number, hasEvents: false),
        JobTypes(name: "AgentRunScheduleJob", weight: 3, agent: .none, hasEvents: false),
        JobTypes(name: "StoryRunExportJob", weight: 0.5, agent: .none, hasEvents: false),
        JobTypes(name: "Webhooks::ReplayJob", weight: 0.3, agent: .object, hasEvents: true),
        JobTypes(name: "RecordArtifactSyncJob", weight: 0.2, agent: .number, hasEvents: false),
    ]
}

/// The Ruby error classes of the sample, most frequent first.
enum ErrorClasses {
    static let all = [
        "Faraday::TimeoutError", "Net::ReadTimeout", "Faraday::ConnectionFailed", "ActiveRecord::LockWaitTimeout",
        "Errno::ECONNRESET", "OpenSSL::SSL::SSLError", "RestClient::TooManyRequests", "JSON::ParserError",
        "Net::OpenTimeout", "ArgumentError", "NoMethodError", "SocketError", "Faraday::ServerError",
        "RestClient::Unauthorized", "Errno::ECONNREFUSED", "Timeout::Error", "OAuth2::Error",
        "ActiveRecord::StatementInvalid", "Redis::TimeoutError", "EOFError", "RestClient::Forbidden",
        "PG::ConnectionBad", "ActiveRecord::ConnectionTimeoutError", "Aws::S3::Errors::SlowDown",
        "Aws::STS::Errors::ExpiredToken", "Liquid::SyntaxError", "TypeError", "KeyError",
        "Encoding::UndefinedConversionError",
        "RestClient::BadGateway", "RestClient::ServiceUnavailable", "RestClient::GatewayTimeout",
        "RestClient::NotFound",
        "Faraday::SSLError", "Faraday::TooManyRequestsError", "Faraday::UnauthorizedError", "Errno::EHOSTUNREACH",
        "Errno::ETIMEDOUT", "Errno::EPIPE", "Errno::ENOSPC", "Resolv::ResolvError", "Net::SMTPAuthenticationError",
        "Net::SMTPServerBusy", "Net::SMTPFatalError", "Net::IMAP::NoResponseError", "ActiveRecord::Deadlocked",
        "ActiveRecord::RecordNotFound", "ActiveRecord::RecordInvalid", "ActiveRecord::QueryCanceled",
        "ActiveJob::DeserializationError", "Redis::CannotConnectError", "Redis::CommandError", "PG::UniqueViolation",
        "PG::QueryCanceled", "Nokogiri::XML::SyntaxError", "CSV::MalformedCSVError", "Zlib::GzipFile::Error",
        "URI::InvalidURIError", "Mail::Field::ParseError", "JWT::ExpiredSignature", "JWT::DecodeError",
        "Google::Apis::RateLimitError", "Google::Apis::AuthorizationError",
        "Slack::Web::Api::Errors::TooManyRequestsError",
        "Octokit::AbuseDetected", "Jira::OauthClient::AccessTokenError", "Zip::Error", "StopIteration",
        "FloatDomainError", "ZeroDivisionError", "RangeError", "Regexp::TimeoutError", "SystemStackError",
        "NoMemoryError", "Sidekiq::Shutdown", "ActionAgent::LoopDetected", "ActionAgent::PayloadTooLarge",
        "ActionAgent::Template::UndefinedVariable", "HTTParty::RedirectionTooDeep", "IPAddr::InvalidAddressError",
    ]
}

/// Names of actions as builders of stories write them: several scripts, and characters that a
/// report must show as text.
enum ActionNames {
    private static let systems = [
        "Jira", "Slack", "Okta", "VirusTotal", "ServiceNow", "CrowdStrike", "Splunk", "PagerDuty", "GitHub", "AWS S3",
        "Azure AD", "Google Workspace", "Zendesk", "Confluence", "Shodan", "URLScan", "Recorded Future", "Elastic",
        "Snowflake", "Microsoft Graph", "SentinelOne", "Tenable", "Wiz", "Zoom", "Salesforce",
    ]

    private static let forms: [@Sendable (String, Int) -> String] = [
        { system, _ in "Get alerts from \(system)" },
        { system, number in "HTTP Request: \(system) #\(number)" },
        { system, _ in "Create \(system) ticket" },
        { system, _ in "Look up user in \(system)" },
        { system, number in "\(system) - page \(number % 9 + 1) of results" },
        { system, _ in "Enrich IP addresses (\(system))" },
        { system, _ in "Send to \(system) & wait for reply" },
        { system, number in "Event Transform Action \(number)" },
        { system, _ in "Dédupliquer les événements – \(system)" },
        { system, _ in "Größe prüfen, dann \(system) benachrichtigen" },
        { system, number in "Añadir compañía nº \(number) a \(system)" },
        { system, _ in "\(system) からアラートを取得" },
        { system, number in "チケット作成（\(system)）その\(number)" },
        { system, _ in "Отправить оповещение в \(system)" },
        { system, number in "Проверка учётной записи \(number)" },
        { system, _ in "إرسال تنبيه إلى \(system)" },
        { system, number in "שליחת התראה \(number) אל \(system)" },
        { system, _ in "🚨 Page on-call | \(system)" },
        { system, number in "🔁 Retry \(system) until `status == \(number)`" },
        { system, _ in "<b>Close</b> \(system) case | \"done\"" },
        { system, _ in "Parse <\(system)> & extract *all* [links](x)" },
        { system, number in "C:\\runbooks\\\(system)\\\(number)" },
    ]

    /// The name of the action at `index`; names may repeat, as they do on a tenant.
    static func name(at index: Int) -> String {
        var random = SplitMix64(seed: 2, place: UInt64(index))
        let system = systems[random.below(systems.count)]
        return forms[random.below(forms.count)](system, index + 1)
    }
}

/// Draws an index by weight in constant time: the weights are laid out once over 65,536 slots.
struct WeightedTable: Sendable {
    private let slots: [UInt16]

    /// Every index gets at least one slot, so a long tail is thin but not cut off.
    ///
    /// At most 65,535 weights.
    init(weights: [Double]) {
        let total = weights.reduce(0, +)
        var slots: [UInt16] = []
        slots.reserveCapacity(1 << 16)
        for (index, weight) in weights.enumerated() {
            let share = Swift.max(1, Int((weight / total * 65_536).rounded()))
            slots.append(contentsOf: repeatElement(UInt16(truncatingIfNeeded: index), count: share))
        }
        self.slots = slots
    }

    /// Zipf's law over `count` indices: the index `i` weighs `1 / (i + 1)^exponent`.
    ///
    /// The sum for exponents between 1 and 2 needs no power function: each weight is a mean of
    /// 1/k and 1/k².
    init(zipfOver count: Int, steepness: Double) {
        self.init(
            weights: (1...Swift.max(1, count)).map { rank in
                let inverse = 1 / Double(rank)
                return (1 - steepness) * inverse + steepness * inverse * inverse
            }
        )
    }

    func draw(_ random: inout SplitMix64) -> Int {
        Int(slots[random.below(slots.count)])
    }
}
#endif
