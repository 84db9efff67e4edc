#if LiveTenant
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
#endif
