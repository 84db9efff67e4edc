import RetryJobs
import Testing

@testable import RetryReport

@Suite("Characters that a reader can't see")
struct VisibleCharactersTests {
    private static let all = (0...0x10FFFF).compactMap { Unicode.Scalar($0 as UInt32) }

    @Test("Fillers, controls, marks of direction, tags and blanks are unseen; letters, joiners and emoji are not")
    func examples() {
        let unseen: [Unicode.Scalar] = [
            "\u{0}", "\u{7F}", "\u{AD}", "\u{34F}", "\u{61C}", "\u{115F}", "\u{17B4}", "\u{180E}", "\u{200B}",
            "\u{202E}", "\u{2066}", "\u{2800}", "\u{3164}", "\u{FFA0}", "\u{FEFF}", "\u{FFF9}", "\u{1D173}",
            "\u{E0041}",
            "\u{10FFFF}",
        ]
        for scalar in unseen { #expect(VisibleText.isUnseen(scalar), "\(VisibleText.name(scalar))") }
        let seen: [Unicode.Scalar] = [
            " ", "a", "é", "\u{A0}", "\u{600}", "\u{200D}", "\u{2060}", "\u{3000}", "\u{FE0F}", "\u{E0101}",
            "\u{1F6DF}",
            "\u{E000}",
        ]
        for scalar in seen { #expect(!VisibleText.isUnseen(scalar), "\(VisibleText.name(scalar))") }
    }

    @Test("Text, Markdown and JSON agree on every code point")
    func agreement() {
        var disagreements: [String] = []
        for scalar in Self.all where scalar != "\n" && scalar != "\r" && scalar != "\t" {
            let text = "a\(scalar)b"
            let mark = "⟨\(VisibleText.name(scalar))⟩"
            let isUnseen = VisibleText.isUnseen(scalar)
            var json: [UInt8] = []
            appendJSONString(text, to: &json)
            let isEscaped = String(decoding: json, as: UTF8.self).contains("\\u")
            let isMarked = MarkdownText.escaped(text).contains(mark)
            // JSON escapes the word joiner too: that changes nothing for a reader of the text.
            let hasEscape = isUnseen || scalar == "\u{2060}"
            if isEscaped != hasEscape || isMarked != isUnseen || VisibleText.clean(text).contains(mark) != isUnseen {
                disagreements.append(VisibleText.name(scalar))
            }
        }
        #expect(disagreements == [])
    }
}
