import RetryReport
import Testing

@testable import RetryReportHTML

@Suite("What a page may contain")
struct PageSchemaTests {
    static let refusals = [
        BrokenTemplate(body: "<script>x</script>", element: "script", rule: "not expected", advice: "scripts"),
        BrokenTemplate(body: "<iframe/>", element: "iframe", rule: "not expected"),
        BrokenTemplate(body: "<object/>", element: "object", rule: "not expected"),
        BrokenTemplate(body: "<embed/>", element: "embed", rule: "not expected"),
        BrokenTemplate(body: "<form/>", element: "form", rule: "not expected"),
        BrokenTemplate(body: "<input/>", element: "input", rule: "not expected"),
        BrokenTemplate(body: "<button/>", element: "button", rule: "not expected"),
        BrokenTemplate(body: "<img src=\"x.png\"/>", element: "img", rule: "not expected"),
        BrokenTemplate(body: "<video/>", element: "video", rule: "not expected"),
        BrokenTemplate(body: "<base href=\"https://e.com/\"/>", element: "base", rule: "not expected"),
        BrokenTemplate(body: "<link href=\"https://e.com/\"/>", element: "link", rule: "not expected"),
        BrokenTemplate(body: "<style>p{}</style>", element: "style", rule: "not expected"),
        BrokenTemplate(body: "<table><tr/></table>", element: "tr", rule: "not expected"),
        BrokenTemplate(body: "<ul><p/></ul>", element: "p", rule: "not expected"),
        BrokenTemplate(body: "<p onclick=\"x()\"/>", element: "p", rule: "'onclick' is not allowed"),
        BrokenTemplate(body: "<details ontoggle=\"x()\"/>", element: "details", rule: "'ontoggle' is not allowed"),
        BrokenTemplate(body: "<p style=\"color:red\"/>", element: "p", rule: "'style' is not allowed", advice: "class"),
        BrokenTemplate(body: "<p src=\"x\"/>", element: "p", rule: "'src' is not allowed"),
        BrokenTemplate(body: "<a ping=\"https://e.com\"/>", element: "a", rule: "'ping' is not allowed"),
        BrokenTemplate(body: "<p id=\"a b\"/>", element: "p", rule: "attribute 'id': [facet 'pattern']"),
        BrokenTemplate(body: "<p class=\"a{\"/>", element: "p", rule: "attribute 'class': [facet 'pattern']"),
        BrokenTemplate(body: "<p tabindex=\"5\"/>", element: "p", rule: "attribute 'tabindex': [facet 'enumeration']"),
        BrokenTemplate(body: "<a target=\"_top\"/>", element: "a", rule: "attribute 'target'"),
        BrokenTemplate(body: "<td/>", element: "td", rule: "not expected"),
        BrokenTemplate(body: svg("<script/>"), element: "script", rule: "not expected"),
        BrokenTemplate(body: svg("<a/>"), element: "a", rule: "not expected"),
        BrokenTemplate(body: svg("<use/>"), element: "use", rule: "not expected"),
        BrokenTemplate(body: svg("<image/>"), element: "image", rule: "not expected"),
        BrokenTemplate(body: svg("<foreignObject/>"), element: "foreignObject", rule: "not expected"),
        BrokenTemplate(body: svg("<animate/>"), element: "animate", rule: "not expected"),
        BrokenTemplate(body: svg("<style>a{}</style>"), element: "style", rule: "not expected"),
        BrokenTemplate(body: svg("<p/>"), element: "p", rule: "not expected"),
        BrokenTemplate(
            body: svg("<rect width=\"1;2\"/>"),
            element: "rect",
            rule: "attribute 'width': [facet 'pattern']"
        ),
        BrokenTemplate(
            body: svg("<rect fill=\"url(#a)\"/>"),
            element: "rect",
            rule: "attribute 'fill': [facet 'pattern']"
        ),
        BrokenTemplate(body: svg("<path d=\"M0 x\"/>"), element: "path", rule: "attribute 'd': [facet 'pattern']"),
    ]

    static func svg(_ content: String) -> String { "<svg xmlns=\"http://www.w3.org/2000/svg\">\(content)</svg>" }

    @Test("what could load, run, send or cover something is refused, by line, element and rule", arguments: refusals)
    func refused(_ broken: BrokenTemplate) throws {
        try expectRefusal(broken, kind: .page)
    }

    @Test(
        "a link goes to https, mailto or a place in the page, and nowhere else",
        arguments: [
            "javascript:alert(1)", " javascript:alert(1)", "JAVASCRIPT:alert(1)", "java\u{9}script:alert(1)",
            "http://e.com/", "//e.com/", "/path", "x", "data:text/html,x", "vbscript:x", "file:///etc/passwd",
            "https:", "https://", "https:e.com", "https:\\\\e.com", "https://e.com/a b", " https://e.com/",
            "https://e.com/\u{a}", "mailto:", "mailto:a b", "#a b", "#<", "HTTPS://e.com/", "blob:https://e.com/",
        ]
    )
    func links(_ address: String) throws {
        let view: ViewObject = ["link": .text(address)]
        let faults = try TestPage.faults(TestPage.source("\n<p><a data-attr-href=\"link\">x</a></p>"), view)
        #expect(faults.map(\.element) == ["a"])
        #expect(faults.map(\.line) == [5])
        #expect(faults.first?.rule.contains("attribute 'href': [facet 'pattern']") == true)
        #expect(faults.first?.advice == "a link begins with https:, mailto: or #")
    }

