import RetryReport
import TestSupport
import Testing

/// Text that GitHub changes after Markdown has been rendered: locations, mentions, references, emoji. `#77` is not among it:
/// in an issue it may link to another one, which does no harm, and a name must be found as it is.
private func githubFinds() -> [Regex<Substring>] {
    [
        /(?i)www\./, /:\/\//, /@[\w\/]/, /(?i)GH-\d/, /:[a-z_+\-][a-z0-9_+\-]*:/,
    ]
}

private func markdown(_ text: String, template: MarkdownTemplate) throws -> [UInt8] {
    try MarkdownRenderer(template: template).render(Report(everywhere: text))
}

/// The built-in template filled with each text of the corpus, and what GitHub's renderer sees in it: made once for all
/// tests.
private let pages = Result {
    let template = try MarkdownTemplate.builtIn()
    let documents = try HostileCorpus.oneByOne.map { try markdown($0, template: template) }
    return zip(HostileCorpus.oneByOne, zip(documents, try GFM.many(documents))).map { text, made in
        (text: text, document: made.0, page: made.1)
    }
}

@Suite("Hostile text in Markdown") struct HostileMarkdownTests {
    @Test("the corpus has at least 200 texts, none twice")
    func size() {
        #expect(HostileCorpus.texts.count >= 200)
        #expect(Set(HostileCorpus.texts.map { Array($0.utf8) }).count == HostileCorpus.texts.count)
    }

    @Test("at every place in the report, a GFM renderer sees the same elements as with a harmless text")
    func builtInTemplate() throws {
        let template = try MarkdownTemplate.builtIn()
        let harmless = try GFM(markdown("Harmless", template: template))
        #expect(harmless.html == [])
        for (text, _, page) in try pages.get() {
            #expect(page.elements == harmless.elements, "\(text.debugDescription.prefix(200))")
        }
    }

    @Test("it stays text where a user's own template puts it")
    func ownTemplate() throws {
        let source = """
            {{title}}

            {{title}}{{title}}

            > {{title}}

            - {{title}}

            1. {{title}} x

               {{title}}

            # {{title}}

            {{title}} and *{{title}}* and ~~{{title}}~~

            [{{title}}](https://ok.example) {{title}}[x](https://ok.example)

            www{{title}} http:{{title}} http{{title}} a{{title}} {{title}}b

            x
            {{title}}

            <div>

            {{title}}

            </div>

            <p>{{title}}</p>

            | {{title}} | x |
            | --- | --- |
            | {{title}} |{{title}}|
            {{title}} | {{title}}
            """
        let template = try MarkdownTemplate(source.utf8, name: "own")
        let harmless = try GFM(markdown("Harmless", template: template))
        let texts = HostileCorpus.oneByOne.filter { !$0.isEmpty }
        for (text, found) in zip(texts, try GFM.many(texts.map { try markdown($0, template: template) })) {
            #expect(found.elements == harmless.elements, "\(text.debugDescription.prefix(200))")
            // Between tags nothing is Markdown, but a < would be a tag.
            for (found, harmless) in zip(found.html, harmless.html) {
                #expect(
                    found.count { $0 == "<" } == harmless.count { $0 == "<" },
                    "\(text.debugDescription.prefix(200))"
                )
            }
        }
    }

    @Test("what is shown is the text, except line breaks and marks of unseen characters")
    func exactness() throws {
        let template = try MarkdownTemplate("# {{title}}\n\n| {{title}} |\n| --- |\n".utf8, name: "own")
        let texts = HostileCorpus.oneByOne.filter { text in
            let scalars = text.unicodeScalars
            guard !text.isEmpty, scalars.count <= 300 else { return false }
            let isUnseen = scalars.contains { scalar in
                let properties = scalar.properties
                return properties.generalCategory == .control || properties.generalCategory == .format
                    || properties.isNoncharacterCodePoint || ["\u{2028}", "\u{2029}"].contains(scalar)
            }
            // Characters that look like spaces are shown by their number.
            return !isUnseen && VisibleText.clean(text) == text
        }
        for (text, page) in zip(texts, try GFM.many(texts.map { try markdown($0, template: template) })) {
            for shown in page.texts {
                #expect(Array(shown.utf8) == Array(text.utf8), "\(text.debugDescription)")
            }
        }
    }

    @Test("no control, reordering or invisible character is left in the document")
    func visibility() throws {
        for (_, document, _) in try pages.get() {
            for scalar in String(decoding: document, as: UTF8.self).unicodeScalars where scalar != "\n" {
                // Most of a document, and nothing that can't be seen.
                if (0x20..<0x7F).contains(scalar.value) { continue }
                let category = scalar.properties.generalCategory
                let isJoiner = ["\u{200C}", "\u{200D}"].contains(scalar)
                #expect(category != .control && (category != .format || isJoiner), "\(scalar.value)")
                #expect(!scalar.properties.isNoncharacterCodePoint, "\(scalar.value)")
            }
        }
    }

    @Test("in finished text GitHub finds no location, mention, reference or emoji of its own")
    func finishedText() throws {
        let patterns = githubFinds()
        for (_, _, page) in try pages.get() {
            for shown in page.prose {
                for pattern in patterns {
                    #expect(shown.firstMatch(of: pattern) == nil, "\(shown.debugDescription.prefix(200))")
                }
            }
        }
    }

    @Test(
        "what GitHub would make a link of becomes a code span, and names can be found as they are",
        arguments: [
            ("Look up #77 now", "Look up #77 now"),
            ("at https://x.example/a?b=c&d now", "at `https://x.example/a?b=c&d` now"),
            ("give only https://x.example, and no path", "give only `https://x.example`, and no path"),
            ("ask @team", "ask `@team`"), ("see GH-12", "see `GH-12`"), ("(www.x.example)", "\\(`www.x.example`)"),
        ]
    )
    func links(_ text: String, _ expected: String) throws {
        let template = try MarkdownTemplate("x {{title}}".utf8, name: "own")
        let written = String(decoding: try markdown(text, template: template), as: UTF8.self)
        #expect(written.replacing("\\(", with: "(") == "x " + expected.replacing("\\(", with: "("))
        #expect(!written.contains("\u{2060}"))
    }

    @Test(
        "words, numbers and times stay as they are, so that the raw file reads well",
        arguments: [
            "1,284", "2026-01-31T06:00:00Z", "≈ 2026-01-31T06:00:00Z (in ≈ 3 h)", "84.2 %", "Net::ReadTimeout",
            "snake_case_name", "a & b, R&D", "a -> b", "Bob's \"alert\"", "(no error class)", "What? Yes! No.",
            "日本語 é 🚀", "x = y + z", "50% / 3", "{a}", "",
        ]
    )
    func cleanWords(_ text: String) throws {
        let template = try MarkdownTemplate("x {{title}}".utf8, name: "own")
        let written = try markdown(text, template: template)
        #expect(String(decoding: written, as: UTF8.self) == "x " + (text == "{a}" ? "\\{a}" : text))
    }
}
