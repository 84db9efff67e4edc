#if LiveTenant
import ArgumentParser
import Foundation
import TestSupport
import Testing
@testable import RetryReportRunner

@Suite("Settings") struct SettingsTests {
    private func input() throws -> String {
        try TemporaryFolder().keeping { scratch in
            try scratch.write(
                #"[{"id":1,"type":"T","retry_count":0},{"id":2,"type":"T","retry_count":1}]"#,
                to: "page.json"
            )
        }
    }

    @Test("flags beat the environment, and the environment beats the file") func layers() throws {
        let scratch = try TemporaryFolder()
        let file = try scratch.write(
            "title: from the file\ninput: \(input())\nformat: [json]\noutput: '-'\n",
            to: "settings.yaml"
        )
        func title(_ program: Program, _ arguments: String...) throws -> String? {
            let result = try program.run(["--config", file] + arguments)
            #expect(result.status == 0, "\(result.errors)")
            return try JSONObject(result.output)["title"].text
        }
        let environment = ["RETRY_REPORT_TITLE": "from the environment"]
        let fromFile = try title(Program())
        #expect(fromFile == "from the file")
        let fromEnvironment = try title(Program(environment: environment))
        #expect(fromEnvironment == "from the environment")
        let fromFlag = try title(Program(environment: environment), "--title", "from a flag")
        #expect(fromFlag == "from a flag")
    }

    @Test(
        "a wrong flag ends with 64, names the flag and says what would be right",
        arguments: [
            (["--per-page", "0", "--tenant", "https://a.example"], "--per-page", "1 to 500"),
            (["--jobs-per-group", "many"], "--jobs-per-group", "whole number"),
            (["--now", "yesterday"], "--now", "2026-01-31T06:00:00Z"),
            (["--fail-on", "jobs=3"], "--fail-on", "jobs>N"),
            (["--fail-on", "dying-within=5h>3"], "--fail-on", "24h"),
            (["--format", "pdf"], "--format", "ndjson"),
            (["--progress", "sometimes"], "--progress", "auto"),
            (["--name", "../x"], "--name", "slash"),
            (["--output", "-"], "--output", "--format json"),
            (["--concurrency", "0"], "--concurrency", "1 to 64"),
            (["--retry-limit", "0"], "--retry-limit", "1 to 100"),
            (["--timeout", "soon", "--tenant", "https://a.example"], "--timeout", "90s"),
            (["--tenant", "https://a.example", "--input", "x"], "--tenant", "exclude"),
        ]
    )
    func wrongFlag(arguments: [String], place: String, advice: String) throws {
        let scratch = try TemporaryFolder()
        let isTenant = arguments.contains("--tenant")
        let output = arguments.contains("--output") ? [] : ["--output", "\(scratch.path)/out"]
        let result = try Program(environment: ["TINES_API_KEY": "k"])
            .run((isTenant ? [] : ["--input", try input()]) + arguments + output)
        #expect(result.status == 64, "\(result.errors)")
        #expect(result.errors.contains(place), "\(result.errors)")
        #expect(result.errors.contains(advice), "\(result.errors)")
        #expect(result.errors.split(separator: "\n", omittingEmptySubsequences: false).count == 2, "\(result.errors)")
        let names = try scratch.names()
        #expect(names.isEmpty)
    }

