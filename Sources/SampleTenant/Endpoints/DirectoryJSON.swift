internal import RetryJobs

/// Writes what is not a job: actions, stories, teams, users, logs, the kind of tenant, its workers.
struct DirectoryJSON: Sendable {
    /// The time of the set, in microseconds since 1970.
    let now: Int64
    let isDedicated: Bool

    /// The row as a JSON object.
    func text(_ row: Row) -> String {
        switch row {
        case .job: "null"
        case .action(let index): action(index)
        case .story(let index): story(index)
        case .team(let index):
            "{\"id\":\(Directory.firstTeam + index),\"name\":\(quoted(Directory.teamName(index))),\"groups\":[]}"
        case .user(let index): user(index)
        case .log(let action, let line): log(action: action, line: line)
        case .audit(let line): audit(line)
        case .info:
            """
            {"stack":{"name":"acme","type":"\(isDedicated ? "dedicated" : "shared")","region":"eu-west-1",\
            "egress_ips":["192.0.2.10","192.0.2.11"]}}
            """
        case .workers(let queued):
            """
            {"current_workers":\(min(10, queued / 50)),"max_workers":10,"queue_count":\(queued),\
            "queue_latency":\(Double(queued) / 8)}
            """
        }
    }

    private func action(_ index: Int) -> String {
        let story = Directory.story(ofAction: index)
        let secret = "SAMPLE-SECRET-\(index)"
        return """
            {"id":\(Int(JobFactory.firstAction) + index),"type":"\(Directory.actionType(index))",\
            "name":\(quoted(ActionNames.name(at: index))),"description":null,"story_id":\(Directory.firstStory + story),\
            "group_id":null,"team_id":\(Directory.firstTeam + Directory.team(ofStory: story)),\
            "user_id":\(Directory.firstUser + index % Directory.userCount),"disabled":\(index % 37 == 0),\
            "guid":"\(guid(index, 16))","last_event_at":"\(time(minutesAgo: index % 90))",\
            "last_error_log_at":"\(time(minutesAgo: index % 45))","logs_count":\(index % 500),\
            "monitor_failures":\(index % 2 == 0),"monitor_all_events":false,"monitor_no_events_emitted":null,\
            "options":{"url":"https://api\(index % 40).example.com","headers":{"Authorization":"Bearer \(secret)"}}}
            """
    }

    private func story(_ index: Int) -> String {
        let owners = Directory.owners(ofStory: index).map { String(Directory.firstUser + $0) }
        let tags = index % 4 == 0 ? ["prod", "<tag> \(index % 5)"] : []
        return """
            {"id":\(Directory.firstStory + index),"name":\(quoted(Directory.storyName(index))),"description":null,\
            "team_id":\(Directory.firstTeam + Directory.team(ofStory: index)),\
            "folder_id":\(index % 3 == 0 ? "null" : String(41 + index % 9)),\
            "tags":[\(tags.map(quoted).joined(separator: ","))],"owners":[\(owners.joined(separator: ","))],\
            "priority":\(index % 11 == 0),"disabled":\(index % 29 == 0),"published":true,"locked":false,\
            "change_control_enabled":\(index % 5 == 0),"keep_events_for":\(index % 2 == 0 ? 604_800 : 2_592_000),\
            "mode":"LIVE","guid":"\(guid(index, 17))","slug":"story_\(index)",\
            "created_at":"2024-03-01T09:30:00Z","updated_at":"\(time(minutesAgo: 60 * index))",\
            "edited_at":"\(time(minutesAgo: 60 * index))"}
            """
    }

    private func user(_ index: Int) -> String {
        let name = Directory.userName(index)
        return """
            {"id":\(Directory.firstUser + index),"email":"user\(index)@example.com",\
            "first_name":\(quoted(name.first)),"last_name":\(quoted(name.last)),"is_active":\(index % 12 != 11),\
            "admin":\(index % 8 == 0),"created_at":"2024-01-15T08:00:00Z"}
            """
    }

    private func log(action index: Int, line: Int) -> String {
        """
        {"id":\(90_000_000 + index * 100 - line),"level":4,\
        "message":\(quoted(Directory.logMessage(action: index, line: line))),\
        "created_at":"\(time(minutesAgo: line * 7 + index % 7))",\
        "inbound_event":{"id":\(5_000_000 + index),"body":{"password":"SAMPLE-SECRET-\(index)"}}}
        """
    }

    private func audit(_ line: Int) -> String {
        let user = line * 5 % Directory.userCount
        let name = Directory.userName(user)
        let story = line % 5 == 2 ? String(Directory.firstStory + line) : "null"
        return """
            {"id":\(700_000 - line),"created_at":"\(time(minutesAgo: 30 * line))",\
            "operation_name":"\(Directory.operation(ofLine: line))","user_email":"user\(user)@example.com",\
            "user_name":\(quoted("\(name.first) \(name.last)")),"story_id":\(story)}
            """
    }

    private func time(minutesAgo: Int) -> String {
        Timestamp(microseconds: now).advanced(bySeconds: Int64(-60 * minutesAgo)).iso8601
    }

    private func guid(_ index: Int, _ place: UInt64) -> String {
        let hex = String(SplitMix64.hash(UInt64(index), place), radix: 16)
        return String(repeating: "0", count: max(0, 16 - hex.count)) + hex
    }

    private func quoted(_ text: String) -> String {
        var json: [UInt8] = []
        json.append(quoted: text)
        return String(decoding: json, as: UTF8.self)
    }
}
