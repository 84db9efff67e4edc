import ReportTemplates
import RetryReport
import Testing

private func faults(_ source: String) -> [String] {
    do throws(MarkdownTemplateError) {
        _ = try MarkdownTemplate(source.utf8, name: "mine.mustache")
        return []
    } catch {
        return error.faults.map(\.description)
    }
}

private func render(_ source: String, _ report: Report = .sample) throws -> String {
    let template = try MarkdownTemplate(source.utf8, name: "mine.mustache")
    return String(decoding: try MarkdownRenderer(template: template).render(report), as: UTF8.self)
}

@Suite("A Markdown template") struct MarkdownTemplateTests {
    @Test("the built-in one has no fault, which it is not looked at for again")
    func builtIn() {
        #expect(faults(String(decoding: ReportTemplates.reportMarkdown, as: UTF8.self)) == [])
    }

    @Test("sections that would multiply a report, or that nobody nests so deep, are refused")
    func nesting() {
        let list = faults("{{#groups}}{{#jobs}}{{#groups}}x{{/groups}}{{/jobs}}{{/groups}}")
        #expect(list.count == 1 && list.allSatisfy { $0.contains("the list 'groups' would be repeated within itself") })
        #expect(faults("{{#groups}}{{#actions}}{{name}}{{/actions}}{{/groups}}{{#groups}}{{count}}{{/groups}}") == [])
        let deep = faults(String(repeating: "{{#dies}}", count: 2000) + String(repeating: "{{/dies}}", count: 2000))
        #expect(deep.count == 1 && deep.allSatisfy { $0.contains("more than 32 deep") })
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
        #expect(
            try render(source)
                == "2026-07-26T15:41:12Z\n  last-retry-read-as-milliseconds\n  action-id-read-from-text\n.\n"
        )
        #expect(try render(source, SampleReports.empty) == "none\nno repairs.\n")
    }

    @Test("windows line ends and a missing last line end do no harm")
    func lineEnds() throws {
        #expect(try render("{{#repairs}}\r\n- {{count}}\r\n{{/repairs}}\r\nend") == "- 12\n- 2\nend")
    }

    @Test("template syntax in data is data")
    func dataIsNoTemplate() throws {
        let text = try render("x {{title}}", SampleReports.report(everywhere: "{{source.name}} {{{title}}} {{#types}}"))
        #expect(text == "x \\{{source.name}} {{{title}}} {{#types}}")
    }

    @Test(
        "a fault is told with its line, what is wrong and what would be right",
        arguments: [
            ("x\n{{titel}}", "line 2: there is no name 'titel' here; did you mean 'title'?"),
            ("{{dies.next.isoo}}", "line 1: there is no name 'dies.next.isoo' here; did you mean 'dies.next.iso'?"),
            ("{{zzzzzzzzzzzz}}", "line 1: there is no name 'zzzzzzzzzzzz' here"),
            ("{{code}}", "line 1: there is no name 'code' here"),
            (
                "\n\n{{{title}}}",
                "line 3: 'title' would be printed unescaped, and data could become markup: write {{title}}"
            ),
            ("{{&title}}", "line 1: 'title' would be printed unescaped, and data could become markup: write {{title}}"),
            (
                "{{& title }}",
                "line 1: 'title' would be printed unescaped, and data could become markup: write {{title}}"
            ),
            ("{{hasRepairs}}", "line 1: 'hasRepairs' is yes or no: write {{#hasRepairs}}…{{/hasRepairs}}"),
            ("{{types}}", "line 1: 'types' is a list: write {{#types}}…{{/types}}"),
            ("{{dies}}", "line 1: 'dies' holds further names: write {{dies.…}}"),
            ("{{#title}}x{{/title}}", "line 1: 'title' is text, which is always there: print it with {{title}}"),
            ("a\n{{#types}}", "line 2: the section 'types' is not closed: add {{/types}}"),
            ("{{/types}}", "line 1: {{/types}} closes a section that is not open"),
            ("{{#types}}\n{{/typs}}", "line 2: {{/typs}} stands where the section 'types' of line 1 must be closed"),
            ("{{title", "line 1: a tag begins with '{{' and never ends"),
            ("{{}}", "line 1: there is no name '' here"),
            ("{{.}}", "line 1: there is no name '.' here"),
            ("{{count(types)}}", "line 1: there is no name 'count(types)' here"),
            ("{{>other}}", "line 1: a template stands alone: it can't take in 'other' from another"),
            ("{{=<% %>=}}", "line 1: the delimiters are {{ and }} and can't be changed"),
            ("{{% CONTENT_TYPE: TEXT}}", "line 1: the escaping is for Markdown and can't be changed with {{%…}}"),
            ("a\u{0}b", "line 1: the template holds a control character (U+0)"),
            ("<script>x</script>", "line 1: a report holds neither scripts nor styles"),
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
        #expect(faults(source).first?.contains("'title' stands ") == true)
    }

    @Test(
        "data is accepted elsewhere",
        arguments: [
            "<b>{{title}}</b>", "a < {{title}}", "[{{title}}](https://ok.example)", "[x](https://ok.example) {{title}}",
            "`x` {{title}}", "\\<b {{title}}", "note [1]: {{title}}", "[x]: https://ok.example\n\n{{title}}",
        ]
    )
    func safePlaces(_ source: String) {
        #expect(faults(source) == [])
    }

    @Test("all faults are told at once, each with template and line")
    func allFaults() throws {
        let error = #expect(throws: MarkdownTemplateError.self) {
            try MarkdownTemplate("{{nope}}\n{{{title}}}\n".utf8, name: "dir/report.md.mustache")
        }
        #expect(
            error?.description == """
                dir/report.md.mustache:1: there is no name 'nope' here
                dir/report.md.mustache:2: 'title' would be printed unescaped, and data could become markup: write {{title}}
                """
        )
    }

    @Test("a template that is not UTF-8 is refused")
    func encoding() {
        let error = #expect(throws: MarkdownTemplateError.self) { try MarkdownTemplate([0x61, 0xFF], name: "latin") }
        #expect(error?.description == "latin:1: the template is not UTF-8")
    }
}
