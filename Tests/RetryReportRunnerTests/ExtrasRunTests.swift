#if LiveTenant
import Foundation
import SampleTenant
import TestSupport
import Testing

@Suite("A run that reads more than retry jobs") struct ExtrasRunTests {
    private let program = Program(environment: ["TINES_API_KEY": "sample-key"])
    private let all = ["stories", "dead", "workers", "messages"].flatMap { ["--with", $0] }

    @Test(
        "can be made again from what it saved: the same report, from the same moment, with everything else that it read"
    )
    func replay() async throws {
        var configuration = SampleTenant.Configuration()
        configuration.jobs = 700
        let formats = ["html", "email", "markdown", "json", "stories-csv", "teams-csv"].flatMap { ["--format", $0] }
        try await SampleTenant.running(configuration) { [program, all] tenant in
            let scratch = try TemporaryFolder()
            let (pages, live) = ("\(scratch.path)/pages", "\(scratch.path)/live")
            let first = try program.run(
                ["--tenant", tenant.url, "--output", live, "--save-pages", pages] + all + formats
            )
            #expect(first.status == 0, "\(first.errors)")
            let second = try Program().run(["--input", pages, "--output", "\(scratch.path)/again"] + formats)
            #expect(second.status == 0, "\(second.errors)")
            for name in try scratch.names("live") {
                let (before, after) = (try scratch.bytes("live/\(name)"), try scratch.bytes("again/\(name)"))
                #expect(before == after, "\(name)")
            }
            let report = try JSONObject(scratch.bytes("live/retry-jobs.json"))
            #expect(report["dead"]["count"].number == 60)
            #expect((report["stories"].value as? [Any])?.isEmpty == false)
            #expect((report["messages"].value as? [Any])?.isEmpty == false)
            #expect(report["workers"]["max"].number == 10)
            let began = try #require(report["reading"]["started_at"].text)
            let ended = try #require(report["reading"]["finished_at"].text)
            #expect(began <= ended)
            #expect(report["generated_at"].text == ended)
            // Neither configuration of actions, nor addresses of people, nor secrets of logs.
            let saved = String(decoding: try scratch.bytes("pages/extras.jsonl"), as: UTF8.self)
            for words in ["options", "SAMPLE-SECRET", "@example.com", "sk_live", "inbound_event"] {
                #expect(!saved.contains(words), "\(words)")
            }
        }
    }

    @Test("says of saved pages what it said of the tenant, also of who removed jobs; without extras it does not ask")
    func removals() async throws {
        var configuration = SampleTenant.Configuration()
        configuration.jobs = 300
        try await SampleTenant.running(configuration) { [program] tenant in
            let scratch = try TemporaryFolder()
            func run(_ program: Program, _ arguments: String...) throws {
                let formats = ["--format", "json", "--format", "markdown", "--format", "email"]
                let result = try program.run(arguments + formats)
                #expect(result.status == 0, "\(result.errors)")
            }
            let (earlier, pages) = (scratch.file("earlier"), scratch.file("pages"))
            try run(program, "--tenant", tenant.url, "--save-pages", earlier, "--output", scratch.file("first"))
            try makeSixHoursOlder(scratch, jobs: 20)
            try run(
                Program(),
                "--input",
                earlier,
                "--history",
                scratch.file("history"),
                "--output",
                scratch.file("first")
            )
            for name in ["again", "none"] {
                try scratch.write(try scratch.bytes("history"), to: name + ".history")
            }
            let asked = tenant.log.count
            try run(
                program,
                "--tenant",
                tenant.url,
                "--with",
                "none",
                "--history",
                scratch.file("none.history"),
                "--output",
                scratch.file("none")
            )
            #expect(tenant.log.dropFirst(asked).allSatisfy { $0.endpoint == .retryJobs })
            try run(
                program,
                "--tenant",
                tenant.url,
                "--history",
                scratch.file("history"),
                "--save-pages",
                pages,
                "--output",
                scratch.file("live")
            )
            try run(
                Program(),
                "--input",
                pages,
                "--history",
                scratch.file("again.history"),
                "--output",
                scratch.file("again")
            )
            let removals = try JSONObject(scratch.bytes("live/retry-jobs.json"))["changes"]["removals"]
            #expect(removals.count == 5)
            for name in try scratch.names("live") {
                let (before, after) = (try scratch.bytes("live/\(name)"), try scratch.bytes("again/\(name)"))
                #expect(before == after, "\(name)")
            }
            let saved = String(decoding: try scratch.bytes("pages/extras.jsonl"), as: UTF8.self)
            for words in ["user_email", "@example.com", "story_id\":77", "StoryUpdate", "Login"] {
                #expect(!saved.contains(words), "\(words)")
            }
        }
    }

