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

    @Test("each lists 5 jobs of a group unless it is told another number, and says how many there are more")
    func fewerJobs() throws {
        let scratch = try TemporaryFolder()
        let fleet = try FleetFixture(
            tenants: [
                FleetFixture.saved("a", jobs: 40, in: scratch),
                FleetFixture.saved("b", jobs: 40, in: scratch, ["jobs-per-group: 7"]),
            ],
            scratch: scratch
        )
        func listed(_ name: String) throws -> Int {
            try JSONObject(scratch.bytes("out/\(name)/retry-jobs.json"))["types"][0]["errors"][0]["jobs"].count
        }
        let standard = try fleet.run()
        #expect(standard.status == 0, "\(standard.errors)")
        let numbers = try ["a", "b"].map(listed)
        #expect(numbers == [5, 7])
        let page = String(decoding: try scratch.bytes("out/a/retry-jobs.html"), as: UTF8.self)
        #expect(
            page.contains(
                "<span>15</span> more in this group, not shown; <span class=\"code\">--jobs-per-group 0</span>"
            )
        )
        let all = try fleet.run(["--jobs-per-group", "0"])
        #expect(all.status == 0, "\(all.errors)")
        let allNumbers = try ["a", "b"].map(listed)
        #expect(allNumbers == [20, 20])
    }

    @Test("a run that fails as a whole writes its metrics, without figures of tenants") func metricsOfFailure() throws {
        let scratch = try TemporaryFolder()
        let fleet = try FleetFixture(
            common: ["metrics: \(scratch.path)/fleet.prom"],
            tenants: [FleetFixture.saved("a", jobs: 1, in: scratch)],
            scratch: scratch
        )
        let good = try fleet.run()
        #expect(good.status == 0, "\(good.errors)")
        let failed = try fleet.run(["--only", "nobody"])
        #expect(failed.status == 64)
        let metrics = String(decoding: try scratch.bytes("fleet.prom"), as: UTF8.self)
        #expect(metrics.contains("\nretry_report_fleet_last_run_exit_status 64\n"), "\(metrics)")
        #expect(!metrics.contains("retry_report_fleet_tenants"))
        let part = try fleet.run(["--shard", "0/1"])
        #expect(part.status == 0, "\(part.errors)")
        let kept = String(decoding: try scratch.bytes("fleet.prom"), as: UTF8.self)
        #expect(kept == metrics, "parts leave the file to the index")
    }

    @Test("a program that writes a format is asked once what it is, and one that fails fails each tenant")
    func program()
        throws
    {
        let scratch = try TemporaryFolder()
        let script = """
            #!/bin/sh
            if [ "$1" = --describe ]; then
                echo asked >> "\(scratch.path)/asked"
                echo '{"suffix": "bad", "media_type": "text/plain", "summary": "fails"}'
                exit 0
            fi
            exit 1
            """
        let program = try scratch.write(script, to: "renderers/retry-report-render-bad")
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: program)
        // More than are rendered at a time: one that fails must make way for the next.
        let names = (1...9).map { "tenant-\($0)" }
        let fleet = try FleetFixture(
            common: ["renderers: \(scratch.path)/renderers", "format: [json, bad]", "fleet-concurrency: 1"],
            tenants: names.map { try FleetFixture.saved($0, jobs: 1, in: scratch) },
            scratch: scratch
        )
        let result = try fleet.run()
        #expect(result.status != 0)
        let states = try fleet.states()
        #expect(states == names.map { "\($0) failed" })
        let asked = String(decoding: try scratch.bytes("asked"), as: UTF8.self)
        #expect(asked.split(separator: "\n").count <= 2, "those of the first tenants, side by side")
    }
}
#endif
