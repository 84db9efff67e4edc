#if LiveTenant
import Foundation
import TestSupport
import Testing
@testable import RetryReportRunner

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

    @Test("is refused where a folder belongs and a file is named", arguments: ["out.html", "a/report.MD", "x.json"])
    func fileForFolder(output: String) throws {
        let scratch = try TemporaryFolder()
        let input = try scratch.write(#"[{"id":1,"type":"T","retry_count":0}]"#, to: "page.json")
        let result = try Program().run("--input", input, "--output", scratch.file(output))
        #expect(result.status == 64 && result.errors.contains("--output names a folder"), "\(result.errors)")
        // A folder that is there, or is meant, may have any name.
        let meant = try Program().run("--input", input, "--output", scratch.file(output) + "/")
        #expect(meant.status == 0, "\(meant.errors)")
        let again = try Program().run("--input", input, "--output", scratch.file(output))
        #expect(again.status == 0, "\(again.errors)")
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
        let scratch = try TemporaryFolder()
        let isTenant = arguments.contains("--tenant")
        let input = isTenant ? [] : ["--input", try scratch.write(page(1), to: "page.json")]
        let result = try Program(environment: ["TINES_API_KEY": "k"])
            .run(input + arguments, folder: URL(fileURLWithPath: scratch.path))
        #expect(result.status == 64, "\(result.errors)")
        #expect(result.errors.contains("given 2 times"), "\(result.errors)")
        let names = try scratch.names()
        #expect(names == (isTenant ? [] : ["page.json"]))
    }

    @Test("makes one reading of several inputs") func inputs() throws {
        let scratch = try TemporaryFolder()
        let inputs = try (1...3).flatMap { ["--input", try scratch.write(page($0 % 2), to: "\($0).json")] }
        let result = try Program().run(inputs + ["--format", "json", "--output", "-"])
        let report = try JSONObject(result.output)
        #expect(report.totals.jobs.number == 2, "\(result.errors)")
        #expect(report.reading.pages_read.number == 3)
    }

    @Test("among inputs names one that can't be read, and publishes nothing") func missing() throws {
        let scratch = try TemporaryFolder()
        let first = try scratch.write(page(1), to: "1.json")
        let result = try Program().run(
            ["--input", first, "--input", "\(scratch.path)/2.json", "--output", "\(scratch.path)/out"]
        )
        #expect(result.status == 65 && result.errors.contains("2.json"), "\(result.errors)")
        let names = try scratch.names("out")
        #expect(names.isEmpty)
    }
}
#endif
