import RetryReport
import Testing

@testable import RetryReportHTML

/// A template that breaks one rule, and what must be said about it.
struct BrokenTemplate: Sendable, CustomTestStringConvertible {
    var body: String
    var element: String
    /// A part of the rule's words.
    var rule: String
    /// A part of the advice.
    var advice: String = ""

    var testDescription: String { "\(element): \(rule)" }
}

@Suite("Faults of a template")
struct TemplateFaultTests {
    private let view: ViewObject = [
        "errorClass": .object(["name": .text("E")]),
        "jobs": .list(ViewList([["number": .text("1")]])),
        "isEmpty": .flag(false),
    ]

    static let directives = [
        BrokenTemplate(
            body: "<p data-each-x=\"jobs\"/>",
            element: "p",
            rule: "data-each-x is not a directive",
            advice: "data-each"
        ),
        BrokenTemplate(
            body: "<p data-txt=\"jobs\"/>",
            element: "p",
            rule: "data-txt is not a directive",
            advice: "data-text"
        ),
        BrokenTemplate(body: "<p data-text=\"a b\"/>", element: "p", rule: "is not a name", advice: "a name such as"),
        BrokenTemplate(
            body: "<p data-if=\"!isEmpty\"/>",
            element: "p",
            rule: "is not a name",
            advice: "no expressions"
        ),
        BrokenTemplate(
            body: "<p data-text=\"errorClas.name\"/>",
            element: "p",
            rule: "no such name",
            advice: "errorClass.name"
        ),
        BrokenTemplate(body: "<p data-text=\"name\"/>", element: "p", rule: "no such name", advice: "errorClass.name"),
        BrokenTemplate(
            body: "<p data-text=\"number\"/>",
            element: "p",
            rule: "no such name",
            advice: "inside that list"
        ),
        BrokenTemplate(
            body: "<p data-text=\"jobs\"/>",
            element: "p",
            rule: "the name is a list",
            advice: "each of its elements"
        ),
        BrokenTemplate(body: "<p data-text=\"isEmpty\"/>", element: "p", rule: "the name is a flag"),
        BrokenTemplate(body: "<p data-each=\"isEmpty\"/>", element: "p", rule: "requires a list"),
        BrokenTemplate(body: "<p data-if=\"errorClass\"/>", element: "p", rule: "the name is a group of names"),
        BrokenTemplate(body: "<p data-attr-title=\"jobs\"/>", element: "p", rule: "data-attr-title"),
        BrokenTemplate(
            body: "<p data-attr-style=\"isEmpty\"/>",
            element: "p",
            rule: "data-attr-style is not allowed",
            advice: "can't be in styles"
        ),
        BrokenTemplate(
            body: "<p data-attr-onclick=\"isEmpty\"/>",
            element: "p",
            rule: "data-attr-onclick",
            advice: "no script"
        ),
        BrokenTemplate(body: "<p data-attr-src=\"isEmpty\"/>", element: "p", rule: "data-attr-src", advice: "loads"),
        BrokenTemplate(
            body: "<p data-sample=\"yes\"/>",
            element: "p",
            rule: "data-sample=\"yes\"",
            advice: "data-sample=\"sample\""
        ),
        BrokenTemplate(body: "<br data-text=\"isEmpty\"/>", element: "br", rule: "data-text on <br>"),
        BrokenTemplate(
            body: "<p data-text=\"errorClass.name\"><b data-if=\"isEmpty\"/></p>",
            element: "b",
            rule: "never shown",
            advice: "<p>"
        ),
        BrokenTemplate(body: "<br>x</br>", element: "br", rule: "has content"),
        BrokenTemplate(
            body: "<p xml:lang=\"en\">x</p>",
            element: "p",
            rule: "xml:lang has a prefix",
            advice: "write lang"
        ),
        BrokenTemplate(
            body: "<svg/>",
            element: "svg",
            rule: "not in the namespace http://www.w3.org/2000/svg",
            advice: "xmlns"
        ),
        BrokenTemplate(
            body: "<x:p xmlns:x=\"http://www.w3.org/1999/xhtml\"/>",
            element: "p",
            rule: "namespace",
            advice: "no prefix"
        ),
        BrokenTemplate(body: "<p data-csp=\"style\"/>", element: "p", rule: "Content-Security-Policy is computed"),
        BrokenTemplate(body: "<style>a &lt; b</style>", element: "style", rule: "contains <"),
        BrokenTemplate(body: "<style data-text=\"errorClass.name\"/>", element: "style", rule: "can't have data"),
    ]

