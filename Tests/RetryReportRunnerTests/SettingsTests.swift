#if LiveTenant
import ArgumentParser
import Foundation
import Testing
@testable import RetryReportRunner

@Suite("Settings") struct SettingsTests {
    private func input() throws -> String {
        try Scratch().keeping { scratch in
            try scratch.file("page.json", #"[{"id":1,"type":"T","retry_count":0},{"id":2,"type":"T","retry_count":1}]"#)
        }
    }

    @Test("flags beat the environment, and the environment beats the file") func layers() throws {
        let scratch = try Scratch()
        let file = try scratch.file(
            "settings.yaml",
            "title: from the file\ninput: \(input())\nformat: [json]\noutput: '-'\n"
        )
        func title(_ program: Program, _ arguments: String...) throws -> String? {
            let result = try program.run(["--config", file] + arguments)
            #expect(result.status == 0, "\(result.errors)")
            return try JSONObject(result.output)["title"].text
        }
        let environment = ["RETRY_REPORT_TITLE": "from the environment"]
        #expect(try title(Program()) == "from the file")
        #expect(try title(Program(environment: environment)) == "from the environment")
        #expect(try title(Program(environment: environment), "--title", "from a flag") == "from a flag")
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
        let scratch = try Scratch()
        let isTenant = arguments.contains("--tenant")
        let output = arguments.contains("--output") ? [] : ["--output", "\(scratch.path)/out"]
        let result = try Program(environment: ["TINES_API_KEY": "k"])
            .run((isTenant ? [] : ["--input", try input()]) + arguments + output)
        #expect(result.status == 64, "\(result.errors)")
        #expect(result.errors.contains(place), "\(result.errors)")
        #expect(result.errors.contains(advice), "\(result.errors)")
        #expect(result.errors.split(separator: "\n", omittingEmptySubsequences: false).count == 2, "\(result.errors)")
        #expect(try scratch.names().isEmpty)
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
        let scratch = try Scratch()
        let file = try scratch.file("settings.yaml", text)
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
        let scratch = try Scratch()
        _ = try scratch.file("pages/reading.json", #"[{"id":1,"type":"T","retry_count":0}]"#)
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
        #expect(try scratch.names("pages") == ["reading.json"])
        let beside = try Program().run("--input", "\(pages)/reading.json", "--output", pages, "--format", "json")
        #expect(beside.status == 0, "\(beside.errors)")
    }

    @Test("a setting without a value counts as unset, and stars in comments are not aliases") func emptyValues()
        throws
    {
        let scratch = try Scratch()
        let stars = String(repeating: "# * R & D\n", count: 30)
        let file = try scratch.file(
            "settings.yaml",
            "\(stars)proxy:\ntitle: ~\nname: null\noutput: \"\(scratch.path)\"\n"
        )
        let result = try Program().run("--config", file, "--input", try input(), "--format", "json")
        #expect(result.status == 0, "\(result.errors)")
        #expect(try JSONObject(scratch.bytes("retry-jobs.json"))["title"].text == "Retry jobs")
    }

    @Test("without anything to read it ends with 64 and shows both ways to say it") func nothingToRead() throws {
        let result = try Program().run()
        #expect(result.status == 64)
        #expect(result.errors.contains("--tenant https://acme.tines.com"))
        #expect(result.errors.contains("--input"))
    }

    @Test("a setting that has no effect is reported") func settingsWithoutEffect() throws {
        let scratch = try Scratch()
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
        let scratch = try Scratch()
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
        #expect(try scratch.names() == ["retry-jobs.json"])
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

@Suite("What is given by mistake") struct MistakeTests {
    @Test(
        "is answered with what was meant",
        arguments: [
            (["--out", "x"], "'--output'"), (["--outptu", "x"], "'--output'"), (["--tenat", "x"], "'--tenant'"),
            (["https://acme.tines.com"], "'--tenant'"), (["acme.tines.com"], "'--tenant'"), (["/tmp"], "'--input'"),
            (["fromats"], "'formats'"), (["one", "two"], "not shown"), (["--input", "x", "y"], "not shown"),
        ]
    )
    func meant(arguments: [String], words: String) throws {
        let result = try Program().run(arguments)
        #expect(result.status == 64)
        #expect(result.errors.contains(words), "\(result.errors)")
    }

    @Test("is not repeated where it may be a key", arguments: [[], ["run"], ["formats"], ["--input", "x"], ["a"]])
    func keys(before: [String]) throws {
        let key = "tk_0815-secret'4711"
        let result = try Program().run(before + [key])
        #expect(result.status == 64)
        #expect(!result.errors.contains("0815"), "\(result.errors)")
    }

    @Test(
        "is refused where a time belongs",
        arguments: ["1969-12-31T23:59:59Z", "yesterday", "", "2026-13-01T00:00:00Z"]
    )
    func times(text: String) throws {
        let result = try Program().run("--input", "/nowhere", "--now=\(text)")
        #expect(result.status == 64 && result.errors.contains("--now"), "\(result.errors)")
    }

    @Test(
        "is no host beyond ASCII: it is sent in its other form",
        arguments: [
            ("https://bücher.example", "https://xn--bcher-kva.example"), ("bücher.example", "xn--bcher-kva.example"),
            ("https://BÜCHER.example:8443", "https://xn--bcher-kva.example:8443"),
            ("https://faß.example", "https://xn--fa-hia.example"), ("例え。テスト", "xn--r8jz45g.xn--zckzah"),
            ("http://bücher.example:3128", "http://xn--bcher-kva.example:3128"),
            ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
            ("https://a\u{202E}b.example", "https://a\u{202E}b.example"),
            ("https://acme.tines.com", "https://acme.tines.com"),
        ]
    )
    func unicodeHosts(given: String, expected: String) {
        #expect(UnicodeHost.encoded(given) == expected)
    }
}

@Suite("An option that is given twice") struct RepeatedOptionTests {
    private func page(_ id: Int) -> String { #"[{"id":\#(id),"type":"T","retry_count":0}]"# }

    @Test(
        "is refused where it takes one value",
        arguments: [
            ["--tenant", "https://a.example", "--tenant", "https://b.example"], ["--output", "a", "--output", "b"],
            ["--name", "a", "--name", "a"], ["--title=a", "--title=b"], ["--per-page", "1", "--per-page", "2"],
        ]
    )
    func refused(arguments: [String]) throws {
        let scratch = try Scratch()
        let isTenant = arguments.contains("--tenant")
        let input = isTenant ? [] : ["--input", try scratch.file("page.json", page(1))]
        let result = try Program(environment: ["TINES_API_KEY": "k"])
            .run(input + arguments, folder: URL(fileURLWithPath: scratch.path))
        #expect(result.status == 64, "\(result.errors)")
        #expect(result.errors.contains("given 2 times"), "\(result.errors)")
        #expect(try scratch.names() == (isTenant ? [] : ["page.json"]))
    }

    @Test("makes one reading of several inputs") func inputs() throws {
        let scratch = try Scratch()
        let inputs = try (1...3).flatMap { ["--input", try scratch.file("\($0).json", page($0 % 2))] }
        let result = try Program().run(inputs + ["--format", "json", "--output", "-"])
        let report = try JSONObject(result.output)
        #expect(report.totals.jobs.number == 2, "\(result.errors)")
        #expect(report.reading.pages_read.number == 3)
    }

    @Test("among inputs names one that can't be read, and publishes nothing") func missing() throws {
        let scratch = try Scratch()
        let first = try scratch.file("1.json", page(1))
        let result = try Program().run(
            ["--input", first, "--input", "\(scratch.path)/2.json", "--output", "\(scratch.path)/out"]
        )
        #expect(result.status == 65 && result.errors.contains("2.json"), "\(result.errors)")
        #expect(try scratch.names("out").isEmpty)
    }
}
#endif
