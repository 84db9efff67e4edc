#if LiveTenant
import Foundation
import SampleTenant
import TestSupport
import Testing

@Suite("What a tenant refuses to say besides its jobs") struct ExtrasFaultTests {
    private static let endpoints = [
        "actions", "stories", "teams", "admin/users", "admin/dead_jobs", "info/worker_stats",
    ]
    private static let faults = [
        "unauthorized", "forbidden", "not-found", "status:500", "html", "invalid-json", "reset", "cut-short",
        "rate-limited-bare", "rate-limited:600", "bare-rows",
    ]

    private func run(
        _ rules: [String],
        timeout: String = "60s",
        more: [String] = []
    ) async throws -> (report: JSONObject, status: Int32) {
        var configuration = SampleTenant.Configuration()
        configuration.jobs = 200
        configuration.faults = try rules.map { try SampleTenant.FaultRule(parsing: $0) }
        let (output, status) = try await SampleTenant.running(configuration) { tenant in
            let result = try Program(environment: ["TINES_API_KEY": "sample-key"]).run(
                ["--tenant", tenant.url, "--format", "json", "--output", "-", "--timeout", timeout] + more
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

    @Test(
        "is missing where a list is empty that can't be, and an empty list of dead jobs means that none is dead",
        arguments: ["actions", "stories", "teams", "admin/users", "admin/dead_jobs"]
    )
    func empty(_ endpoint: String) async throws {
        let (report, status) = try await run(["empty-page:meta@endpoint=\(endpoint)"])
        check(report, status, endpoint)
        let notes = report["reading"]["notes"].value as? [String] ?? []
        if endpoint == "admin/dead_jobs" {
            #expect(notes == [] && report["dead"]["count"].number == 0)
        } else {
            #expect(notes.count == 1 && notes.allSatisfy { $0.contains(" is empty") }, "\(notes)")
        }
    }

    @Test("is given up when its answers are slow, and the pages of jobs are read meanwhile")
    func slow() async throws {
        let (report, status) = try await run(
            Self.endpoints.map { "drip:3000@endpoint=\($0)" },
            timeout: "12s",
            more: ["--concurrency", "1"]
        )
        check(report, status, "slow")
        let notes = report["reading"]["notes"].value as? [String] ?? []
        #expect(notes.count == 3 && notes.allSatisfy { $0.contains("no answer in time") }, "\(notes)")
        #expect(report["dead"].value is NSNull && report["workers"].value is NSNull)
    }

    @Test("does not slow the pages of jobs down when the tenant asks it to wait")
    func asksToWait() async throws {
        // A wait for all requests would outlast the time limit.
        let (report, status) = try await run(
            Self.endpoints.map { "rate-limited:50@endpoint=\($0)" },
            timeout: "15s"
        )
        check(report, status, "wait")
        let notes = report["reading"]["notes"].value as? [String] ?? []
        #expect(notes.count == 3 && notes.allSatisfy { $0.contains("(429)") }, "\(notes)")
    }

    @Test("may have any names: each format of the report is written and checked, and JSON has the names as they are")
    func names() async throws {
        let all = HostileCorpus.texts
        // A report has fewer stories than there are such names.
        for half in [all.prefix(all.count / 2), all.suffix(all.count / 2)] {
            var configuration = SampleTenant.Configuration()
            configuration.jobs = 2_000
            configuration.directoryNames = Array(half)
            let scratch = try TemporaryFolder()
            let result = try await SampleTenant.running(configuration) { tenant in
                try Program(environment: ["TINES_API_KEY": "sample-key"]).run([
                    "--tenant", tenant.url, "--output", "\(scratch.path)/out", "--with", "stories", "--with", "dead",
                    "--with", "messages", "--mail-from", "a@example.com", "--mail-to", "b@example.com",
                    "--mail-messages", "--format", "html", "--format", "email", "--format", "eml", "--format",
                    "markdown", "--format", "json", "--format", "stories-csv", "--format", "teams-csv",
                ])
            }
            #expect(result.status == 0, "\(result.errors)")
            let files = try scratch.names("out")
            #expect(files.count == 7)
            let report = try JSONObject(scratch.bytes("out/retry-jobs.json"))
            #expect(report["reading"]["notes"].value as? [String] == [])
            let stories = (report["stories"].value as? [[String: Any]] ?? []).compactMap { row in
                (row["story"] as? [String: Any])?["name"] as? String
            }
            #expect(stories.count > 100)
            // A name of more than a thousand characters is cut.
            let expected = half.map { Array($0.utf8) }
            let others = stories.filter { story in !expected.contains { $0.starts(with: story.utf8) } }
            #expect(others.isEmpty, "\(others)")
        }
    }

    @Test(
        "does not keep the report waiting when a list of it never ends",
        arguments: ["actions", "stories", "teams", "admin/dead_jobs"]
    )
    func endless(_ endpoint: String) async throws {
        let (report, status) = try await run(["next-page-forever@endpoint=\(endpoint)"])
        check(report, status, endpoint)
    }

    @Test("leaves a report of one team without the jobs whose team is not known, and says how many they are")
    func restricted() async throws {
        let (report, status) = try await run(["forbidden@endpoint=actions"], more: ["--team", "SOC"])
        #expect(status == 0)
        #expect(report["totals"]["jobs"].number == 0)
        #expect(report["filter"]["jobs_not_placed"].number == 200)
    }
}
#endif
