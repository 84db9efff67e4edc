#if LiveTenant
import Foundation
import RetryReportKit
import SampleTenant
import TestSupport
import Testing

@Suite("A run of several tenants") struct FleetTests {
    @Test("each has its folder, and the index lists the one whose jobs die soonest first") func folders() throws {
        let scratch = try TemporaryFolder()
        let dying = try scratch.write(
            #"[{"id":1,"type":"T","retry_count":24,"last_retry":"2026-09-20T00:00:00Z","error_class":"E"}]"#,
            to: "dying.json"
        )
        let fleet = try FleetFixture(
            tenants: [
                FleetFixture.saved("large", jobs: 30, in: scratch), ["name: Dying", "input: \(dying)"],
                FleetFixture.saved("empty", jobs: 0, in: scratch),
            ],
            scratch: scratch
        )
        let result = try fleet.run(["--now", "2026-09-21T00:00:00Z"])
        #expect(result.status == 0, "\(result.errors)")
        let names = try scratch.names("out")
        #expect(names == ["Dying", "empty", "index.html", "index.json", "index.md", "large"])
        let files = try scratch.names("out/Dying")
        #expect(files == ["retry-jobs.html", "retry-jobs.json", "retry-jobs.md"])
        let states = try fleet.states()
        #expect(states == ["Dying current", "large current", "empty current"])
        let index = try fleet.index()
        #expect(index["totals"]["jobs"].number == 31)
        #expect(index["tenants"][0]["documents"][0]["path"].text == "Dying/retry-jobs.html")
        let page = String(decoding: try scratch.bytes("out/index.html"), as: UTF8.self)
        #expect(page.contains("href=\"large/retry-jobs.html\""))
        let markdown = String(decoding: try scratch.bytes("out/index.md"), as: UTF8.self)
        #expect(markdown.contains("[Dying](Dying/retry-jobs.html)"))
    }

