import CFuzzer
import RetryReport

/// Any text as a report's title: a GFM renderer sees the same elements as with a harmless one, and the text itself.
enum MarkdownTarget {
    private static let template: MarkdownTemplate? = {
        let text = """
            # {{title}}

            {{title}} and *{{title}}*

            > {{title}}

            - {{title}}

            [{{title}}](https://ok.example) {{title}}

            <div>

            {{title}}

            </div>

            | {{title}} | x |
            | --- | --- |
            | {{title}} |{{title}}|

            """
        return try? MarkdownTemplate(text.utf8, name: "fuzz")
    }()
    private static let harmless = elements(xml("Harmless"))
    private static let exact = try? MarkdownTemplate("# {{title}}\n".utf8, name: "exact")

    static func run(_ bytes: [UInt8]) -> Int32 {
        guard let text = String(validating: bytes, as: UTF8.self), !text.isEmpty else { return 0 }
        expect(elements(xml(text)), harmless, "elements of \(text.debugDescription)")
        if text.unicodeScalars.allSatisfy(isShownAsItIs) {
            let shown = content(gfm(render(text, exact)))
            expect(
                Array(shown.unicodeScalars.filter { $0.value != 0x2060 }),
                Array(text.unicodeScalars),
                "text of \(text.debugDescription)"
            )
        }
        return 0
    }

    /// Others are shown by a mark.
    private static func isShownAsItIs(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned: false
        default: !scalar.properties.isNoncharacterCodePoint
        }
    }

    private static func xml(_ text: String) -> String { gfm(render(text, template)) }

    private static func render(_ text: String, _ template: MarkdownTemplate?) -> [UInt8] {
        // A fatal error is a finding, here and below: libFuzzer stops and keeps the input.
        guard let template else { fatalError("the target's own template is wrong") }
        do {
            return try MarkdownRenderer(template: template).render(SampleData.report(title: text))
        } catch {
            fatalError("\(error)")
        }
    }

    private static func gfm(_ markdown: [UInt8]) -> String {
        guard let text = fuzz_gfm_xml(markdown, markdown.count) else { fatalError("cmark-gfm gave nothing") }
        defer { fuzz_free(text) }
        return String(cString: text)
    }

    /// Every tag but those of text, in order.
    private static func elements(_ xml: String) -> [Substring] {
        var tags: [Substring] = []
        var rest = Substring(xml).unicodeScalars
        while let start = rest.firstIndex(of: "<") {
            rest = rest[start...]
            guard let end = rest.firstIndex(of: ">") else { break }
            let tag = Substring(rest[...end])
            if !tag.hasPrefix("<text") && !tag.hasPrefix("</text") { tags.append(tag) }
            rest = rest[rest.index(after: end)...]
        }
        return tags
    }

    /// All text together.
    private static func content(_ xml: String) -> String {
        var result = String.UnicodeScalarView()
        for part in xml.unicodeScalars.split(separator: "<") where Substring(part).hasPrefix("text ") {
            guard let end = part.firstIndex(of: ">") else { continue }
            result.append(contentsOf: part[part.index(after: end)...])
        }
        // By scalars: to a String the semicolon and a combining mark after it are one character.
        for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")] {
            result.replace(entity.unicodeScalars, with: character.unicodeScalars)
        }
        return String(result)
    }
}
