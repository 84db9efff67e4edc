#if LiveTenant
internal import RetryJobs

/// The rows that the directory has for a request.
struct DirectoryPages: Sendable {
    let request: PageRequest
    /// The number in the path, if there is one.
    let id: Int?
    /// The jobs that wait for a retry, of which the queue of the workers is made.
    let waiting: Int

    /// All rows of the endpoint, before they are cut into pages; `nil` when the number in the path names nothing.
    func rows(of endpoint: SampleTenant.Endpoint) -> [Row]? {
        switch endpoint {
        case .retryJobs, .deadJobs: nil
        case .actions: actions.map { .action($0) }
        case .action: action.map { [.action($0)] }
        case .actionLogs: action.map(logs)
        case .stories: stories.map { .story($0) }
        case .story: place(from: Directory.firstStory, count: Directory.storyCount).map { [.story($0)] }
        case .teams: teams.map { .team($0) }
        case .users: (0..<Directory.userCount).map { .user($0) }
        case .info: [.info]
        case .workerStats: [.workers(queued: waiting / 20)]
        case .auditLogs: audit
        }
    }

    private var actions: [Int] {
        let story = request.number("story_id").map { $0 - Directory.firstStory }
        let team = request.number("team_id").map { $0 - Directory.firstTeam }
        return (0..<JobFactory.actionCount).filter { index in
            guard Directory.hasAction(index) else { return false }
            let own = Directory.story(ofAction: index)
            return (story ?? own) == own && (team ?? Directory.team(ofStory: own)) == Directory.team(ofStory: own)
        }
    }

    private var stories: [Int] {
        let team = request.number("team_id").map { $0 - Directory.firstTeam }
        return (0..<Directory.storyCount).filter {
            (team ?? Directory.team(ofStory: $0)) == Directory.team(ofStory: $0)
        }
    }

    private var teams: [Int] {
        let hasAll = request.values("scope") == ["all"]
        return (0..<Directory.teamCount).filter { hasAll || !Directory.isPersonal(team: $0) }
    }

    private var action: Int? {
        place(from: Int(JobFactory.firstAction), count: JobFactory.actionCount)
            .flatMap { Directory.hasAction($0) ? $0 : nil }
    }

    /// An action has up to five errors in its log, and one in seven has none.
    private func logs(of action: Int) -> [Row] {
        guard request.number("level") ?? 4 == 4, action % 7 != 6 else { return [] }
        return (0...action % 5).map { .log(action: action, line: $0) }
    }

    private var audit: [Row] {
        let wanted = request.values("operation_name[]")
        return (0..<Directory.auditLines)
            .filter { wanted.isEmpty || wanted.contains(Directory.operation(ofLine: $0)) }
            .map { .audit($0) }
    }

    private func place(from first: Int, count: Int) -> Int? {
        guard let id, (first..<first + count).contains(id) else { return nil }
        return id - first
    }
}

/// Writes what is not a job: actions, stories, teams, users, logs, the kind of tenant, its workers.
struct DirectoryJSON: Sendable {
    /// The time of the set, in microseconds since 1970.
    let now: Int64
    let isDedicated: Bool
    /// Names of everything, over and over; empty for the sample's own.
    var names: [String] = []

    private func name(_ index: Int, _ own: String) -> String { names.isEmpty ? own : names[index % names.count] }

    /// The row as a JSON object.
    func text(_ row: Row) -> String {
        switch row {
        case .job: "null"
        case .action(let index): action(index)
        case .story(let index): story(index)
        case .team(let index):
            "{\"id\":\(Directory.firstTeam + index),\"name\":\(quoted(name(index, Directory.teamName(index)))),\"groups\":[]}"
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
            "name":\(quoted(name(index, ActionNames.name(at: index)))),"description":null,"story_id":\(Directory.firstStory + story),\
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
        let tags = index % 4 == 0 ? [name(index, "prod"), "<tag> \(index % 5)"] : []
        return """
            {"id":\(Directory.firstStory + index),"name":\(quoted(name(index, Directory.storyName(index)))),"description":null,\
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
        let own = Directory.userName(index)
        let name = (first: name(index, own.first), last: name(index + 1, own.last))
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
        SplitMix64.hash(UInt64(index), place).padded(to: 16, radix: 16)
    }

    private func quoted(_ text: String) -> String {
        var json: [UInt8] = []
        json.append(quoted: text)
        return String(decoding: json, as: UTF8.self)
    }
}
#endif
