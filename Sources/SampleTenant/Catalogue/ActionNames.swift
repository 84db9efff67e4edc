internal import RetryJobs

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
