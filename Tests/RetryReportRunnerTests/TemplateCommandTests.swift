#if LiveTenant
import Foundation
import SampleTenant
import TestSupport
import Testing

@Suite("Users' own templates") struct TemplateCommandTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// A page around `body`, which is on line 3.
    private func page(_ body: String) -> String {
        """
        <!DOCTYPE html>
        <html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Security-Policy" data-csp="style"/><title>t</title></head>
        <body>\(body)</body></html>
        """
    }

    /// A mail around `body`, with the same lines.
    private func mail(_ body: String) -> String {
        page(body).replacing("<meta http-equiv=\"Content-Security-Policy\" data-csp=\"style\"/>", with: "")
    }

    @Test("exported templates are valid, and nothing is written when one of the files already exists") func export()
        throws
    {
        let scratch = try TemporaryFolder()
        let folder = "\(scratch.path)/own"
        let names = [
            "email.html", "index-email.html", "index.html", "index.md.mustache", "report.html", "report.md.mustache",
        ]
        let export = try Program().run("template", "export", folder)
        #expect(export.status == 0)
        let exported = try scratch.names("own")
        #expect(exported == names)
        let check = try Program().run("template", "check", folder)
        #expect(check.status == 0, "\(check.errors)")
        let good = String(decoding: check.output, as: UTF8.self).split(separator: "\n")
        #expect(good.map { String($0) }.sorted() == names.map { "\(folder)/\($0): good" })

        let again = try Program().run("template", "export", folder)
        #expect(again.status == 73)
        for name in names { #expect(again.errors.contains("\(folder)/\(name) already exists"), "\(again.errors)") }
        #expect(again.output.isEmpty)

        try scratch.write("mine", to: "some/email.html")
        try FileManager.default.createSymbolicLink(
            atPath: "\(scratch.path)/some/report.html",
            withDestinationPath: "nowhere"
        )
        let refused = try Program().run("template", "export", "\(scratch.path)/some")
        #expect(refused.status == 73)
        #expect(refused.errors.contains("some/email.html already exists\n"), "\(refused.errors)")
        #expect(refused.errors.contains("some/report.html already exists\n"), "\(refused.errors)")
        #expect(!refused.errors.contains("mustache"))
        let untouched = try scratch.names("some")
        #expect(untouched == ["email.html", "report.html"])
        let content = try scratch.bytes("some/email.html")
        #expect(content == Data("mine".utf8))
    }

    @Test("check names the faults of all files together, those that can't be read as well") func check() throws {
        let scratch = try TemporaryFolder()
        try scratch.write(page("<p data-text=\"titel\">x</p><img src=\"x\"/>"), to: "own/report.html")
        try scratch.write(mail("<main/>\n<p style=\"position:fixed\"/>"), to: "own/email.html")
        try scratch.write("# {{title}}\n{{{title}}}\n{{nobody}}\n", to: "own/report.md.mustache")
        let result = try Program().run("template", "check", "\(scratch.path)/own")
        #expect(result.status == 78)
        for fault in [
            "own/report.html:3: <p>: data-text=\"titel\"", "own/report.html:3: <img>: This element is not expected",
            "own/email.html:3: <main>: This element is not expected",
            "own/email.html:4: <p>: attribute 'style'", "own/report.md.mustache:2: 'title' would be printed unescaped",
            "own/report.md.mustache:3: {{nobody}}: there is no such name here",
        ] {
            #expect(result.errors.contains(fault), "\(fault): not in \(result.errors)")
        }
        try scratch.write("", to: "own/email.html")
        let second = try Program().run("template", "check", "\(scratch.path)/own")
        #expect(second.status == 78)
        #expect(second.errors.contains("own/email.html"), "\(second.errors)")
        #expect(second.errors.contains("own/report.html:3"), "\(second.errors)")
        let check = try Program().run("template", "check", scratch.path)
        #expect(check.errors.contains("template export"))
    }

    @Test("a run with a broken template ends with 78 before it asks the tenant for anything, in every format")
    func beforeReading() async throws {
        let scratch = try TemporaryFolder()
        try scratch.write("old", to: "out/retry-jobs.json")
        try scratch.write(page("<script>x</script>"), to: "own/report.html")
        try scratch.write("{{nobody}}", to: "own/report.md.mustache")
        try await SampleTenant.running { tenant in
            let result = try Program(environment: ["TINES_API_KEY": "sample-key"]).run(
                ["--tenant", tenant.url, "--template", "\(scratch.path)/own", "--format", "json", "--output"]
                    + ["\(scratch.path)/out"]
            )
            #expect(result.status == 78, "\(result.errors)")
            #expect(result.errors.contains("own/report.html:3: <script>: "), "\(result.errors)")
            #expect(result.errors.contains("own/report.md.mustache:1: "), "\(result.errors)")
            #expect(tenant.log.isEmpty)
        }
        let names = try scratch.names("out")
        #expect(names == ["retry-jobs.json"])
        let content = try scratch.bytes("out/retry-jobs.json")
        #expect(content == Data("old".utf8))
    }

    struct Broken: CustomTestStringConvertible {
        var file = "report.html"
        var body: String
        var words: String

        var testDescription: String { "\(file): \(body)" }
    }

    @Test(
        "what breaks a rule of a schema ends a run with 78, names line, element and rule, and publishes nothing",
        arguments: [
            Broken(body: "<script>x</script>", words: "<script>: This element is not expected"),
            Broken(body: "<p onclick=\"x()\"/>", words: "<p>: attribute 'onclick'"),
            Broken(body: "<p style=\"color:red\"/>", words: "<p>: attribute 'style'"),
            Broken(body: "<a href=\"javascript:x()\">x</a>", words: "<a>: attribute 'href'"),
            Broken(body: "<a href=\"http://e.example/\">x</a>", words: "<a>: attribute 'href'"),
            Broken(body: "<a data-attr-href=\"title\">x</a>", words: "<a>: attribute 'href'"),
            Broken(body: "<td/>", words: "<td>: This element is not expected"),
            Broken(body: "<ul>words</ul>", words: "<ul>: Character content"),
            Broken(
                body: "<svg xmlns=\"http://www.w3.org/2000/svg\"><rect fill=\"url(#a)\"/></svg>",
                words: "<rect>: attribute 'fill'"
            ),
            Broken(file: "email.html", body: "<nav/>", words: "<nav>: This element is not expected"),
            Broken(file: "email.html", body: "<p style=\"position:fixed\"/>", words: "<p>: attribute 'style'"),
            Broken(file: "email.html", body: "<table bgcolor=\"red\"/>", words: "<table>: attribute 'bgcolor'"),
            Broken(file: "email.html", body: "<a href=\"data:x\">x</a>", words: "<a>: attribute 'href'"),
        ]
    )
    func rules(_ broken: Broken) throws {
        let scratch = try TemporaryFolder()
        try scratch.write(
            broken.file == "report.html" ? page(broken.body) : mail(broken.body),
            to: "own/\(broken.file)"
        )
        try scratch.write(#"[{"id":1,"type":"T","retry_count":0}]"#, to: "page.json")
        let result = try Program().run([
            "--input", "\(scratch.path)/page.json", "--template", "\(scratch.path)/own", "--format", "html", "--format",
            "email", "--format", "json", "--output", "\(scratch.path)/out",
        ])
        #expect(result.status == 78, "\(result.errors)")
        #expect(result.errors.contains("own/\(broken.file):3: \(broken.words)"), "\(result.errors)")
        #expect(!FileManager.default.fileExists(atPath: "\(scratch.path)/out"))
    }

    @Test("names prints the table that ends the guide to templates") func names() throws {
        let result = try Program().run("template", "names")
        let guide = try Data(contentsOf: Self.root.appendingPathComponent("templates/README.md"))
        #expect(result.status == 0)
        #expect(result.output.count > 10_000)
        #expect(guide.suffix(result.output.count) == result.output)
    }

    @Test("the branded example is valid, and makes a page, a mail and Markdown in its own look") func branded() throws {
        let scratch = try TemporaryFolder()
        let folder = Self.root.appendingPathComponent("examples/branded").path
        let check = try Program().run("template", "check", folder)
        #expect(check.status == 0, "\(check.errors)")
        let result = try Program().run([
            "--input", Self.root.appendingPathComponent("examples/pages").path, "--template", folder, "--name", "tern",
            "--now", "2026-09-21T14:13:20Z", "--format", "html", "--format", "email", "--format", "markdown",
            "--output",
            scratch.path,
        ])
        #expect(result.status == 0, "\(result.errors)")
        for name in ["tern.html", "tern.email.html", "tern.md"] {
            let text = String(decoding: try scratch.bytes(name), as: UTF8.self)
            #expect(text.contains("Tern Security"), "\(name)")
            #expect(text.contains("CrowdStrike"), "\(name)")
        }
    }

    @Test("templates of an index are checked, and used for the index of several tenants") func indexTemplates() throws {
        let scratch = try TemporaryFolder()
        try scratch.write(page("<p data-text=\"tenant\">x</p>"), to: "bad/index.html")
        try scratch.write("{{nobody}}\n", to: "bad/index.md.mustache")
        let bad = try Program().run("template", "check", scratch.file("bad"))
        #expect(bad.status == 78)
        for fault in ["bad/index.html:3: <p>: data-text=\"tenant\"", "bad/index.md.mustache:1: {{nobody}}"] {
            #expect(bad.errors.contains(fault), "\(bad.errors)")
        }
        let own = page("<p data-each=\"tenants\">Mine: <b data-text=\"name\">acme</b></p>")
        try scratch.write(own, to: "good/index.html")
        try scratch.write("Mine: {{tenantsInWords}}\n", to: "good/index.md.mustache")
        let fleet = try FleetFixture(
            common: ["template: \(scratch.file("good"))"],
            tenants: [FleetFixture.saved("a", jobs: 1, in: scratch)],
            scratch: scratch
        )
        let result = try fleet.run()
        #expect(result.status == 0, "\(result.errors)")
        let made = String(decoding: try scratch.bytes("out/index.html"), as: UTF8.self)
        #expect(made.contains("<p>Mine: <b>a</b></p>"), "\(made)")
        let markdown = String(decoding: try scratch.bytes("out/index.md"), as: UTF8.self)
        #expect(markdown == "Mine: 1 tenant\n")
    }
}
#endif
