#if LiveTenant
import Foundation
import RetryReportKit
import TestSupport
import Testing
import Yams

@Suite("The examples of schedules") struct ScheduleExamplesTests {
    private static let examples = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("examples")

    private func text(_ name: String) throws -> String {
        try String(contentsOf: Self.examples.appendingPathComponent("schedules/\(name)"), encoding: .utf8)
    }

    /// Runs the command with the example's settings, and a key file that is not there.
    private func expectUnderstood(_ arguments: [String]) throws {
        let known = ["/etc/retry-report/settings.yaml": Self.examples.appendingPathComponent("settings.yaml").path]
        let result = try Program().run(
            arguments.map { argument in
                known.reduce(argument) { $0.replacingOccurrences(of: $1.key, with: $1.value) }
            }
        )
        #expect(result.status == 78, "\(result.errors)")
        #expect(result.errors.contains("key file"), "\(result.errors)")
    }

    /// The arguments after the program's name in the line with `start`, up to a redirection.
    private func arguments(after start: String, in text: String) throws -> [String] {
        let line = try #require(text.split(separator: "\n").first { $0.contains(start) && !$0.hasPrefix("#") })
        let words = line[try #require(line.firstRange(of: start)).upperBound...].split(separator: " ").map(String.init)
        return Array(words.prefix { $0 != "2>" })
    }

    @Test("cron's command is understood: only the key is missing") func cron() throws {
        let arguments = try arguments(after: " retry-report  retry-report ", in: text("cron/retry-report"))
        #expect(arguments.count == 6)
        try expectUnderstood(arguments)
    }

    @Test("systemd's command is understood: only the key is missing") func systemd() throws {
        let arguments = try arguments(
            after: "ExecStart=/usr/local/bin/retry-report ",
            in: text("systemd/retry-report.service")
        )
        #expect(arguments.count == 8)
        try expectUnderstood(arguments)
    }

    @Test("Kubernetes' command is understood: only the key is missing") func kubernetes() throws {
        let texts = try text("kubernetes/cronjob.yaml").components(separatedBy: "\n---\n")
        let objects = try texts.map { try YAMLDecoder().decode(KubernetesObject.self, from: $0) }
        let job = try #require(objects.first { $0.kind == "CronJob" })
        let pod = try #require(job.spec.jobTemplate?.spec.template?.spec)
        try expectUnderstood(try #require(pod.containers?.first).args)
    }

    private static let promtool = "/usr/bin/promtool"

    @Test(
        "alerts fire, and don't, as their rules' own tests say: also after an empty day and a missed run",
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: promtool),
            "promtool is not installed: scripts/setup test installs it"
        )
    )
    func alertRules() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.promtool)
        process.arguments = ["test", "rules", "alerts.test.yaml"]
        process.currentDirectoryURL = Self.examples.appendingPathComponent("schedules/prometheus")
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let words = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(words)")
        #expect(words.contains("SUCCESS"))
    }

    @Test("an empty list of jobs is a figure too: 0 jobs are waiting, 0 die") func emptyDay() throws {
        let scratch = try TemporaryFolder()
        let page =
            #"{"admin/retry_jobs":[],"meta":{"current_page":null,"previous_page":null,"next_page":null,"#
            + #""next_page_number":null,"per_page":20,"pages":1,"count":0}}"#
        let input = try scratch.write(page, to: "empty.json")
        let metrics = "\(scratch.path)/run.prom"
        _ = try Program().run("--input", input, "--output", "\(scratch.path)/out", "--metrics", metrics)
        let written = String(decoding: try scratch.bytes("run.prom"), as: UTF8.self)
        for name in [
            "jobs_read", "jobs_dying", "jobs_overdue", "jobs_retry_late", "jobs_unreadable", "groups", "actions",
        ] {
            let zero = try Regex("(?m)^retry_report_\(name)\\{[^}]*\\} 0$")
            #expect(written.contains(zero), "\(name)")
        }
    }

    @Test("alerts are on metrics that a run writes") func alerts() throws {
        let scratch = try TemporaryFolder()
        let pages = Self.examples.appendingPathComponent("pages").path
        let metrics = "\(scratch.path)/run.prom"
        let result = try Program().run("--input", pages, "--output", "\(scratch.path)/out", "--metrics", metrics)
        #expect(result.status == 0, "\(result.errors)")
        func names(_ text: String) -> Set<String> {
            Set(text.matches(of: /retry_report_[a-z_]+/).map { String($0.output) })
        }
        let written = try names(String(decoding: scratch.bytes("run.prom"), as: UTF8.self))
        let used = try names(text("prometheus/alerts.yaml")).union(names(text("prometheus/alerts.test.yaml")))
        #expect(used.count >= 4)
        #expect(used.isSubset(of: written), "\(used.subtracting(written))")
    }
}