    @Test("a list within itself, which would multiply a page without end, is refused before anything is written")
    func repetition() throws {
        let page = TestPage.source("<div data-each=\"groups\"><p data-each=\"groups\">x</p></div>")
        let error = #expect(throws: TemplateError.self) {
            try HTMLRenderer(template: Array(page.utf8), name: "test.html", kind: .page)
        }
        let fault = try #require(error?.faults.first)
        #expect(fault.element == "p" && fault.rule.contains("repeated within itself"), "\(fault)")
        #expect(fault.advice == "end the part that repeats it first")
    }

    @Test("each broken rule is named with its line, its element and advice", arguments: directives)
    func directive(_ broken: BrokenTemplate) throws {
        let faults = try TestPage.faults(TestPage.source("\n<div>\n\(broken.body)</div>"), view)
        try #require(faults.count == 1, "\(faults)")
        #expect(faults[0].template == "test.html")
        #expect(faults[0].line == 6, "\(faults[0])")
        #expect(faults[0].element == broken.element)
        #expect(faults[0].rule.contains(broken.rule), "\(faults[0])")
        #expect(faults[0].advice.contains(broken.advice), "\(faults[0])")
    }

    static let files: [(source: String, line: Int, rule: String)] = [
        ("", 1, "empty"),
        ("<p>\n<b>x</b>", 1, "<p> is never closed"),
        ("<html>\n<p></b></html>", 2, "mismatch"),
        ("<html>\n<p a=b/></html>", 2, "AttValue"),
        ("<html>\n<p>&nbsp;</p></html>", 2, "nbsp"),
        ("<!DOCTYPE html [\n<!ENTITY x \"y\">]><html>&x;</html>", 2, "declares something"),
        ("<!DOCTYPE html [\n<!ATTLIST p onclick CDATA \"x\">]><html><p/></html>", 2, "declares something"),
        ("<!DOCTYPE html [\n<!ENTITY x SYSTEM \"file:///etc/passwd\">]><html/>", 2, "declares something"),
        ("<html xmlns=\"http://www.w3.org/1999/xhtml\"/>", 1, "no Content-Security-Policy"),
        ("\n<p xmlns=\"http://www.w3.org/1999/xhtml\"/>", 2, "outermost"),
        ("<html/>", 1, "namespace"),
    ]

    @Test("what is not a template at all is refused with its line", arguments: files)
    func file(_ broken: (source: String, line: Int, rule: String)) throws {
        let faults = try TestPage.faults(broken.source)
        #expect(faults.contains { $0.line == broken.line && $0.rule.contains(broken.rule) }, "\(faults)")
    }

    @Test(
        "a policy that a condition could leave out, or a list repeat, is refused",
        arguments: ["data-if=\"title\"", "data-unless=\"title\"", "data-each=\"groups\""]
    )
    func optionalPolicy(_ directive: String) throws {
        for around in ["<meta ", "<head>", "<html "] {
            let source = TestPage.source("<p>x</p>").replacing(
                around,
                with: "\(around.dropLast()) \(directive)\(around.suffix(1))"
            )
            let faults = try TestPage.faults(source)
            #expect(faults.contains { $0.rule.contains("a page could be without it") }, "\(around): \(faults)")
        }
    }

    @Test("all faults are named at once")
    func all() throws {
        let source = TestPage.source("\n<p data-txt=\"a\"/>\n<p data-attr-style=\"a\"/>\n<p data-if=\"\"/>")
        let faults = try TestPage.faults(source)
        #expect(faults.map(\.line) == [5, 6, 7])
    }

    @Test("names are checked when a renderer is made, also in what the report at hand would not show")
    func names() throws {
        let source = TestPage.source(
            "\n<p data-if=\"title\" data-text=\"titel\"/>\n<p data-each=\"groups\"><b data-text=\"cuont\"/></p>"
        )
        let error = #expect(throws: TemplateError.self) {
            _ = try HTMLRenderer(template: Array(source.utf8), name: "mine.html", kind: .page)
        }
        #expect(error?.faults.map(\.line) == [5, 6])
        #expect(
            error?.description.hasPrefix(
                "mine.html:5: <p>: data-text=\"titel\": there is no such name here; did you mean title"
            ) == true
        )
    }

    @Test("the check names what the schema refuses as well, every fault once")
    func check() {
        let source = TestPage.source(
            "\n<p style=\"color:red\">x</p>\n<p><img src=\"x\"/></p>\n<p data-each=\"groups\"><font>x</font></p>"
        )
        let faults = HTMLRenderer.faults(ofTemplate: Array(source.utf8), name: "mine.html", kind: .page)
        #expect(faults.map(\.line) == [5, 6, 7])
        #expect(faults.map(\.element) == ["p", "img", "font"])
    }

    @Test("the check names what the schema refuses beside names that are wrong")
    func namesAndSchema() {
        func faults(_ source: String) -> [String] {
            HTMLRenderer.faults(ofTemplate: Array(source.utf8), name: "mine.html", kind: .page)
                .map { "\($0.line) \($0.element)" }
        }
        let body =
            "\n<p data-text=\"titel\">x</p>\n<img src=\"x\"/>\n<ul data-each=\"gruops\"><li/></ul>\n<p onclick=\"\"/>"
        #expect(faults(TestPage.source(body)) == ["5 p", "6 img", "7 ul", "8 p"])
        // Without its body a page has faults of another kind, which would say nothing.
        let whole = TestPage.source("\n<img/>").replacing("<body>", with: "<body data-if=\"titel\">")
        #expect(faults(whole) == ["4 body"])
    }

    @Test("a template of a thousand faults is refused with some of them, and soon")
    func manyFaults() {
        for line in ["<bad/>", "<p data-text=\"titel\">x</p>", "<p data-x=\"\"/>"] {
            let source = TestPage.source(String(repeating: "\n\(line)", count: 1_000))
            let faults = HTMLRenderer.faults(ofTemplate: Array(source.utf8), name: "mine.html", kind: .page)
            #expect((20...100).contains(faults.count) && faults.first?.line == 5, "\(faults.count) of \(line)")
        }
    }

    @Test("elements that are nested too deeply are refused") func depth() {
        for depth in [90, 101, 1_500, 100_000] {
            let divisions = String(repeating: "<div>", count: depth) + String(repeating: "</div>", count: depth)
            let source = TestPage.source("\n\(divisions)")
            let faults = HTMLRenderer.faults(ofTemplate: Array(source.utf8), name: "mine.html", kind: .page)
            #expect(faults.contains { $0.rule.contains("within each other") } == (depth > 100), "\(faults)")
        }
    }

    @Test(
        "a template is read as UTF-8, even if it declares another encoding",
        arguments: ["UTF-7", "ISO-8859-1", "UTF-16", "none"]
    )
    func encodings(name: String) throws {
        let source = Array("<?xml version=\"1.0\" encoding=\"\(name)\"?>\(TestPage.source("<p>é</p>"))".utf8)
        let renderer = try HTMLRenderer(template: source, name: "mine.html", kind: .page)
        let page = String(decoding: try renderer.render(.sample), as: UTF8.self)
        #expect(page.contains("<p>é</p>"))
        let latin = source.flatMap { $0 == 0xc3 ? [] : [$0 == 0xa9 ? 0xe9 : $0] }
        let faults = HTMLRenderer.faults(ofTemplate: latin, name: "mine.html", kind: .page)
        #expect(faults.map(\.rule) == ["this is not UTF-8 text"])
        #expect(faults.first?.advice == "save the template as UTF-8")
    }

    @Test("the check goes on past an element that is not expected")
    func siblings() {
        let source = TestPage.source(
            "\n<script>1</script>\n<a href=\"x:\">x</a>\n<td/>\n<p>\n<iframe/>\n<img/></p>\n<ul>\n<b/></ul>"
        )
        let faults = HTMLRenderer.faults(ofTemplate: Array(source.utf8), name: "mine.html", kind: .page)
        #expect(faults.map(\.line) == [5, 6, 7, 9, 10, 12], "\(faults)")
        #expect(faults.map(\.element) == ["script", "a", "td", "iframe", "img", "b"])
    }
}