    @Test(
        "a wrong configuration file ends with 78, names file and line and says what would be right",
        arguments: [
            ("format: [json]\nper-pag: 3\n", "settings.yaml:2", "per-page"),
            ("per-page: 501\ntenant: https://a.example\n", "settings.yaml:1", "1 to 500"),
            ("api-key: secret-0815\n", "settings.yaml:1", "TINES_API_KEY"),
            ("- a\n", "settings.yaml", "name: value"),
            ("a: [b\n", "settings.yaml", "YAML"),
            ("title: [a, b]\n", "settings.yaml:1", "one value"),
            ("metrics: \"/tmp/x.prom\\0\"\n", "settings.yaml:1", "zero byte"),
            (Self.aliases, "settings.yaml", "anchors and aliases"),
            (String(repeating: "[", count: 100_000), "settings.yaml", "YAML"),
        ]
    )
    func wrongFile(text: String, place: String, advice: String) throws {
        let scratch = try TemporaryFolder()
        let file = try scratch.write(text, to: "settings.yaml")
        let result = try Program(environment: ["TINES_API_KEY": "k"])
            .run("--config", file, "--output", "\(scratch.path)/out")
        #expect(result.status == 78, "\(result.errors)")
        #expect(result.errors.contains(place), "\(result.errors)")
        #expect(result.errors.contains(advice), "\(result.errors)")
        #expect(!result.errors.contains("secret-0815"))
    }

    /// A list of nine of a list of nine of …, as the name of a setting: to compare two of them takes years.
    private static let aliases: String = {
        let lists = (1...20).map { level in
            "l\(level): &-l\(level) [\(Array(repeating: "*-l\(level - 1)", count: 9).joined(separator: ","))]\n"
        }
        return "l0: &-l0 [x]\n\(lists.joined())? *-l20\n: 1\n"
    }()

    @Test("the folders of pages and of reports must differ, links seen through") func sameFolder() throws {
        let scratch = try TemporaryFolder()
        try scratch.write(#"[{"id":1,"type":"T","retry_count":0}]"#, to: "pages/reading.json")
        let pages = "\(scratch.path)/pages"
        try FileManager.default.createSymbolicLink(atPath: "\(scratch.path)/link", withDestinationPath: pages)
        let link = "\(scratch.path)/./link/"
        for arguments in [
            ["--input", pages, "--output", link], ["--input", "-", "--save-pages", pages, "--output", link],
            ["--input", "\(pages)/reading.json", "--output", link, "--name", "reading"],
        ] {
            let result = try Program().run(arguments)
            #expect(result.status == 64 && result.errors.contains("--output"), "\(result.errors)")
        }
        let names = try scratch.names("pages")
        #expect(names == ["reading.json"])
        let beside = try Program().run("--input", "\(pages)/reading.json", "--output", pages, "--format", "json")
        #expect(beside.status == 0, "\(beside.errors)")
    }

    @Test("a setting without a value counts as unset, and stars in comments are not aliases") func emptyValues()
        throws
    {
        let scratch = try TemporaryFolder()
        let stars = String(repeating: "# * R & D\n", count: 30)
        let file = try scratch.write(
            "\(stars)proxy:\ntitle: ~\nname: null\noutput: \"\(scratch.path)\"\n",
            to: "settings.yaml"
        )
        let result = try Program().run("--config", file, "--input", try input(), "--format", "json")
        #expect(result.status == 0, "\(result.errors)")
        let report = try JSONObject(scratch.bytes("retry-jobs.json"))
        #expect(report["title"].text == "Retry jobs")
    }

    @Test("without anything to read it ends with 64 and shows both ways to say it") func nothingToRead() throws {
        let result = try Program().run()
        #expect(result.status == 64)
        #expect(result.errors.contains("--tenant https://acme.tines.com"))
        #expect(result.errors.contains("--input"))
    }

    @Test("a setting that has no effect is reported") func settingsWithoutEffect() throws {
        let scratch = try TemporaryFolder()
        let arguments = ["--input", try input(), "--output", scratch.path]
        let misspelt = try Program(environment: ["RETRY_REPORT_PERPAGE": "5"]).run(arguments)
        #expect(misspelt.status == 0 && misspelt.errors.contains("did you mean RETRY_REPORT_PER_PAGE?"))
        let unsent = try Program().run(arguments + ["--mail-to", "a@b.example", "--mail-from", "c@d.example"])
        #expect(unsent.status == 0 && unsent.errors.contains("--send hands it over"))
        let plain = try Program().run(arguments)
        #expect(plain.errors.split(separator: "\n").count == 4, "\(plain.errors)")
        #expect(
            plain.errors.hasSuffix(
                "are waiting for a retry, all with no error class; the next dies in ≈ 20 d 9 h.\n"
            )
        )
    }