    /// Makes the pages in `earlier` those of a reading of six hours before, with more jobs than there are now.
    private func makeSixHoursOlder(_ scratch: TemporaryFolder, jobs: Int) throws {
        let text = String(decoding: try scratch.bytes("earlier/reading.json"), as: UTF8.self)
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
        var record = try #require(object as? [String: Any])
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        var ended = Date.now
        for key in ["started_at", "finished_at"] {
            let written = try #require(record[key] as? String)
            ended = try (try? style.parse(written)) ?? Date.ISO8601FormatStyle().parse(written)
            ended -= 6 * 3_600
            record[key] = style.format(ended)
        }
        let saved = try #require(record["saved_pages"] as? Int)
        record["saved_pages"] = saved + 1
        try scratch.write([UInt8](try JSONSerialization.data(withJSONObject: record)), to: "earlier/reading.json")
        let last = Int(ended.timeIntervalSince1970) - 600
        let rows = (1...jobs).map { number in
            #"{"id":\#(number),"type":"AgentReceiveJob","retry_count":2,"last_retry":\#(last),"error_class":"Gone"}"#
        }
        try scratch.write(
            #"{"admin/retry_jobs":[\#(rows.joined(separator: ","))],"meta":{"next_page_number":null}}"#,
            to: "earlier/page-000099.json"
        )
    }

    @Test("counts a job that is on both lists once, as dead, and writes it to no format of single jobs")
    func bothLists() throws {
        let scratch = try TemporaryFolder()
        let row = { (id: Int, retries: Int) in
            #"{"id":\#(id),"type":"AgentReceiveJob","retry_count":\#(retries),"last_retry":1790000000,"error_class":"E"}"#
        }
        let rows = [row(7, 24), row(2, 24), row(3, 5)].joined(separator: ",")
        try scratch.write(
            #"{"admin/retry_jobs":[\#(rows)],"meta":{"next_page_number":null}}"#,
            to: "pages/page-000001.json"
        )
        try scratch.write(
            """
            {"asked":["dead"],"is_dead_complete":true,"messages":[],"notes":[]}
            {"admin/dead_jobs":[\(row(7, 25)),\(row(8, 25))]}
            """,
            to: "pages/extras.jsonl"
        )
        let formats = ["json", "ndjson", "jobs-csv", "markdown"].flatMap { ["--format", $0] }
        let result = try Program().run(
            ["--input", "\(scratch.path)/pages", "--output", "\(scratch.path)/out"] + formats
        )
        #expect(result.status == 0, "\(result.errors)")
        let report = try JSONObject(scratch.bytes("out/retry-jobs.json"))
        #expect(report["totals"]["jobs"].number == 2)
        #expect(report["dead"]["count"].number == 2)
        #expect(report["dead"]["also_waiting"].number == 1)
        for name in ["ndjson", "jobs.csv"] {
            let text = String(decoding: try scratch.bytes("out/retry-jobs.\(name)"), as: UTF8.self)
            #expect(!text.contains(#""id":7,"#) && !text.contains("\n7,"), "\(text)")
            #expect(text.split(whereSeparator: \.isNewline).count == (name == "ndjson" ? 2 : 3), "\(text)")
        }
        let page = String(decoding: try scratch.bytes("out/retry-jobs.md"), as: UTF8.self)
        #expect(page.contains("1 job died while the lists were read and counts as dead."))
    }

    @Test("asks for everything else while the pages of jobs are read, and not after them")
    func beside() async throws {
        var configuration = SampleTenant.Configuration()
        configuration.jobs = 4_000
        configuration.latency = 20
        let log = try await SampleTenant.running(configuration) { [program] tenant in
            let result = try program.run(
                "--tenant",
                tenant.url,
                "--per-page",
                "100",
                "--format",
                "json",
                "--output",
                "-"
            )
            #expect(result.status == 0, "\(result.errors)")
            return tenant.log
        }
        let lastPage = try #require(log.last { $0.endpoint == .retryJobs }?.number)
        for endpoint in [SampleTenant.Endpoint.actions, .stories, .teams, .deadJobs, .workerStats] {
            let first = try #require(log.first { $0.endpoint == endpoint }?.number, "\(endpoint)")
            #expect(first < lastPage, "\(endpoint)")
        }
        // Whatever is read, nothing is changed.
        #expect(log.allSatisfy { $0.method == "GET" })
    }

    @Test("shows an error message in a mail only with --mail-messages, and its secrets never")
    func mailMessages() async throws {
        var configuration = SampleTenant.Configuration()
        configuration.jobs = 700
        let scratch = try TemporaryFolder()
        let mail = ["--mail-from", "a@example.com", "--mail-to", "b@example.com", "--mail-attach", "json"]
        let formats = ["email", "eml", "json"].flatMap { ["--format", $0] }
        try await SampleTenant.running(configuration) { [program, all] tenant in
            for more in [[], ["--mail-messages"]] {
                let folder = more.isEmpty ? "without" : "with"
                let result = try program.run(
                    ["--tenant", tenant.url, "--output", "\(scratch.path)/\(folder)"] + all + mail + formats + more
                )
                #expect(result.status == 0, "\(result.errors)")
                let report = try JSONObject(scratch.bytes("\(folder)/retry-jobs.json"))
                let messages = (report["messages"].value as? [[String: Any]] ?? []).compactMap { $0["text"] as? String }
                #expect(messages.count > 5)
                for name in ["email.html", "eml"] {
                    let text = String(decoding: try scratch.bytes("\(folder)/retry-jobs.\(name)"), as: UTF8.self)
                        .replacing("=\r\n", with: "")
                    #expect(text.contains("Newest error") == !more.isEmpty, "\(name)")
                    #expect(!text.contains("sk_live") && !text.contains("SAMPLE-SECRET"))
                    if more.isEmpty {
                        for words in ["Liquid error", "TCPSocket", "Too Many Requests", "has expired"] {
                            #expect(!text.contains(words), "\(name): \(words)")
                        }
                    }
                }
            }
        }
    }

