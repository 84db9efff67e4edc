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
        let scalars = Self.all.filter { $0 != "\n" && $0 != "\r" && $0 != "\t" }
        for start in stride(from: 0, to: scalars.count, by: 256) {
            let block = scalars[start..<min(start + 256, scalars.count)]
            // Most blocks are of characters that all can be seen: then nothing in all of their text is escaped or marked.
            if !block.contains(where: { VisibleText.isUnseen($0) || $0 == "\u{2060}" || $0 == "⟨" || $0 == "\\" }) {
                let text = block.map { "a\($0)b" }.joined()
                if !isEscaped(text), !MarkdownText.escaped(text).contains("⟨"), VisibleText.clean(text) == text {
                    continue
                }
            }
            disagreements += block.filter { !agrees($0) }.map(VisibleText.name)
        }
        #expect(disagreements == [])
    }

    private func agrees(_ scalar: Unicode.Scalar) -> Bool {
        let text = "a\(scalar)b"
        let mark = "⟨\(VisibleText.name(scalar))⟩"
        let isUnseen = VisibleText.isUnseen(scalar)
        // JSON escapes the word joiner too: that changes nothing for a reader of the text.
        return isEscaped(text) == (isUnseen || scalar == "\u{2060}")
            && MarkdownText.escaped(text).contains(mark) == isUnseen
            && VisibleText.clean(text).contains(mark) == isUnseen
    }

    /// Whether JSON has an escape by number for any character of a text.
    private func isEscaped(_ text: String) -> Bool {
        var json: [UInt8] = []
        appendJSONString(text, to: &json)
        return String(decoding: json, as: UTF8.self).contains("\\u")
    }
}
