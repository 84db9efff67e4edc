import RetryReport
import TestSupport
import Testing

@testable import RetryReportHTML

@Suite("Hostile text")
struct HostileTextTests {
    static let corpus: [String] =
        [
            "<script>alert(1)</script>", "</p><script>alert(1)</script>", "</title><script>x</script>", "\"><b>",
            "'><b>",
            "\" onmouseover=\"alert(1)", "' onmouseover='alert(1)", "` onmouseover=alert(1)", "<!-- ", "-->",
            "<![CDATA[", "]]>",
            "<?php echo 1 ?>", "<!DOCTYPE x>", "&lt;b&gt;", "&amp;", "&#60;b&#62;", "&nbsp;", "&", "&&", "&#x0;", "<",
            ">",
            "</style><script>x</script>", "javascript:alert(1)", "{{name}}", "{{{name}}}", "${name}", "#{name}", "%s%n",
            "data-text=\"name\"", "<p data-text=\"secret\"/>", "xmlns=\"x\"", "<x:y/>", "]]>]]>", "R&D", "a\"b'c",
            "expression(alert(1))", "url(javascript:x)", "\\75rl(x)", "<svg/onload=alert(1)>",
            "<img src=x onerror=alert(1)>",
            "日本語", "العربية", "עברית", "हिन्दी", "👩‍👩‍👧‍👦", "🏳️‍🌈", "e\u{301}", "\u{10FFFD}", "\u{E000}", " leading", "trailing ",
            "a  b", "",
        ] + [String(repeating: "<", count: 100_000), String(repeating: "é", count: 50_000)]

    static let unseen: [(text: String, shown: String)] = [
        ("a\u{0}b", "a⟨U+0000⟩b"), ("\u{8}", "⟨U+0008⟩"), ("\u{1b}[31m", "⟨U+001B⟩[31m"), ("\u{7f}", "⟨U+007F⟩"),
        ("\u{85}", "⟨U+0085⟩"), ("\u{9b}", "⟨U+009B⟩"), ("a\u{202e}b", "a⟨U+202E⟩b"), ("\u{2066}", "⟨U+2066⟩"),
        ("\u{200e}\u{200f}", "⟨U+200E⟩⟨U+200F⟩"), ("\u{61c}", "⟨U+061C⟩"), ("\u{200b}", "⟨U+200B⟩"),
        ("\u{feff}", "⟨U+FEFF⟩"),
        ("\u{2028}\u{2029}", "⟨U+2028⟩⟨U+2029⟩"), ("\u{e0041}", "⟨U+E0041⟩"),
        ("\u{ad}", "⟨U+00AD⟩"), ("a\nb", "a b"), ("a\r\nb", "a b"), ("a\rb", "a b"), ("a\tb", "a b"), ("\r\r", "  "),
        ("\u{200d}", "\u{200d}"), ("\u{2060}", "\u{2060}"), ("☃\u{fe0f}", "☃\u{fe0f}"), ("\u{e0101}", "\u{e0101}"),
    ]

    /// Text and attributes in every place where a directive can put them.
    private func page(_ text: String) throws -> ParsedElement {
        let source = TestPage.source(
            """
            <p data-text="t">x</p><p data-attr-title="t" data-if="yes">x</p><svg xmlns="http://www.w3.org/2000/svg">
            <text data-text="t"/></svg><ul><li data-each="list" data-attr-aria-label="t"><b data-text="t"/></li></ul>
            """,
            head: "<title data-text=\"t\">x</title>"
        )
        let view: ViewObject = [
            "t": .text(text), "yes": .flag(true), "list": .list(ViewList([["t": .text(text)]])),
        ]
        return try XMLTreeReader.read(Array(TestPage.written(source, view).utf8)).get()
    }

    @Test("text stays the same text where a directive puts it, and makes no element", arguments: corpus)
    func text(_ text: String) throws {
        try expect(text, shownAs: text)
    }

    @Test(
        "characters that can't be seen or that XML can't contain become visible, and line breaks become spaces",
        arguments: unseen
    )
    func unprintable(_ sample: (text: String, shown: String)) throws {
        #expect(VisibleText.clean(sample.text) == sample.shown)
        try expect(sample.text, shownAs: sample.shown)
    }

    @Test("for every title of a report, its page has the same elements, and the title in one of them")
    func titles() throws {
        let renderer = try HTMLRenderer.page()
        func page(_ title: String) throws -> ParsedElement {
            try XMLTreeReader.read(renderer.render(Specimens.build([], title: title))).get()
        }
        let harmless = try page("title")
        for title in HostileCorpus.texts {
            let page = try page(title)
            #expect(page.elementNames == harmless.elementNames, "\(title.prefix(100))")
            #expect(page.attributeNames == harmless.attributeNames, "\(title.prefix(100))")
            let shown = page.texts(of: "bdi").unicodeScalars
            let clipped = String(String.UnicodeScalarView(title.unicodeScalars.prefix(300)))
            #expect(
                String(shown).contains(VisibleText.clean(clipped.replacing("\u{2060}", with: "⟨U+2060⟩"))),
                "\(title.prefix(100))"
            )
        }
    }

    @Test(
        "a code point that is not a character becomes visible",
        arguments: [0xfdd0, 0xfdef, 0xfffe, 0xffff, 0x1fffe, 0x10ffff] as [UInt32]
    )
    func noncharacters(_ value: UInt32) throws {
        let text = String(Character(try #require(Unicode.Scalar(value))))
        try expect(text, shownAs: "⟨U+\(String(value, radix: 16, uppercase: true))⟩")
    }

    @Test("every character of Unicode can be written, and the page stays valid")
    func allOfUnicode() throws {
        for plane in stride(from: UInt32(0), through: 0x10_ffff, by: 0x1000) {
            let scalars = (plane..<plane + 0x1000).compactMap { Unicode.Scalar($0) }
            let text = String(String.UnicodeScalarView(scalars))
            try expect(text, shownAs: VisibleText.clean(text))
        }
    }

    private func expect(_ text: String, shownAs shown: String) throws {
        let root = try page(text)
        #expect(
            root.elementNames == ["html", "head", "meta", "title", "body", "p", "p", "svg", "text", "ul", "li", "b"]
        )
        #expect(Array(root.texts(of: "title").utf8) == Array(shown.utf8))
        #expect(Array(root.texts(of: "text").utf8) == Array(shown.utf8))
        #expect(Array(root.texts(of: "b").utf8) == Array(shown.utf8))
        #expect(Array(root.texts(of: "p").utf8) == Array((shown + "x").utf8))
        let wanted = shown.isEmpty ? [] : [shown, shown]
        let attributes = root.values(of: "title") + root.values(of: "aria-label")
        #expect(attributes.map { Array($0.utf8) } == wanted.map { Array($0.utf8) })
        #expect(root.attributeNames.isSubset(of: ["lang", "http-equiv", "content", "title", "aria-label"]))
    }
}

extension ParsedElement {
    fileprivate var all: [ParsedElement] {
        [self]
            + children.flatMap { child -> [ParsedElement] in
                if case .element(let element) = child { element.all } else { [] }
            }
    }

    fileprivate var elementNames: [String] { all.map(\.name) }

    fileprivate var attributeNames: Set<String> { Set(all.flatMap { $0.attributes.map(\.name) }) }

    fileprivate func texts(of name: String) -> String {
        all.filter { $0.name == name }.flatMap(\.children).map { child in
            if case .text(let text) = child { text } else { "" }
        }.joined()
    }

    fileprivate func values(of attribute: String) -> [String] {
        all.flatMap(\.attributes).filter { $0.name == attribute }.map(\.value)
    }
}
