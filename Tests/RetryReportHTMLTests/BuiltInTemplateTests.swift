import ReportTemplates
import RetryReport
import Testing

@testable import RetryReportHTML

@Suite("The built-in templates")
struct BuiltInTemplateTests {
    @Test("the page's template has no fault")
    func page() {
        let faults = HTMLRenderer.faults(ofTemplate: ReportTemplates.reportHTML, name: "report.html", kind: .page)
        #expect(faults == [])
    }

    @Test("the mail's template has no fault")
    func mail() {
        let faults = HTMLRenderer.faults(ofTemplate: ReportTemplates.emailHTML, name: "email.html", kind: .mail)
        #expect(faults == [])
    }

    @Test("the same report gives the same bytes")
    func deterministic() throws {
        #expect(try HTMLRenderer.page().render(.sample) == HTMLRenderer.page().render(.sample))
        #expect(try HTMLRenderer.mail().render(.sample) == HTMLRenderer.mail().render(.sample))
    }
}
