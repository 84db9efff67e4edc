#if LiveTenant
import Foundation
import SampleTenant
import Testing

@Suite("What a tenant refuses to say besides its jobs") struct ExtrasFaultTests {
    private static let endpoints = [
        "actions", "stories", "teams", "admin/users", "admin/dead_jobs", "info/worker_stats",
    ]
    private static let faults = [
        "unauthorized", "forbidden", "not-found", "status:500", "html", "invalid-json", "reset", "cut-short",
    ]

    private func run(_ rules: [String], _ more: String...) async throws -> (report: JSONObject, status: Int32) {
        var configuration = SampleTenant.Configuration()
        configuration.jobs = 200
        configuration.faults = try rules.map { try SampleTenant.FaultRule(parsing: $0) }
        let (output, status) = try await SampleTenant.running(configuration) { tenant in
            let result = try Program(environment: ["TINES_API_KEY": "sample-key"]).run(
                ["--tenant", tenant.url, "--format", "json", "--output", "-", "--timeout", "60s"] + more
            )
            return (result.output, result.status)
        }
        return (try JSONObject(output), status)
    }

    private func check(_ report: JSONObject, _ status: Int32, _ what: String) {
        #expect(status == 0, "\(what)")
        #expect(report["totals"]["jobs"].number == 200, "\(what)")
        #expect(report["reading"]["is_complete"].isTrue, "\(what)")
        #expect(report["reading"]["is_verified"].isTrue, "\(what)")
    }

    @Test("is missing from the report, which has all of its jobs and says once what is missing", arguments: endpoints)
    func alone(_ endpoint: String) async throws {
        for fault in Self.faults {
            let (report, status) = try await run(["\(fault)@endpoint=\(endpoint)"])
            check(report, status, "\(fault) \(endpoint)")
            let notes = report["reading"]["notes"].value as? [String] ?? []
            #expect(notes.count == 1, "\(fault) \(endpoint): \(notes)")
            #expect(notes.allSatisfy { $0.utf8.count < 160 && $0.contains("missing") }, "\(notes)")
        }
    }

    @Test("costs the report nothing when every endpoint fails in another way")
    func mixed() async throws {
        let rules = zip(Self.faults, Self.endpoints).map { "\($0)@endpoint=\($1)" }
        let (report, status) = try await run(rules)
        check(report, status, "mixed")
        let notes = report["reading"]["notes"].value as? [String] ?? []
        #expect((3...6).contains(notes.count), "\(notes)")
    }

    @Test("does not keep the report waiting when a list of it never ends", arguments: ["stories", "admin/dead_jobs"])
    func endless(_ endpoint: String) async throws {
        let (report, status) = try await run(["next-page-forever@endpoint=\(endpoint)"])
        check(report, status, endpoint)
    }

    @Test("leaves a report of one team without the jobs whose team is not known, and says how many they are")
    func restricted() async throws {
        let (report, status) = try await run(["forbidden@endpoint=actions"], "--team", "SOC")
        #expect(status == 0)
        #expect(report["totals"]["jobs"].number == 0)
        #expect(report["filter"]["jobs_not_placed"].number == 200)
    }
}
#endif