@Suite("The examples") struct ExamplesTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("examples").path

    /// HTML as its structure: libxml2's versions quote and break lines each in its own way.
    private func canonical(_ path: String) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/xmllint")
        process.arguments = ["--nonet", "--c14n", path]
        let output = Pipe()
        process.standardOutput = output
        do {
            try process.run()
        } catch {
            Issue.record("xmllint is missing: apt-get install libxml2-utils")
            throw error
        }
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return data
    }

    @Test("the reports are what the program makes of the pages today; scripts/examples makes them anew")
    func reports() throws {
        let scratch = try TemporaryFolder()
        let formats = StandardRenderers.formats.flatMap { ["--format", $0.identifier] }
        let root = URL(fileURLWithPath: Self.folder).deletingLastPathComponent()
        let history = try TemporaryFolder()
        let memory = ["--history", history.file("history.sqlite")]
        let before = try Program().run(
            ["--input", "examples/earlier", "--output", history.path] + memory,
            folder: root
        )
        #expect(before.status == 0, "\(before.errors)")
        let result = try Program().run(
            [
                "--input", "examples/pages", "--name", "example",
                "--title", "Retry jobs of acme", "--mail-from", "Retry reports <reports@example.com>", "--mail-to",
                "ops@example.com", "--output", scratch.path,
            ] + memory + formats,
            folder: root
        )
        #expect(result.status == 0, "\(result.errors)")
        let names = try scratch.names()
        for name in names {
            let kept = "\(Self.folder)/reports/\(name)"
            if name.hasSuffix(".html") {
                let (made, example) = (try canonical("\(scratch.path)/\(name)"), try canonical(kept))
                #expect(made == example, "\(name)")
            } else {
                let made = try scratch.bytes(name)
                let example = try Data(contentsOf: URL(fileURLWithPath: kept))
                #expect(made == example, "\(name)")
            }
        }
        #expect(Set(names) == Set(StandardRenderers.formats.map { "example.\($0.fileSuffix)" }))
    }

    @Test("the index of several tenants is what the program makes today; scripts/examples makes it anew")
    func fleet() throws {
        let scratch = try TemporaryFolder()
        let result = try Program().run(
            ["--config", "examples/fleet/saved.yaml", "--now", "2026-09-21T14:13:20Z", "--output", scratch.path],
            folder: URL(fileURLWithPath: Self.folder).deletingLastPathComponent()
        )
        #expect(result.status == 2, "\(result.errors)")
        let names = ["index.html", "index.json", "index.md", "production", "staging"]
        let made = try scratch.names()
        #expect(made == names)
        for name in ["index.json", "index.md", "production/retry-jobs.json", "staging/retry-jobs.md"] {
            let (made, example) = (
                try scratch.bytes(name),
                try Data(contentsOf: URL(fileURLWithPath: "\(Self.folder)/fleet/reports/\(name)"))
            )
            #expect(made == example, "\(name)")
        }
        let page = (
            try canonical("\(scratch.path)/index.html"), try canonical("\(Self.folder)/fleet/reports/index.html")
        )
        #expect(page.0 == page.1)
    }

    @Test("the configuration file of several tenants is understood: only their keys are missing") func tenants() throws
    {
        let scratch = try TemporaryFolder()
        let result = try Program().run(
            "--config",
            "\(Self.folder)/fleet/settings.yaml",
            "--output",
            scratch.path,
            "--history",
            scratch.file("history")
        )
        #expect(result.status == 78)
        for tenant in ["production: error:", "production-eu: error:", "staging: error:"] {
            #expect(result.errors.contains(tenant), "\(result.errors)")
        }
    }

    @Test("the configuration file is understood: only the key is missing") func settings() throws {
        let result = try Program().run("--config", "\(Self.folder)/settings.yaml")
        #expect(result.status == 78)
        #expect(result.errors.contains("no API key"))
    }
}
#endif