    @Test("says in its first sentence what it is restricted to")
    func restricted() async throws {
        var configuration = SampleTenant.Configuration()
        configuration.jobs = 2_000
        let scratch = try TemporaryFolder()
        let formats = ["markdown", "json", "email", "html", "jobs-csv"].flatMap { ["--format", $0] }
        let result = try await SampleTenant.running(configuration) { [program] tenant in
            try program.run(
                [
                    "--tenant", tenant.url, "--team", "SOC", "--type", "AgentReceiveJob", "--output",
                    "\(scratch.path)/out",
                ] + formats
            )
        }
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.contains(": Only team SOC, type AgentReceiveJob: "), "\(result.errors)")
        let markdown = String(decoding: try scratch.bytes("out/retry-jobs.md"), as: UTF8.self)
        #expect(markdown.contains("**Only team SOC, type AgentReceiveJob: "))
        for name in ["html", "email.html"] {
            let page = String(decoding: try scratch.bytes("out/retry-jobs.\(name)"), as: UTF8.self)
            #expect(page.contains(/(?s)<h1.*Only team .*SOC.*AgentReceiveJob.*<\/h1>/), "\(name)")
        }
        let report = try JSONObject(scratch.bytes("out/retry-jobs.json"))
        let jobs = try #require(report["totals"]["jobs"].number)
        #expect(jobs > 20)
        #expect(report["filter"]["teams"].value as? [String] == ["SOC"])
        #expect(report["filter"]["jobs_left_out"].number == 2_000 - jobs)
        #expect((report["teams"].value as? [Any])?.count == 1)
        let rows = String(decoding: try scratch.bytes("out/retry-jobs.jobs.csv"), as: UTF8.self)
        #expect(rows.split(whereSeparator: \.isNewline).count == jobs + 1)
    }

    private struct Refusal: CustomTestStringConvertible {
        let jobs: String?
        let info: String?
        let words: String
        var status: Int32 = 77

        var testDescription: String { "jobs \(jobs ?? "shared"), info \(info ?? "answered")" }
    }

    private static let refusals = [
        Refusal(jobs: "unauthorized", info: nil, words: "accepts the API key but does not show its retry jobs"),
        Refusal(jobs: "forbidden", info: nil, words: "Use a key whose owner is a tenant owner"),
        Refusal(jobs: "not-found", info: nil, words: "accepts the API key and has no list of retry jobs", status: 69),
        Refusal(jobs: "unauthorized", info: "unauthorized", words: "refused the API key (401)"),
        Refusal(jobs: "forbidden", info: "unauthorized", words: "refused the API key (401)"),
        Refusal(jobs: "not-found", info: "unauthorized", words: "refused the API key (401)"),
        Refusal(jobs: "unauthorized", info: "forbidden", words: "refused the API key with status 401"),
        Refusal(jobs: "forbidden", info: "forbidden", words: "refused the API key with status 403"),
        Refusal(jobs: "not-found", info: "forbidden", words: "answered with status 404", status: 69),
        Refusal(jobs: "not-found", info: "not-found", words: "Check the tenant's address", status: 69),
        Refusal(jobs: "not-found", info: "html", words: "Check the tenant's address", status: 69),
        Refusal(jobs: "forbidden", info: "status:500", words: "refused the API key with status 403"),
        Refusal(jobs: "not-found", info: "invalid-json", words: "answered with status 404", status: 69),
        Refusal(
            jobs: nil,
            info: nil,
            words: "is on a shared stack of Tines, which has no lists of retry jobs",
            status: 69
        ),
    ]

    @Test("says what is the matter with a tenant that does not show its retry jobs", arguments: refusals)
    private func kind(_ refusal: Refusal) async throws {
        var configuration = SampleTenant.Configuration()
        configuration.jobs = 5
        configuration.isDedicated = refusal.jobs != nil
        let rules =
            (refusal.jobs.map { ["\($0)@endpoint=admin/retry_jobs"] } ?? [])
            + (refusal.info.map { ["\($0)@endpoint=info"] } ?? [])
        configuration.faults = try rules.map { try SampleTenant.FaultRule(parsing: $0) }
        let (result, log) = try await SampleTenant.running(configuration) { [program] tenant in
            (try program.run("--tenant", tenant.url, "--format", "json", "--output", "-"), tenant.log)
        }
        #expect(result.status == refusal.status, "\(result.errors)")
        #expect(result.errors.contains(refusal.words), "\(result.errors)")
        #expect(result.output.isEmpty)
        #expect(log.contains { $0.endpoint == .info })
    }
}
#endif
