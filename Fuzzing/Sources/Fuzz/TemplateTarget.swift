import RetryReport
import RetryReportHTML

/// Any bytes as a template: it is refused with at least one fault, or it renders, to what its schema allows or to an
/// error.
enum TemplateTarget {
    private static let report = SampleData.report(title: "Title <&> \"'")

    static func run(_ bytes: [UInt8]) -> Int32 {
        for kind in [HTMLRenderer.Kind.page, .mail] {
            do {
                let renderer = try HTMLRenderer(template: bytes, name: "fuzz", kind: kind)
                _ = try? renderer.render(report)
            } catch {
                expect(error.problems.isEmpty, false, "a refusal without a fault")
            }
        }
        do {
            let template = try MarkdownTemplate(bytes, name: "fuzz")
            _ = try? MarkdownRenderer(template: template).render(report)
        } catch {
            expect(error.problems.isEmpty, false, "a refusal without a fault")
        }
        return 0
    }
}