    @Test("a file of authorities that can't be read is named with the option or the variable that it is from")
    func authorities() throws {
        let scratch = try TemporaryFolder()
        let file = try scratch.write("no certificate", to: "authorities.pem")
        let arguments = ["--tenant", "https://acme.tines.com", "--output", scratch.file("out")]
        let variable = try Program(environment: ["TINES_API_KEY": "k", "SSL_CERT_FILE": file]).run(arguments)
        #expect(variable.status == 78 && variable.errors.contains(": SSL_CERT_FILE: The CA file \(file) can't be read"))
        let option = try Program(environment: ["TINES_API_KEY": "k", "SSL_CERT_FILE": "/nowhere"])
            .run(arguments + ["--ca-file", file])
        #expect(option.status == 78 && option.errors.contains(": --ca-file: The CA file \(file) can't be read"))
    }

    @Test("without a key it ends with 78 and names both places for one") func noKey() throws {
        let result = try Program().run("--tenant", "https://acme.tines.com")
        #expect(result.status == 78)
        #expect(result.errors.contains("TINES_API_KEY"))
        #expect(result.errors.contains("--api-key-file"))
    }

    @Test(
        "a condition that is true ends with 3, and the report is written",
        arguments: [
            ("jobs>1", 3), ("jobs>2", 0), ("group>1", 3), ("group>5", 0), ("unreadable>0", 0), ("incomplete", 0),
        ]
    )
    func failOn(condition: String, status: Int32) throws {
        let scratch = try TemporaryFolder()
        let result = try Program().run(
            "--input",
            try input(),
            "--format",
            "json",
            "--output",
            scratch.path,
            "--fail-on",
            condition
        )
        #expect(result.status == status, "\(result.errors)")
        let names = try scratch.names()
        #expect(names == ["retry-jobs.json"])
    }
}

@Suite("The table of settings") struct SettingsTableTests {
    /// A value that each setting's option takes.
    private func arguments(for option: OptionDefinition) -> [String] {
        option.kind == .flag ? [option.flag] : [option.flag, "1"]
    }

    @Test("every setting is an option of the command line, and every option is a setting") func options() throws {
        for option in Settings.all {
            let flags = try RunOptions.parse(arguments(for: option)).flags
            let given = flags.filter { !$0.value.isEmpty }
            #expect(given.map(\.key.name) == [option.name])
            #expect(given[option]?.map(\.text) == (option.kind == .flag ? ["true"] : ["1"]))
        }
        let help = RunOptions.helpMessage(columns: 200)
        let listed = help.matches(of: /\n  --([a-z-]+)/).map { String($0.output.1) }
        #expect(Set(listed) == Set(Settings.all.map(\.name) + ["config"]))
    }

    @Test("names and defaults are in the help, and no default is there twice") func help() {
        let help = RunOptions.helpMessage(columns: 200)
        for option in Settings.all + [Settings.config.option] {
            #expect(help.contains(option.flag))
            guard let standard = option.standard else { continue }
            #expect(help.contains("(default: \(standard))"), "\(option.name)")
            #expect(!option.summary.contains("default"), "\(option.name)")
        }
    }

    @Test(
        "hosts in NO_PROXY are excluded with their subdomains, and no others",
        arguments: [
            ("acme.tines.com", "tines.com", true), ("acme.tines.com", ".tines.com", true),
            ("acme.tines.com", "localhost, ACME.tines.com", true), ("acme.tines.com", "*", true),
            ("acme.tines.com", "nes.com", false), ("acme.tines.com", "", false),
            ("acme.tines.com", "acme.tines.com.example", false), ("acme.tines.com", ".", false),
        ]
    )
    func noProxy(host: String, list: String, isExcluded: Bool) {
        #expect(ProxyChoice.isExcluded(host, by: list) == isExcluded)
    }
}
#endif
