import ReportTemplates
import TestSupport
import Testing

@testable import RetryReport

private let unknown = "look it up in the table of names; the names of a list's elements are known only inside that list"

private func faults(_ source: String) -> [String] {
    do throws(TemplateError) {
        _ = try MarkdownTemplate(source.utf8, name: "mine.mustache")
        return []
    } catch {
        return error.faults.map { "line \($0.line): \($0.rule)" + ($0.advice.isEmpty ? "" : "; \($0.advice)") }
    }
}

private func render(_ source: String, _ report: Report = .sample) throws -> String {
    let template = try MarkdownTemplate(source.utf8, name: "mine.mustache")
    return String(decoding: try MarkdownRenderer(template: template).render(report), as: UTF8.self)
}

@Suite("A Markdown template") struct MarkdownTemplateTests {
    @Test("the built-in template has no fault, and is not checked again")
    func builtIn() {
        #expect(faults(String(decoding: ReportTemplates.reportMarkdown, as: UTF8.self)) == [])
    }

    @Test("sections that would multiply a report, or that nobody nests so deep, are refused")
    func nesting() {
        let list = faults("{{#groups}}{{#jobs}}{{#groups}}x{{/groups}}{{/jobs}}{{/groups}}")
        #expect(list.count == 1 && list.allSatisfy { $0.contains("the list 'groups' would be repeated within itself") })
        #expect(faults("{{#groups}}{{#actions}}{{name}}{{/actions}}{{/groups}}{{#groups}}{{count}}{{/groups}}") == [])
        let deep = faults(String(repeating: "{{#dies}}", count: 2000) + String(repeating: "{{/dies}}", count: 2000))
        #expect(deep.count == 1 && deep.allSatisfy { $0.contains("more than 32 sections within each other") })
    }

