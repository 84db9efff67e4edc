import Foundation
import TestSupport
import Testing

@testable import RetryReport
@testable import RetryReportHTML

@Suite("The page of several tenants") struct FleetPageTests {
    private static let now = Timestamp(microseconds: 1_785_067_200_000_000)

    private func tenant(_ name: String, _ report: Report) throws -> FleetTenant {
        FleetTenant(
            name: name,
            state: .current,
            report: try TenantSummary(report: Data(JSONRenderer().render(report))),
            documents: [.init(format: "html", path: FileLink.path([name, "retry-jobs.html"]))]
        )
    }

    private func index(_ text: String) throws -> FleetIndex {
        let tenants = [
            FleetTenant(name: text, state: .failed, reason: text), FleetTenant(name: text, state: .missing),
            try tenant(text, Report(everywhere: text, now: Self.now)), try tenant(text, .sample),
        ]
        return FleetIndex(tenants, title: text, generator: "retry-report", now: Self.now)
    }

    @Test("the templates name what there is") func names() throws {
        let sample = FleetIndex([try tenant("a", .sample)], title: "T", generator: "g", now: Self.now)
        let faults = try FleetPage.nameFaults(sample)
        #expect(faults.map(\.description) == [])
    }

    @Test("page and mail are valid, whatever the texts are") func hostile() throws {
        for text in HostileCorpus.oneByOne.filter({ !$0.isEmpty }) {
            let index = try index(text)
            let page = try FleetPage.page(index)
            let mail = try FleetPage.mail(index)
            #expect(!page.isEmpty && !mail.isEmpty)
        }
    }

    @Test("a link leads to a file beside the page, and to nothing else") func links() throws {
        let good = String(decoding: try FleetPage.page(try index("acme")), as: UTF8.self)
        #expect(good.contains("href=\"acme/retry-jobs.html\""))
        for path in ["javascript:alert(1)", "//evil.example/x", "../../etc/passwd", "data:text/html,x"] {
            var tenant = try tenant("a", .sample)
            tenant.documents = [.init(format: "html", path: path)]
            let index = FleetIndex([tenant], title: "T", generator: "g", now: Self.now)
            #expect(throws: TemplateError.self) { try FleetPage.page(index) }
        }
        // A report's own page has no such links.
        let page = String(decoding: try FleetPage.mail(try index("acme")), as: UTF8.self)
        #expect(!page.contains("href=\"acme/"))
    }

    @Test("a mail about 500 tenants is small enough and says what it leaves out") func mailLimit() throws {
        let name = String(repeating: "ж", count: 100)
        let report = Report(everywhere: name, now: Self.now)
        let tenants = try (0..<500).map { try tenant("\(name)-\($0)", report) }
        let index = FleetIndex(tenants, title: "T", generator: "g", now: Self.now)
        let mail = try FleetPage.mail(index)
        #expect(mail.count <= HTMLRenderer.mailLimit)
        #expect(String(decoding: mail, as: UTF8.self).contains("less urgent tenants"))
    }
}
