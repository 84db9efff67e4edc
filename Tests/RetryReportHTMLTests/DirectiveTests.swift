import RetryReport
import Testing

@testable import RetryReportHTML

@Suite("Directives")
struct DirectiveTests {
    private let view: ViewObject = [
        "name": .text("outer"),
        "empty": .text(""),
        "yes": .flag(true),
        "no": .flag(false),
        "none": .list(ViewList([])),
        "rows": .list(
            ViewList([
                ["name": .text("a"), "odd": .flag(true), "link": .text("#a")],
                ["name": .text("b"), "odd": .flag(false), "link": .text("")],
            ])
        ),
        "group": .object(["name": .text("inner"), "deep": .object(["word": .text("deepest")])]),
    ]

    @Test("data-each repeats its element, and the element's names come first, the outer ones after")
    func each() throws {
        let body = try TestPage.body(
            "<ul><li data-each=\"rows\"><b data-text=\"name\">x</b><i data-text=\"group.name\">y</i></li></ul>",
            view
        )
        #expect(body == "<ul><li><b>a</b><i>inner</i></li><li><b>b</b><i>inner</i></li></ul>")
    }

    @Test("an element on a line of its own is repeated on lines of its own")
    func lines() throws {
        let body = try TestPage.body("<ul>\n   <li data-each=\"rows\" data-text=\"name\"/>\n</ul>", view)
        #expect(body == "<ul>\n<li>a</li>\n<li>b</li>\n</ul>")
    }

    @Test("lists can be within lists")
    func nested() throws {
        let inner = ViewList([["n": .text("1")], ["n": .text("2")]])
        let list = ViewValue.list(ViewList([["inner": .list(inner)], ["inner": .list(inner)]]))
        let body = try TestPage.body(
            "<p data-each=\"outer\"><b data-each=\"inner\" data-text=\"n\"/></p>",
            ["outer": list]
        )
        #expect(body == "<p><b>1</b><b>2</b></p><p><b>1</b><b>2</b></p>")
    }

    @Test("data-each comes before data-if, which sees the element's names")
    func order() throws {
        let body = try TestPage.body(
            "<p data-if=\"odd\" data-text=\"name\" data-each=\"rows\" data-attr-title=\"name\"/>",
            view
        )
        #expect(body == "<p title=\"a\">a</p>")
    }

    @Test(
        "data-if keeps what is true, not empty, or has elements; data-unless the opposite",
        arguments: [("yes", true), ("no", false), ("name", true), ("empty", false), ("rows", true), ("none", false)]
    )
    func conditions(name: String, isTrue: Bool) throws {
        let shownIf = try TestPage.body("<p data-if=\"\(name)\">x</p>", view)
        #expect(shownIf == (isTrue ? "<p>x</p>" : ""))
        let shownUnless = try TestPage.body("<p data-unless=\"\(name)\">x</p>", view)
        #expect(shownUnless == (isTrue ? "" : "<p>x</p>"))
    }

    @Test("data-if and data-unless on one element must both be true")
    func both() throws {
        let both = try TestPage.body("<p data-if=\"yes\" data-unless=\"no\">x</p>", view)
        #expect(both == "<p>x</p>")
        let neither = try TestPage.body("<p data-if=\"yes\" data-unless=\"yes\">x</p>", view)
        #expect(neither == "")
    }

    @Test("data-text replaces all content, and an empty text leaves an element with an end tag")
    func text() throws {
        let replaced = try TestPage.body("<p data-text=\"name\">x <b>y</b> z</p>", view)
        #expect(replaced == "<p>outer</p>")
        let empty = try TestPage.body("<p data-text=\"empty\">x</p>", view)
        #expect(empty == "<p></p>")
        let nested = try TestPage.body("<p data-text=\"group.deep.word\"/>", view)
        #expect(nested == "<p>deepest</p>")
    }

    @Test("data-attr replaces an attribute; an empty text or a false flag drops it, a true flag sets it")
    func attributes() throws {
        let body = try TestPage.body("<a data-each=\"rows\" data-attr-href=\"link\" href=\"#sample\">x</a>", view)
        #expect(body == "<a href=\"#a\">x</a><a>x</a>")
        let open = try TestPage.body("<details open=\"open\" data-attr-open=\"yes\"/>", view)
        #expect(open == "<details open=\"open\"></details>")
        let closed = try TestPage.body("<details open=\"open\" data-attr-open=\"no\"/>", view)
        #expect(closed == "<details></details>")
    }

    @Test("what the template says itself stays as it is")
    func fixed() throws {
        let body = "<a href=\"https://e.com/?a=1&amp;b=2\" title=\"&lt;&quot;'&amp;lt;\">R&amp;D &lt; &#160;é</a>"
        let written = try TestPage.body(body)
        #expect(written == body.replacing("&#160;", with: "\u{a0}"))
    }

    @Test("sample content, comments and processing instructions are left out, and nothing in a sample is looked at")
    func sample() throws {
        let body = try TestPage.body(
            "<p data-sample=\"sample\" data-text=\"nowhere\">x<script/></p><!-- c --><?php echo 1 ?><b>y</b>",
            view
        )
        #expect(body == "<b>y</b>")
    }

    @Test("no directive is left in the output")
    func noDirectives() throws {
        let page = String(decoding: try HTMLRenderer.page().render(.sample), as: UTF8.self)
        let body = try #require(page.firstRange(of: "<body>"))
        #expect(!page[body.upperBound...].contains(" data-"))
    }

    @Test("void elements end themselves, all others have an end tag, and pre keeps its space")
    func polyglot() throws {
        let written = try TestPage.body("a<br></br>b<span/><hr/>")
        #expect(written == "a<br/>b<span></span><hr/>")
        let preformatted = try TestPage.body("<pre>\n\n  x\n</pre>")
        #expect(preformatted == "<pre>\n\n  x\n</pre>")
        let page = try TestPage.written(TestPage.source("<svg xmlns=\"http://www.w3.org/2000/svg\"><g/></svg>"))
        #expect(page.hasPrefix("<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">"))
        #expect(page.contains("<svg xmlns=\"http://www.w3.org/2000/svg\"><g/></svg>"))
    }

    @Test("the policy carries the hash of the style sheet, which is copied as it is")
    func policy() throws {
        let css = "p > b { content: \"'\"; }"
        let page = try TestPage.written(TestPage.source("<p/>", head: "<title>t</title><style>\(css)</style>"))
        #expect(page.contains("<style>\(css)</style>"))
        // printf '%s' "$css" | openssl dgst -sha256 -binary | base64
        #expect(
            page.contains("'sha256-Z752Qyu4U68QE/s05Lfev74CMmTFsnGobG+Z5qsEmfk='; base-uri 'none'; form-action 'none'")
        )
        let page2 = try TestPage.written(TestPage.source(""))
        #expect(page2.contains("default-src 'none'; style-src 'none';"))
    }
}
