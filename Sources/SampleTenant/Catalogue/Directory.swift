internal import RetryJobs

/// Stories, teams and users of the sample, and which of them an action belongs to. The same for every seed: the
/// names and numbers of actions are too.
enum Directory {
    static let storyCount = 240
    static let firstStory = 20_001
    /// The last ones are personal teams.
    static let teamCount = 14
    static let personalTeams = 3
    static let firstTeam = 301
    static let userCount = 24
    static let firstUser = 501
    static let auditLines = 120

    /// Every fiftieth action was deleted: its jobs still name it, the directory does not.
    static func hasAction(_ index: Int) -> Bool {
        (0..<JobFactory.actionCount).contains(index) && index % 50 != 49
    }

    static func story(ofAction index: Int) -> Int {
        // A few stories have many actions.
        let draw = SplitMix64.hash(UInt64(index), 11) % UInt64(storyCount * storyCount)
        return Int(Double(draw).squareRoot())
    }

    static func team(ofStory index: Int) -> Int { Int(SplitMix64.hash(UInt64(index), 12) % UInt64(teamCount)) }

    /// One or two owners.
    static func owners(ofStory index: Int) -> [Int] {
        let draw = SplitMix64.hash(UInt64(index), 13)
        let first = Int(draw % UInt64(userCount))
        return draw.isMultiple(of: 3) ? [first, (first + 7) % userCount] : [first]
    }

    static func storyName(_ index: Int) -> String {
        let subjects = [
            "Phishing reports", "New starters", "Leavers", "Cloud alerts", "Vulnerabilities", "Access requests",
            "On-call hand-over", "Certificates", "Invoices", "Suspicious logins", "Asset inventory", "DLP alerts",
        ]
        let forms = [
            "\(subjects[index % subjects.count])", "\(subjects[index % subjects.count]) v2",
            "\(subjects[index % subjects.count]) | EU", "Triage: \(subjects[index % subjects.count].lowercased())",
            "<i>\(subjects[index % subjects.count])</i> & more", "[OLD] \(subjects[index % subjects.count])",
            "\(subjects[index % subjects.count])（日本）", "\(subjects[index % subjects.count]) – übergeben",
        ]
        return forms[index / subjects.count % forms.count]
    }

    static func teamName(_ index: Int) -> String {
        let names = [
            "SOC", "IT Support", "Cloud Platform", "Identity & Access", "Threat Intelligence", "HR Automation",
            "Finance <Ops>", "Détection", "運用チーム", "Vulnerability Management", "Customer Trust",
        ]
        return index < names.count ? names[index] : "Personal team of \(userName(index).first)"
    }

    static func isPersonal(team index: Int) -> Bool { index >= teamCount - personalTeams }

    static func userName(_ index: Int) -> (first: String, last: String) {
        let first = [
            "Aoife", "Ben", "Chiara", "Dmitri", "Elif", "Farah", "Grzegorz", "葵", "Ines", "José", "Kofi", "Lena",
        ]
        let last = ["O'Brien", "Nguyen", "Rossi", "Müller", "Yılmaz", "Haddad", "Wójcik", "佐藤"]
        return (first[index % first.count], last[index / 3 % last.count])
    }

    static func actionType(_ index: Int) -> String {
        let types = ["HTTPRequest", "EventTransformation", "SendEmail", "Trigger", "Webhook", "IMAP", "LLM"]
        return "Agents::\(types[Int(SplitMix64.hash(UInt64(index), 14) % UInt64(types.count))])Agent"
    }

    /// The operation that a line of the audit log is about.
    static func operation(ofLine line: Int) -> String {
        let all = ["StoryUpdate", "JobsRetryingDeletion", "StoryJobsClearance", "Login", "JobsQueuedDeletion"]
        return all[line % all.count]
    }

    /// What an action logged as an error: with details that a report must not repeat.
    static func logMessage(action index: Int, line: Int) -> String {
        let host = "api\(index % 40).example.com"
        let secret = String(SplitMix64.hash(UInt64(index), 15), radix: 36)
        let messages = [
            "Faraday::TimeoutError: Net::ReadTimeout with #<TCPSocket:(closed)> for \(host)",
            "401 Unauthorized from https://svc:\(secret)@\(host)/v2/alerts (Authorization: Bearer sk_live_\(secret))",
            "429 Too Many Requests: {\"retry_after\": 30, \"api_key\": \"\(secret)\(secret)\"}",
            "Liquid error: undefined variable 'alert.id'\n  in action \(index + 1)\n  at line 3",
            "500 from \(host): <html><body>Internal Server Error</body></html>",
            "JWT eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzYW1wbGUifQ.\(secret)\(secret) has expired",
        ]
        return messages[(index + line) % messages.count]
    }
}