    @Test("names are looked up from the innermost section outwards, through lists within lists")
    func scopes() throws {
        let text = try render("{{#types}}\n{{name}}:{{#groups}} {{title}}/{{name}}/{{number}}{{/groups}}\n{{/types}}\n")
        #expect(
            text.hasPrefix("AgentReceiveJob: Retry jobs/AgentReceiveJob/1 Retry jobs/AgentReceiveJob/2\nCredential")
        )
    }

    @Test("sections show lists, flags and objects, and their opposites; a tag alone on its line leaves no line")
    func sections() throws {
        let source = """
            {{! a comment }}
            {{#dies}}
            {{#next}}
            {{#isKnown}}
            {{iso}}
            {{/isKnown}}
            {{/next}}
            {{/dies}}
            {{^hasRepairs}}
            none
            {{/hasRepairs}}
            {{#repairs}}
              {{code}}
              {{/repairs}}
            {{^repairs}}no repairs{{/repairs}}.

            """
        let text = try render(source)
        #expect(text == "2026-07-29T12:48:35Z\n  last-retry-read-as-milliseconds\n  action-id-read-from-text\n.\n")
        let ofNothing = try render(source, SampleReports.empty)
        #expect(ofNothing == "none\nno repairs.\n")
    }

    @Test("Windows line ends and a missing last line end are accepted")
    func lineEnds() throws {
        let text = try render("{{#repairs}}\r\n- {{count}}\r\n{{/repairs}}\r\nend")
        #expect(text == "- 12\n- 2\nend")
    }

    @Test("template syntax in data is data")
    func dataIsNoTemplate() throws {
        let text = try render("x {{title}}", Report(everywhere: "{{source.name}} {{{title}}} {{#types}}"))
        #expect(text == "x \\{{source.name}} {{{title}}} {{#types}}")
    }

    @Test(
        "a fault has its line, what is wrong and what to write instead",
        arguments: [
            ("x\n{{titel}}", "line 2: {{titel}}: there is no such name here; did you mean title?"),
            (
                "{{dies.next.isoo}}",
                "line 1: {{dies.next.isoo}}: there is no such name here; did you mean dies.next.iso, dies.next.age, dies.next.clock?"
            ),
            ("{{zzzzzzzzzzzz}}", "line 1: {{zzzzzzzzzzzz}}: there is no such name here; \(unknown)"),
            ("{{code}}", "line 1: {{code}}: there is no such name here; \(unknown)"),
            (
                "\n\n{{{title}}}",
                "line 3: 'title' would be printed unescaped, and data could become markup; write {{title}}"
            ),
            ("{{&title}}", "line 1: 'title' would be printed unescaped, and data could become markup; write {{title}}"),
            (
                "{{& title }}",
                "line 1: 'title' would be printed unescaped, and data could become markup; write {{title}}"
            ),
            (
                "{{hasRepairs}}",
                "line 1: {{hasRepairs}} requires a text, but the name is a flag; use it to show or leave out something"
            ),
            (
                "{{types}}",
                "line 1: {{types}} requires a text, but the name is a list; repeat something for each of its elements"
            ),
            (
                "{{dies}}",
                "line 1: {{dies}} requires a text, but the name is a group of names; write one of the names in it, after a full stop"
            ),
            (
                "{{#title}}x{{/title}}",
                "line 1: {{#title}} requires a flag or a list or a group of names, but the name is a text; print it"
            ),
            ("a\n{{#types}}", "line 2: the section 'types' is not closed; add {{/types}}"),
            ("{{/types}}", "line 1: {{/types}} closes a section that is not open"),
            (
                "{{#types}}\n{{/typs}}",
                "line 2: {{/typs}} is where the section 'types' of line 1 must be closed; write {{/types}}"
            ),
            ("{{title", "line 1: a tag begins with '{{' and does not end"),
            ("{{}}", "line 1: {{}}: there is no such name here; \(unknown)"),
            ("{{.}}", "line 1: {{.}}: there is no such name here; \(unknown)"),
            ("{{count(types)}}", "line 1: {{count(types)}}: there is no such name here; \(unknown)"),
            ("{{>other}}", "line 1: a template can't include another one ('other')"),
            ("{{=<% %>=}}", "line 1: the delimiters {{ and }} can't be changed"),
            ("{{% CONTENT_TYPE: TEXT}}", "line 1: the escaping is for Markdown and can't be changed with {{%…}}"),
            ("a\u{0}b", "line 1: the template contains a control character (U+0000)"),
            (
                "<script>x</script>",
                "line 1: <script> is not allowed: a report has text, tables, lists and links, and nothing that runs, loads or sends something"
            ),
        ]
    )
    func faultsAreTold(_ source: String, _ fault: String) {
        #expect(faults(source) == [fault])
    }

    @Test(
        "data is refused where no escape makes it safe",
        arguments: [
            "<b title='{{title}}'>", "<{{title}}>", "</{{title}}>", "<!-- {{title}} -->", "<a\n{{title}}>",
            "[x]({{title}})", "[x](\n{{title}})", "[x](https://ok.example/{{title}})", "[x]{{title}}", "[x]: {{title}}",
            "`{{title}}`", "a `b {{title}} c` d",
        ]
    )
    func unsafePlaces(_ source: String) {
        #expect(faults(source).count == 1)
        #expect(faults(source).first?.contains(": data ") == true)
    }

    @Test(
        "data is accepted elsewhere",
        arguments: [
            "<b>{{title}}</b>", "a < {{title}}", "[{{title}}](https://ok.example)", "[x](https://ok.example) {{title}}",
            "`x` {{title}}", "&lt;b {{title}}", "note [1]: {{title}}", "[x]: https://ok.example\n\n{{title}}",
            "{{title}} a@x.example", "{{title}}\n@x.example", "{{title}} https://x.example",
        ]
    )
    func safePlaces(_ source: String) {
        #expect(faults(source) == [])
    }

    @Test(
        "HTML and links that run, load or send something are refused, as in a page",
        arguments: [
            "<iframe src=\"https://x.example\"></iframe>", "<img src=x onerror=alert(1)>", "<b onclick=\"x\">b</b>",
            "[x](javascript:alert(1))", "[x](<javascript:alert(1)>)", "[x]( java\tscript:alert(1))",
            "<javascript:alert(1)>",
            "<meta http-equiv=\"refresh\" content=\"0;url=https://x.example\">", "![x](https://x.example/p.png)",
            "![x][y]", "[y]: javascript:alert(1)", "> [y]: data:text/html,x", "<a href=\"javascript:alert(1)\">x</a>",
            "<a href='http://x.example'>x</a>", "`<iframe>", "\\<iframe>", "<p style=\"color:red\">x</p>",
            "<!DOCTYPE html>",
            "<ifr{{! x }}ame>", "<{{#hasJobs}}iframe{{/hasJobs}}>",
            "{{#hasRepairs}}!{{/hasRepairs}}[x](https://x.example/p)",
            "{{#types}}[x](https://x.example/p)!{{/types}}", "<b title=\"x",
        ]
    )
    func forbidden(_ source: String) {
        #expect(faults(source).count >= 1)
    }

    @Test(
        "data in an address is refused, also where sections decide whether it is one",
        arguments: [
            "https://x.example/?d={{title}}", "<https://x.example/?d={{title}}>", "www.x.example/{{title}}",
            "a@{{title}}", "a{{title}}@x.example", "{{title}}.b@x.example", "{{title}}://x.example",
            "{{#hasRepairs}}{{title}}{{/hasRepairs}}@x.example", "{{#types}}@x.example{{name}}{{/types}}",
            "https://x.example/?d={{#hasRepairs}}{{title}}{{/hasRepairs}}",
            "{{#hasRepairs}}https://x.example/?d={{/hasRepairs}}{{^hasRepairs}}no {{/hasRepairs}}{{title}}",
            "{{#types}}{{name}}https://x.example/?d={{/types}}", "`x`{{title}}", "{{title}}`x`",
        ]
    )
    func dataInAddresses(_ source: String) {
        #expect(faults(source).count >= 1)
    }

    @Test(
        "text, tables, lists and links are accepted",
        arguments: [
            "<details open><summary>x</summary>\n\n{{title}}\n\n</details>", "<br/>",
            "<a href=\"https://x.example\">x</a>",
            "[x](https://x.example/a?b=c)", "[x](mailto:a@b.example)", "[x](#groups)", "<https://x.example>",
            "<a@b.example>",
            "<!-- a > b -->", "Great! [x](https://x.example)", "see https://x.example/ {{title}}", "a < b, 1 <2",
            "<td align=\"right\" colspan=2>{{title}}</td>",
        ]
    )
    func allowed(_ source: String) {
        #expect(faults(source) == [])
    }

    @Test("all faults are found at once, each with template and line")
    func allFaults() throws {
        let error = #expect(throws: TemplateError.self) {
            try MarkdownTemplate("{{qqqqqqqq}}\n{{{title}}}\n".utf8, name: "dir/report.md.mustache")
        }
        #expect(
            error?.description == """
                dir/report.md.mustache:1: {{qqqqqqqq}}: there is no such name here; \(unknown)
                dir/report.md.mustache:2: 'title' would be printed unescaped, and data could become markup; write {{title}}
                """
        )
    }

    @Test("a template that is not UTF-8 is refused")
    func encoding() {
        let error = #expect(throws: TemplateError.self) { try MarkdownTemplate([0x61, 0xFF], name: "latin") }
        #expect(error?.description == "latin:1: the template is not UTF-8; save it as UTF-8")
    }
}