    @Test("each tenant gets its own key and no other, by real requests") func keys() async throws {
        func configuration(_ key: String, _ jobs: Int) -> SampleTenant.Configuration {
            var configuration = SampleTenant.Configuration()
            configuration.key = key
            configuration.jobs = jobs
            return configuration
        }
        let (one, other) = ("tk_first_0815-4711", "tk_second_4711-0815")
        try await SampleTenant.running(configuration(one, 700)) { first in
            try await SampleTenant.running(configuration(other, 900)) { second in
                let scratch = try TemporaryFolder()
                let file = try scratch.write(one, to: "first.key")
                let fleet = try FleetFixture(
                    common: ["with: none"],
                    tenants: [
                        ["name: first", "tenant: \(first.url)", "api-key-file: \(file)"],
                        ["name: second", "tenant: \(second.url)", "api-key-variable: SECOND", "per-page: 100"],
                    ],
                    scratch: scratch
                )
                // A key in the usual variable belongs to nobody here.
                let environment = ["SECOND": other, "TINES_API_KEY": "tk_stranger_0000"]
                let result = try fleet.run(["--log-level", "trace"], environment: environment)
                #expect(result.status == 0, "\(result.errors)")
                let sent = [first, second].map { Set($0.log.map { $0.headers["authorization"] ?? "none" }) }
                #expect(sent == [["Bearer \(one)"], ["Bearer \(other)"]])
                #expect(second.log.map(\.perPage).max() == 100)
                for key in [one, other, "tk_stranger_0000"] { #expect(!result.errors.contains(key)) }
                let states = try fleet.states()
                #expect(states == ["second current", "first current"])
                for name in ["out/index.html", "out/index.json", "out/first/retry-jobs.json"] {
                    let text = String(decoding: try scratch.bytes(name), as: UTF8.self)
                    #expect(!text.contains(one) && !text.contains(other))
                }
            }
        }
    }

    @Test("two tenants with one key: the second is not asked at all") func sameKey() async throws {
        var configuration = SampleTenant.Configuration()
        configuration.key = "tk_shared_0815-4711"
        configuration.jobs = 3
        try await SampleTenant.running(configuration) { first in
            try await SampleTenant.running(configuration) { second in
                let scratch = try TemporaryFolder()
                let files = try ["a", "b"].map { try scratch.write("tk_shared_0815-4711\n", to: "\($0).key") }
                let fleet = try FleetFixture(
                    common: ["with: none"],
                    tenants: [
                        ["name: first", "tenant: \(first.url)", "api-key-file: \(files[0])"],
                        ["name: second", "tenant: \(second.url)", "api-key-file: \(files[1])"],
                    ],
                    scratch: scratch
                )
                let result = try fleet.run()
                #expect(result.status == 78, "\(result.errors)")
                #expect(result.errors.contains("has the same key as"))
                #expect(!result.errors.contains("tk_shared"))
                #expect([first, second].filter { $0.log.isEmpty }.count == 1)
            }
        }
    }

    @Test("a key in the settings of another tenant is in none of its reports: nothing of either is read")
    func strayKey()
        throws
    {
        let scratch = try TemporaryFolder()
        let key = try scratch.write("tk_stray_0815-4711", to: "key")
        let fleet = try FleetFixture(
            tenants: [
                ["name: a", "tenant: https://a.example", "api-key-file: \(key)", "timeout: 1s"],
                FleetFixture.saved("b", jobs: 1, in: scratch, ["title: of tk_stray_0815-4711"]),
            ],
            scratch: scratch
        )
        let result = try fleet.run()
        #expect(result.status == 78, "\(result.errors)")
        #expect(!result.errors.contains("tk_stray"), "\(result.errors)")
        let files = FileManager.default.enumerator(atPath: fleet.output)?.compactMap { $0 as? String } ?? []
        for name in files {
            guard let content = try? scratch.bytes("out/\(name)") else { continue }
            #expect(!String(decoding: content, as: UTF8.self).contains("tk_stray"), "\(name)")
        }
    }

    @Test("SIGTERM leaves what was published and nothing else, and records no failure") func stopped() async throws {
        var configuration = SampleTenant.Configuration()
        configuration.jobs = 2_000
        configuration.latency = 200
        try await SampleTenant.running(configuration) { tenant in
            let scratch = try TemporaryFolder()
            let key = try scratch.write("sample-key", to: "key")
            let fleet = try FleetFixture(
                common: ["per-page: 20", "concurrency: 1"],
                tenants: [
                    ["name: slow", "tenant: \(tenant.url)", "api-key-file: \(key)"],
                    FleetFixture.saved("quick", jobs: 1, in: scratch),
                ],
                scratch: scratch
            )
            try scratch.write("old", to: "out/slow/retry-jobs.html")
            let run = try RunningProgram(["--config", fleet.config])
            let isReading = try await eventually {
                tenant.log.count > 2 && (try? scratch.names("out/quick").contains("retry-jobs.json")) == true
            }
            #expect(isReading)
            let second = try fleet.run()
            #expect(second.status == 73, "\(second.errors)")
            kill(run.process.processIdentifier, SIGTERM)
            let status = try await run.status()
            #expect(status == 143, "\(run.errors)")
            let slow = try scratch.names("out/slow")
            #expect(slow == ["retry-jobs.html"])
            let names = try scratch.names("out")
            #expect(names == ["quick", "slow"])
        }
    }

    @Test("one that fails stops no other, stands first with the reason and the age of its last report, and recovers")
    func failing() async throws {
        var configuration = SampleTenant.Configuration()
        configuration.key = "tk_right_0815-4711"
        configuration.jobs = 12
        try await SampleTenant.running(configuration) { tenant in
            let scratch = try TemporaryFolder()
            let key = try scratch.write("tk_right_0815-4711", to: "key")
            let fleet = try FleetFixture(
                common: ["with: none"],
                tenants: [
                    FleetFixture.saved("good", jobs: 2, in: scratch),
                    ["name: live", "tenant: \(tenant.url)", "api-key-file: \(key)"],
                ],
                scratch: scratch
            )
            let first = try fleet.run()
            #expect(first.status == 0, "\(first.errors)")
            try scratch.write("tk_wrong_0815-4711", to: "key")
            let second = try fleet.run()
            #expect(second.status == 77, "\(second.errors)")
            var states = try fleet.states()
            #expect(states == ["live failed", "good current"])
            let lost = try fleet.index()["tenants"][0]
            #expect(lost["exit_status"].number == 77)
            #expect(lost["reason"].text?.contains("refused the API key") == true)
            #expect(lost["report"]["jobs"].number == 12)
            let page = String(decoding: try scratch.bytes("out/index.html"), as: UTF8.self)
            #expect(page.contains("The last report is"))
            #expect(!page.contains("tk_wrong"))
            try scratch.write("tk_right_0815-4711", to: "key")
            let third = try fleet.run()
            #expect(third.status == 0, "\(third.errors)")
            states = try fleet.states()
            #expect(states == ["live current", "good current"])
            let names = try scratch.names("out/live")
            #expect(!names.contains("failed.json"))
        }
    }

    @Test("--only reads the tenants that are named, and the index keeps the others") func only() throws {
        let scratch = try TemporaryFolder()
        let fleet = try FleetFixture(
            tenants: [
                FleetFixture.saved("a", jobs: 1, in: scratch), FleetFixture.saved("b", jobs: 2, in: scratch),
                FleetFixture.saved("c", jobs: 3, in: scratch),
            ],
            scratch: scratch
        )
        let result = try fleet.run(["--only", "a", "--only", "c"])
        #expect(result.status == 0, "\(result.errors)")
        var states = try fleet.states()
        #expect(states == ["b missing", "c current", "a current"])
        _ = try fleet.run(["--only", "b"])
        states = try fleet.states()
        #expect(states == ["c current", "b current", "a current"])
        let unknown = try fleet.run(["--only", "d"])
        #expect(unknown.status == 64)
        #expect(unknown.errors.contains("--only: no tenant of the configuration file is called 'd'"))
    }

    @Test("--fail-on holds for each tenant, and the status is the worst of all") func worst() throws {
        let scratch = try TemporaryFolder()
        let tenants = try [
            FleetFixture.saved("a", jobs: 5, in: scratch), FleetFixture.saved("b", jobs: 1, in: scratch),
        ]
        let alarm = try FleetFixture(common: ["fail-on: [jobs>3]"], tenants: tenants, scratch: scratch)
        let result = try alarm.run()
        #expect(result.status == 3, "\(result.errors)")
        #expect(result.errors.contains("a: --fail-on: 5 jobs (more than 3)"), "\(result.errors)")
        #expect(!result.errors.contains("b: --fail-on"))
        let own = try FleetFixture(
            common: ["fail-on: [jobs>3]"],
            tenants: [tenants[0] + ["fail-on: jobs>9"], tenants[1]],
            scratch: scratch
        )
        let calm = try own.run()
        #expect(calm.status == 0, "\(calm.errors)")
        let broken = try FleetFixture(
            common: ["fail-on: [jobs>3]"],
            tenants: tenants + [["name: c", "input: \(scratch.path)/nowhere.json"]],
            scratch: scratch
        )
        let worse = try broken.run()
        #expect(worse.status == 65, "\(worse.errors)")
        let states = try broken.states()
        #expect(states == ["c failed", "a current", "b current"])
    }

    /// Configurations that must be refused: their lines, and what the message must say.
    private static let refusals: [(lines: String, words: String)] = [
        ("tenants: []", ":1: 'tenants' must be a list of at least one tenant"),
        ("tenants:", ":1: 'tenants' must be a list of at least one tenant"),
        ("tenants: {a: 1}", ":1: 'tenants' must be a list"),
        ("tenants: [acme]", "a tenant must be a mapping"),
        ("tenants:\n  - name: ..\n    input: x", ":2: 'name' must be"),
        ("tenants:\n  - input: x\n    name: a/b", ":3: 'name' must be"),
        ("tenants:\n  - name: 'a\\b'\n    input: x", ":2: 'name' must be"),
        ("tenants:\n  - name: .hidden\n    input: x", ":2: 'name' must be"),
        ("tenants:\n  - name: ''\n    input: x", ":2: 'name' must be"),
        ("tenants:\n  - name: ä\n    input: x", ":2: 'name' must be"),
        ("tenants:\n  - name: [a]\n    input: x", ":2: 'name' must be"),
        ("tenants:\n  - name: Index.HTML\n    input: x", ":2: 'name' must not begin with 'index.'"),
        ("tenants:\n  - name: a\n    input: x\n  - name: A\n    input: y", ":4: the name 'A' is the same as in"),
        ("tenants:\n  - input: x", ":2: a tenant must have a 'name'"),
        ("tenants:\n  - name: a", ":2: 'a' must have 'tenant'"),
        ("tenants:\n  - name: a\n    tenant: https://a.example", ":2: 'a' must have 'api-key-file' or"),
        (
            "tenants:\n  - name: a\n    tenant: https://a.example\n    api-key-file: f\n    api-key-variable: V",
            ":2: 'a' must have 'api-key-file' or"
        ),
        (
            "tenants:\n  - name: a\n    tenant: https://a.example\n    api-key-file: f\n"
                + "  - name: b\n    tenant: https://A.example/\n    api-key-file: g",
            ":5: the tenant of 'b' is the same"
        ),
        (
            "tenants:\n  - name: a\n    tenant: https://a.example\n    api-key-file: f\n"
                + "  - name: b\n    tenant: https://b.example\n    api-key-file: ./f",
            ":5: 'b' has the same key as 'a'"
        ),
        (
            "tenants:\n  - name: a\n    input: x\n    per-pag: 5",
            ":4: unknown setting 'per-pag'; did you mean 'per-page'?"
        ),
        ("tenants:\n  - name: a\n    input: x\n    api-key: tk_0815", ":4: a key does not belong in a configuration"),
        ("tenants:\n  - name: a\n    input: x\n    mail-to: b@example.com", ":4: 'mail-to' belongs above the list"),
        ("tenants:\n  - name: a\n    input: x\n    output: y", ":4: 'output' belongs above the list"),
        ("api-key-file: f\ntenants:\n  - name: a\n    input: x", ":1: 'api-key-file' belongs to a tenant"),
        ("tenants:\n  - name: a\n    input: x\ntenants:\n  - name: b\n    input: x", "a name is given more than once"),
        ("tenants:\n  - name: a\n    name: b\n    input: x", "a name is given more than once"),
        ("tenants:\n  - &t\n    name: a\n    input: x\n  - *t", "the name 'a' is the same"),
    ]

    @Test("a configuration that would mix tenants up is refused with file and line, before anything is read")
    func refused() throws {
        for (lines, words) in Self.refusals {
            let scratch = try TemporaryFolder()
            let config = try scratch.write(lines + "\n", to: "fleet.yaml")
            let result = try Program().run(["--config", config, "--output", scratch.file("out")])
            #expect(result.status == 78, "\(lines): \(result.errors)")
            #expect(result.errors.contains(words), "\(lines): \(result.errors)")
            #expect(!result.errors.contains("tk_0815"))
            let names = try scratch.names()
            #expect(names == ["fleet.yaml"], "\(lines)")
        }
    }

    @Test("options that belong to one tenant do not go with a list of them") func conflicts() throws {
        let scratch = try TemporaryFolder()
        let fleet = try FleetFixture(tenants: [FleetFixture.saved("a", jobs: 1, in: scratch)], scratch: scratch)
        for arguments in [
            ["--tenant", "https://acme.tines.com"], ["--input", "x"], ["--api-key-file", "f"], ["--output", "-"],
            ["--shard", "3/3"], ["--shard", "x"],
        ] {
            let result = try fleet.run(arguments)
            #expect(result.status == 64, "\(arguments): \(result.errors)")
        }
        let without = try Program().run("--input", "x", "--only", "a")
        #expect(without.status == 64)
        #expect(without.errors.contains("--only: requires a configuration file that lists 'tenants'"))
    }

    @Test("a key variable that is not set is not shown: its name may be the key") func unsetVariable() throws {
        let fleet = try FleetFixture(tenants: [
            ["name: a", "tenant: https://a.example", "api-key-variable: tk_secret_0815"]
        ])
        let result = try fleet.run()
        #expect(result.status == 78)
        #expect(result.errors.contains("fleet.yaml:5: the variable that 'api-key-variable' names is not set"))
        #expect(!result.errors.contains("tk_secret"))
        let index = String(decoding: try fleet.scratch.bytes("out/index.json"), as: UTF8.self)
        #expect(!index.contains("tk_secret"))
    }

    @Test("several processes and 'index' make the same index as one run, to the byte") func shards() throws {
        let scratch = try TemporaryFolder()
        let names = (1...9).map { "tenant-\($0)" }
        var tenants = try names.enumerated().map { try FleetFixture.saved($1, jobs: $0, in: scratch) }
        tenants.append(["name: broken", "input: \(scratch.path)/nowhere.json"])
        let fleet = try FleetFixture(tenants: tenants, scratch: scratch)
        let now = ["--now", "2026-09-21T00:00:00Z"]
        let whole = try fleet.run(now)
        #expect(whole.status == 65, "\(whole.errors)")
        func files() throws -> [String] {
            try ["index.html", "index.md", "index.json"].map { name in
                let text = String(decoding: try scratch.bytes("out/\(name)"), as: UTF8.self)
                // When a run failed is the one time that --now does not set.
                return text.replacing(/"failed_at": "[^"]*"/, with: "")
            }
        }
        let one = try files()
        try FileManager.default.removeItem(atPath: fleet.output)
        let parts = try (0..<3).map { part in
            try RunningProgram(
                ["--config", fleet.config, "--shard-count", "3"] + now,
                environment: ["JOB_COMPLETION_INDEX": "\(part)"]
            )
        }
        for part in parts { part.process.waitUntilExit() }
        let statuses = parts.map(\.process.terminationStatus).sorted()
        #expect(statuses == [0, 0, 65])
        let made = try scratch.names("out")
        #expect(Set(made) == Set(names + ["broken"]))
        let index = try Program().run(["index", fleet.output] + now)
        #expect(index.status == 2, "\(index.errors)")
        #expect(index.errors.contains("broken: no current report (failed)"), "\(index.errors)")
        let several = try files()
        #expect(several == one)
        let known = try Program().run(["index", fleet.output, "--config", fleet.config] + now)
        #expect(known.status == 2)
        let again = try files()
        #expect(again == one)
    }

    @Test("parts are a partition that depends on names only") func partition() throws {
        let names = (0..<200).map { "tenant-\($0)" }
        let scratch = try TemporaryFolder()
        var seen: [String] = []
        let fleet = try FleetFixture(
            tenants: names.map { ["name: \($0)", "input: \(scratch.path)/nowhere.json"] },
            scratch: scratch
        )
        for part in 0..<4 {
            try? FileManager.default.removeItem(atPath: fleet.output)
            _ = try fleet.run(["--shard", "\(part)/4"])
            let own = try scratch.names("out")
            #expect(own.count > 20)
            seen += own
        }
        #expect(seen.sorted() == names.sorted())
    }
}
#endif
