#if LiveTenant
import Foundation
import SampleTenant
import Testing

@Suite struct DirectoryTests {
    private func rows(_ tenant: SampleTenant, _ path: String, _ list: String) async throws -> [[String: Any]] {
        var rows: [[String: Any]] = []
        var next: Int? = 1
        while let number = next {
            let separator = path.contains("?") ? "&" : "?"
            let answer = try await tenant.get(path: "/api/v1/\(path)\(separator)page=\(number)&per_page=500")
            let page = try Page(answer.body, list: list)
            rows += page.jobs
            next = page.nextPageNumber
        }
        return rows
    }

    private func object(_ tenant: SampleTenant, _ path: String) async throws -> [String: Any] {
        let answer = try await tenant.get(path: "/api/v1/\(path)")
        let json = try JSONSerialization.jsonObject(with: Data(answer.body))
        return try #require(json as? [String: Any])
    }

    @Test func `actions, stories, teams and users name each other`() async throws {
        try await SampleTenant.running { tenant in
            let actions = try await rows(tenant, "actions", "agents")
            let stories = try await rows(tenant, "stories", "stories")
            let teams = Set(try await rows(tenant, "teams?scope=all", "teams").compactMap { $0["id"] as? Int })
            let users = Set(try await rows(tenant, "admin/users", "admin/users").compactMap { $0["id"] as? Int })
            #expect(actions.count == 3_920 && stories.count == 240 && teams.count == 14 && users.count == 24)
            let storyIDs = Set(stories.compactMap { $0["id"] as? Int })
            #expect(actions.allSatisfy { storyIDs.contains($0["story_id"] as? Int ?? 0) })
            #expect(stories.allSatisfy { teams.contains($0["team_id"] as? Int ?? 0) })
            #expect(stories.allSatisfy { users.isSuperset(of: $0["owners"] as? [Int] ?? [0]) })
        }
    }

    @Test func `most jobs name an action of the directory, and some one that was deleted`() async throws {
        try await SampleTenant.running { tenant in
            let actions = Set(try await rows(tenant, "actions", "agents").compactMap { $0["id"] as? Int })
            let jobs = try await tenant.allPages(of: 500).flatMap(\.jobs)
            let named = jobs.compactMap { ($0["agent"] as? [String: Any])?["id"] as? Int ?? $0["agent"] as? Int }
            #expect(named.count { actions.contains($0) } > named.count * 9 / 10)
            #expect(named.contains { !actions.contains($0) })
        }
    }

    @Test func `one action and one story are as in their lists, and a number that names nothing is a 404`() async throws
    {
        try await SampleTenant.running { tenant in
            let action = try await object(tenant, "actions/10101")
            #expect(action["id"] as? Int == 10_101)
            let story = try await object(tenant, "stories/20001")
            #expect(story["id"] as? Int == 20_001)
            for path in ["actions/1", "actions/10150", "stories/x"] {
                let missing = try await tenant.get(path: "/api/v1/\(path)")
                #expect(missing.status == 404, "\(path)")
            }
            #expect(tenant.log.map(\.endpoint) == [.action, .story, .action, .action, nil])
        }
    }

    @Test func `personal teams are listed for scope=all alone`() async throws {
        try await SampleTenant.running { tenant in
            let teams = try await rows(tenant, "teams", "teams")
            #expect(teams.count == 11)
        }
    }

    @Test func `lists are filtered by story, team and operation`() async throws {
        try await SampleTenant.running { tenant in
            let ofStory = try await rows(tenant, "actions?story_id=20100", "agents")
            #expect(!ofStory.isEmpty && ofStory.allSatisfy { $0["story_id"] as? Int == 20_100 })
            let ofTeam = try await rows(tenant, "stories?team_id=303", "stories")
            #expect(!ofTeam.isEmpty && ofTeam.allSatisfy { $0["team_id"] as? Int == 303 })
            let cleared = try await rows(tenant, "audit_logs?operation_name%5B%5D=JobsRetryingDeletion", "audit_logs")
            #expect(cleared.count == 24)
            #expect(cleared.allSatisfy { $0["operation_name"] as? String == "JobsRetryingDeletion" })
        }
    }

    @Test func `logs have error messages with details that must not be repeated`() async throws {
        try await SampleTenant.running { tenant in
            let logs = try await rows(tenant, "actions/10105/logs?level=4", "action_logs")
            #expect(logs.count == 5)
            let messages = logs.compactMap { $0["message"] as? String }
            #expect(messages.contains { $0.contains("Bearer sk_live_") })
            let action = try await tenant.get(path: "/api/v1/actions/10105")
            #expect(action.body.contains("SAMPLE-SECRET".utf8))
        }
    }

    @Test func `info names the kind of tenant, and one that is shared has no lists of jobs`() async throws {
        var configuration = SampleTenant.Configuration()
        configuration.isDedicated = false
        try await SampleTenant.running(configuration) { tenant in
            let stack = try await object(tenant, "info")["stack"] as? [String: Any]
            #expect(stack?["type"] as? String == "shared")
            let retryJobs = try await tenant.get()
            #expect(retryJobs.status == 404)
            let deadJobs = try await tenant.get(path: "/api/v1/admin/dead_jobs")
            #expect(deadJobs.status == 404)
            let stories = try await tenant.get(path: "/api/v1/stories")
            #expect(stories.status == 200)
        }
    }

    @Test func `the workers have a queue`() async throws {
        try await SampleTenant.running { tenant in
            let workers = try await object(tenant, "info/worker_stats")
            #expect(workers["current_workers"] as? Int == 1 && workers["max_workers"] as? Int == 10)
            #expect(workers["queue_count"] as? Int == 50 && workers["queue_latency"] as? Double == 6.25)
        }
    }

    @Test func `a fault of one endpoint leaves the others alone`() async throws {
        var configuration = SampleTenant.Configuration()
        configuration.faults = [
            .init(.forbidden, endpoint: .stories), .init(.status(500), endpoint: .info, attempts: 1),
        ]
        try await SampleTenant.running(configuration) { tenant in
            let stories = try await tenant.get(path: "/api/v1/stories")
            #expect(stories.status == 403)
            let list = try await tenant.get()
            #expect(list.status == 200)
            let first = try await tenant.get(path: "/api/v1/info")
            #expect(first.status == 500)
            let second = try await tenant.get(path: "/api/v1/info")
            #expect(second.status == 200)
        }
    }

    @Test func `actions have a rate limit of their own`() async throws {
        var configuration = SampleTenant.Configuration()
        configuration.actionsRateLimit = 2
        try await SampleTenant.running(configuration) { tenant in
            for _ in 0..<3 { _ = try await tenant.get(path: "/api/v1/actions") }
            _ = try await tenant.get()
            #expect(tenant.log.map(\.status) == [200, 200, 429, 200])
        }
    }
}
#endif
