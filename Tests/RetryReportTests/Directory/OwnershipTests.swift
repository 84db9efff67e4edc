import RetryJobs
import Testing

@testable import RetryReport

@Suite("Whose jobs are failing") struct OwnershipTests {
    private static let now = Timestamp(microseconds: 1_767_225_600_000_000)

    private static func job(_ id: Int64, action: Int64?, error: String = "E", count: Int = 3) -> RetryJob {
        RetryJob(
            id: .number(id),
            type: .agentReceive,
            action: action.map { ActionReference(id: $0, name: "A\($0)") },
            retryCount: count,
            lastRetry: now.advanced(bySeconds: -600),
            errorClass: error
        )
    }

    private static var directory: TenantDirectory {
        var directory = TenantDirectory()
        directory.add(DirectoryAction(id: 1, storyID: 10))
        directory.add(DirectoryAction(id: 2, storyID: 10, isDisabled: true))
        directory.add(DirectoryAction(id: 3, storyID: 11))
        directory.add(DirectoryAction(id: 4, storyID: 12, teamID: 21))
        directory.add(DirectoryStory(id: 10, name: "Ten", teamID: 20, ownerIDs: [30, 99, 31], tags: ["prod"]))
        directory.add(DirectoryStory(id: 11, name: nil, teamID: 20))
        directory.add(DirectoryTeam(id: 20, name: "Blue"))
        directory.add(DirectoryPerson(id: 30, name: "Ada"))
        directory.add(DirectoryPerson(id: 31, name: "Alan"))
        return directory
    }

    private static func report(_ jobs: [RetryJob], dead: [RetryJob]? = nil) throws -> Report {
        var builder = ReportBuilder(now: now)
        if dead != nil { builder.expectDeadJobs() }
        builder.add(JobBatch(jobs: jobs))
        var extras = TenantExtras()
        extras.directory = directory
        extras.links = ActionLinks(tenant: try TenantOrigin("acme.tines.com"))
        if let dead {
            var list = DeadList()
            list.add(dead)
            list.isComplete = true
            extras.dead = list
        }
        return builder.finish(reading: Reading(source: "test"), title: "T", generator: "g", extras: extras)
    }

    @Test("is said by story and by team, and adds up to all jobs")
    func sums() throws {
        let jobs =
            (1...4).map { Self.job($0, action: 1, error: "A") } + (5...6).map { Self.job($0, action: 2, error: "B") }
            + [Self.job(7, action: 3), Self.job(8, action: 4), Self.job(9, action: 99), Self.job(10, action: nil)]
        let report = try Self.report(jobs)
        #expect(report.stories.map { $0.story?.id } == [10, 11, 12, nil])
        #expect(report.stories.map(\.jobs.count) == [6, 1, 1, 2])
        #expect(report.stories.map(\.actions) == [2, 1, 1, 1])
        #expect(report.stories.first?.owners == ["Ada", "Alan"])
        #expect(report.stories.first?.jobs.errorClasses.map(\.errorClass) == ["A", "B"])
        #expect(report.stories.first?.jobs.share == 0.6)
        #expect(report.teams.map { $0.team?.id } == [20, 21, nil])
        #expect(report.teams.map { $0.team?.name } == ["Blue", nil, nil])
        #expect(report.teams.map(\.jobs.count) == [7, 1, 2])
        #expect(report.teams.map(\.stories) == [2, 1, 0])
        #expect(report.stories.reduce(0) { $0 + $1.jobs.count } == report.totals.jobs)
    }

    @Test("is linked, and nothing is claimed of an action that the tenant does not list")
    func links() throws {
        let report = try Self.report([Self.job(1, action: 2), Self.job(2, action: 2), Self.job(3, action: 99)])
        let known = try #require(report.openFirst?.action)
        #expect(known.url == "https://acme.tines.com/stories/10?actions=2")
        #expect(known.story?.url == "https://acme.tines.com/stories/10")
        #expect(known.isDisabled == true)
        #expect(known.tags == ["prod"])
        let unknown = try #require(report.actions.last?.action)
        #expect(unknown.id == 99 && unknown.url == nil && unknown.story == nil && unknown.isDisabled == nil)
    }

    @Test("is the same after a round trip through JSON")
    func roundTrip() throws {
        let jobs = [Self.job(1, action: 1), Self.job(2, action: nil), Self.job(3, action: 99)]
        let report = try Self.report(jobs, dead: [Self.job(7, action: 1, count: 25)])
        let json = try JSONRenderer().render(report)
        let decoded = try Report(json: json)
        #expect(decoded == report)
    }

    @Test("counts a job on both lists once, as dead")
    func both() throws {
        let dying = Self.job(1, action: 1, count: 24)
        let report = try Self.report([dying, Self.job(2, action: 1, count: 24), Self.job(3, action: 1)], dead: [dying])
        #expect(report.totals.jobs == 2)
        #expect(report.groups.first?.count == 2)
        #expect(report.dead?.count == 1)
        #expect(report.dead?.alsoWaiting == 1)
        #expect(report.dead?.within24Hours == 1)
    }
}

@Suite("Links to actions") struct ActionLinksTests {
    @Test("lead to https, or to loopback")
    func schemes() throws {
        let loopback = try TenantOrigin("http://127.0.0.1:8080")
        #expect(
            ActionLinks(tenant: loopback)?.url(ofAction: 1, story: 2) == "http://127.0.0.1:8080/stories/2?actions=1"
        )
        let insecure = try TenantOrigin("http://acme.example", allowInsecureHTTP: true)
        #expect(ActionLinks(tenant: insecure) == nil)
    }

    @Test("follow a given pattern")
    func pattern() throws {
        let tenant = try TenantOrigin("acme.tines.com")
        let links = try ActionLinks(pattern: "https://go.example/TENANT/ACTION?s=STORY", tenant: tenant)
        #expect(links.url(ofAction: 7, story: 8) == "https://go.example/acme.tines.com/7?s=8")
        #expect(links.url(ofAction: 7, story: nil) == nil)
        #expect(links.url(ofStory: 8) == nil)
        let url = try ActionLinks(pattern: "https://go.example/ACTION", tenant: nil).url(ofAction: 7, story: nil)
        #expect(url != nil)
    }

    @Test(
        "are refused where they would not be safe",
        arguments: [
            "javascript:ACTION", "http://go.example/ACTION", "https://go.example/", "https://u:p@go.example/ACTION",
            "https://ACTION.example/", "https://go.example/ACTION\"onclick=", "https://TENANT@evil.example/ACTION",
            "//TENANT/ACTION", "https://go.example/ ACTION", "data:text/html,ACTION", "https:///ACTION",
        ]
    )
    func refused(_ pattern: String) throws {
        let tenant = try TenantOrigin("acme.tines.com")
        #expect(throws: ActionLinkError.self) { try ActionLinks(pattern: pattern, tenant: tenant) }
    }
}
