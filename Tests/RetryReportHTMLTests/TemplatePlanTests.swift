import RetryReport
import Testing

@testable import RetryReportHTML

@Suite("How a page is written") struct TemplatePlanTests {
    @Test func `text from the view is escaped as libxml2's writer escapes text`() throws {
        let scalars = (1..<0x180).compactMap { Unicode.Scalar($0) } + ["\u{2028}", "日", "😀"]
        for text in scalars.map({ "a\(Character($0))b" }) + ["", "<b>&amp;\"'\r\n</b>"] {
            let writer = try XMLWriter()
            writer.start("p")
            writer.text(text)
            writer.endWithTag()
            writer.flush()
            let written = try writer.takeBytes()
            let expected = Array("<p>".utf8) + XMLText.escaped(text) + Array("</p>".utf8)
            #expect(written == expected, "\(text.debugDescription)")
        }
    }

    @Test func `a page has the same bytes when the element of each tag is told`() throws {
        for kind in [HTMLRenderer.Kind.page, .mail] {
            let template = try kind.builtInTemplate()
            let values = ReportView(.sample).values
            let (plain, pieces) = try written(template, template.plan(), values, kind)
            let (located, manyPieces) = try written(template, template.plan(locates: true), values, kind)
            #expect(plain == located)
            #expect(pieces < manyPieces)
        }
    }

    private func written(
        _ template: HTMLTemplate,
        _ plan: TemplatePlan,
        _ values: ViewObject,
        _ kind: HTMLRenderer.Kind
    ) throws -> (bytes: [UInt8], pieces: Int) {
        var output = HTMLOutput(template, plan, values: values, kind: kind)
        var bytes: [UInt8] = []
        var pieces = 0
        try output.run { piece, _ in
            bytes += piece
            pieces += 1
        }
        return (bytes, pieces)
    }
}