    @Test(
        "valid links are accepted",
        arguments: [
            "https://acme.tines.com/", "https://e.com:8443/a?b=c&d=e#f", "mailto:a@example.com", "#group-1", "#",
        ]
    )
    func goodLinks(_ address: String) throws {
        let faults = try TestPage.faults(TestPage.source("<a data-attr-href=\"l\">x</a>"), ["l": .text(address)])
        #expect(faults == [])
    }

    @Test(
        "a style sheet that could load something is refused",
        arguments: [
            "p{background:url(x)}", "p{background:URL(x)}", "@import 'x';", "@font-face{}", "@namespace x;",
            "p{width:expression(1)}", "p{background:image-set('x' 1x)}", "p{background:u\\72l(x)}",
            "p{background:\\75rl(x)}", "p{background:element(#a)}", "p{background:src('x')}", "@IMPORT 'x';",
            "p{background:cross-fade(x)}", "p{x:image('x')}",
        ]
    )
    func styles(_ css: String) throws {
        let source = TestPage.source("<p/>", head: "<title>t</title>\n<style>\(css)</style>")
        let faults = try TestPage.faults(source)
        #expect(faults.map(\.element) == ["style"])
        #expect(faults.map(\.line) == [4])
        #expect(faults.first?.rule == "the style sheet contains something that is not allowed")
    }

    @Test("the head contains a title, meta elements and styles, and no meta element sends the reader elsewhere")
    func head() throws {
        let heads = [
            ("<script>x</script>", "script"), ("<base href=\"https://e.com\"/>", "base"),
            ("<link rel=\"stylesheet\" href=\"https://e.com\"/>", "link"),
            ("<meta http-equiv=\"refresh\" content=\"0\"/>", "meta"), ("<meta name=\"x\"/>", "meta"),
            ("<noscript/>", "noscript"),
        ]
        for (head, element) in heads {
            let faults = try TestPage.faults(TestPage.source("<p/>", head: "<title>t</title>\n\(head)"))
            #expect(faults.map(\.element) == [element], "\(head)")
            #expect(faults.map(\.line) == [4], "\(head)")
        }
    }

    @Test("a policy of the template's own is refused")
    func policy() throws {
        let meta = "<meta http-equiv=\"content-security-policy\" content=\"default-src *\"/>"
        let faults = try TestPage.faults(TestPage.source("<p/>", head: "\n\(meta)<title>t</title>"))
        #expect(faults.map(\.rule) == ["a Content-Security-Policy is computed and can't be written"])
    }

    @Test("an attribute that addresses the schema itself is refused by the checker, too")
    func schemaInstance() throws {
        let checker = try SchemaChecker(HTMLRenderer.Kind.page.schema())
        checker.check(
            Array(
                """
                <html xmlns="http://www.w3.org/1999/xhtml" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
                <head><title/></head><body xsi:type="Phrasing"/></html>
                """.utf8
            )
        )
        checker.finish()
        #expect(
            checker.found.first?.message
                == "Element 'body', attribute 'type': An attribute with a prefix is not allowed."
        )
    }

    @Test(
        "the checker refuses what no template can make it write",
        arguments: [
            "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title/></head><body><!-- c --></body></html>",
            "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title/></head><body><?x y?></body></html>",
            "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title/></head><body><rect/></body></html>",
            "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title/></head><body><svg/></body></html>",
            "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title/></head><body>",
            "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title/></head><body>\u{8}</body></html>",
            "<p xmlns=\"http://www.w3.org/1999/xhtml\"/>", "<html><head><title/></head><body/></html>", "",
        ]
    )
    func checker(_ page: String) throws {
        let checker = try SchemaChecker(HTMLRenderer.Kind.page.schema())
        checker.check(Array(page.utf8))
        checker.finish()
        #expect(!checker.found.isEmpty)
    }
}

/// Expects one fault, on line 6, with the element and the rule.
func expectRefusal(_ broken: BrokenTemplate, kind: HTMLRenderer.Kind) throws {
    let source =
        kind == .page ? TestPage.source("\n<p/>\n\(broken.body)") : TestPage.mailSource("\n<p/>\n\(broken.body)")
    let faults = try TestPage.faults(source, kind: kind)
    try #require(faults.count == 1, "\(faults)")
    #expect(faults[0].line == 6, "\(faults[0])")
    #expect(faults[0].element == broken.element, "\(faults[0])")
    #expect(faults[0].rule.contains(broken.rule), "\(faults[0])")
    #expect(faults[0].advice.contains(broken.advice), "\(faults[0])")
}
