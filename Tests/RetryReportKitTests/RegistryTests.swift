import RetryReportKit
import Synchronization
import Testing

/// A format that only the tests have, in one type.
private struct Tally: ReportRenderer {
    let format: ReportFormat

    init(identifier: String = "tally", fileSuffix: String = "tally.txt") throws(ReportFormatError) {
        format = try ReportFormat(
            identifier: identifier,
            fileSuffix: fileSuffix,
            mediaType: "text/plain",
            summary: "the number of jobs"
        )
    }

    func render(_ report: Report, to sink: inout some ByteSink) throws {
        try sink.write("\(report.totals.jobs)\n")
    }
}

@Suite("The list of formats") struct RegistryTests {
    @Test func `one line adds a format, and its renderer is found by its name`() throws {
        var registry = try RendererRegistry.standard()
        try registry.register(Tally())
        #expect(registry.entries.last?.format.identifier == "tally")
        guard case .report(let renderer) = try registry.entry(for: "tally").renderer() else {
            Issue.record("format tally is not a format of reports")
            return
        }
        let bytes = try renderer.render(.sample)
        #expect(String(decoding: bytes, as: UTF8.self) == "\(Report.sample.totals.jobs)\n")
    }

    @Test func `a renderer is made when it is first asked for, and once`() throws {
        let made = Mutex(0)
        var registry = RendererRegistry()
        let format = try Tally().format
        try registry.register(
            .init(format) {
                made.withLock { $0 += 1 }
                return .report(try Tally())
            }
        )
        let entry = try registry.entry(for: "tally")
        #expect(made.withLock(\.self) == 0)
        _ = try entry.renderer()
        _ = try registry.entry(for: "tally").renderer()
        #expect(made.withLock(\.self) == 1)
    }

    @Test func `a renderer that can't be made fails each time with its own error`() throws {
        var renderers = StandardRenderers()
        renderers.markdownTemplate = .init(name: "mine.mustache", bytes: Array("{{nothing}}".utf8))
        let registry = try renderers.registry()
        let entry = try registry.entry(for: "markdown")
        for _ in 0..<2 {
            let error = #expect(throws: TemplateError.self) { try entry.renderer() }
            #expect(error?.description.contains("mine.mustache:1") == true)
        }
    }

    @Test func `format eml is listed without mail settings and says what it requires`() throws {
        let entry = try RendererRegistry.standard().entry(for: "eml")
        let error = #expect(throws: RegistryError.self) { try entry.renderer() }
        #expect(error?.description == "format 'eml' requires a sender and a recipient")
    }

    @Test func `the names of the standard formats follow the rules, and each renderer has them`() throws {
        let address = try MailAddress("ops@example.org")
        var renderers = StandardRenderers()
        renderers.mail = try MailSettings(from: address, to: [address])
        let registry = try renderers.registry()
        #expect(registry.entries.map(\.format) == StandardRenderers.formats)
        for entry in registry.entries {
            let format = entry.format
            let checked = try ReportFormat(
                identifier: format.identifier,
                fileSuffix: format.fileSuffix,
                mediaType: format.mediaType,
                summary: format.summary
            )
            #expect(checked == format)
            switch try entry.renderer() {
            case .report(let renderer): #expect(renderer.format == format)
            case .asyncReport(let renderer): #expect(renderer.format == format)
            case .jobs(let renderer): #expect(renderer.format == format)
            }
        }
        #expect(Set(StandardRenderers.usual).isSubset(of: StandardRenderers.formats.map(\.identifier)))
    }

    @Test func `two formats can't have one identifier or one file suffix`() throws {
        var registry = try RendererRegistry.standard()
        #expect(throws: RegistryError.taken("html")) { try registry.register(try Tally(identifier: "html")) }
        #expect(throws: RegistryError.taken("email.html")) {
            try registry.register(try Tally(fileSuffix: "email.html"))
        }
    }

    @Test func `an unknown format is answered with the names that exist`() throws {
        let registry = try RendererRegistry.standard()
        let error = #expect(throws: RegistryError.self) { try registry.entry(for: "htlm") }
        let names = StandardRenderers.formats.map(\.identifier).joined(separator: ", ")
        #expect(error?.description == "format 'htlm' does not exist; the formats are \(names)")
    }
}

@Suite("The names of a format") struct ReportFormatTests {
    private func refusal(
        identifier: String = "good",
        fileSuffix: String = "good.txt",
        mediaType: String = "text/plain",
        summary: String = "good"
    ) -> ReportFormatError? {
        do {
            _ = try ReportFormat(
                identifier: identifier,
                fileSuffix: fileSuffix,
                mediaType: mediaType,
                summary: summary
            )
            return nil
        } catch {
            return error
        }
    }

    @Test func `valid names are kept as they are`() {
        #expect(refusal() == nil)
        #expect(
            refusal(identifier: "jobs-csv2", fileSuffix: "jobs.v2.csv", mediaType: "text/csv; charset=utf-8") == nil
        )
    }

    @Test(arguments: ["", "A", "a b", "a/b", "..", "-a", "a-", "a.b", "ä", "a\n", String(repeating: "a", count: 65)])
    func `an identifier that is not one is refused by name and reason`(_ identifier: String) throws {
        let error = try #require(refusal(identifier: identifier))
        #expect(error.name == .identifier && error.value == identifier)
        #expect(error.description.hasPrefix("the identifier of a format must "))
    }

    @Test(arguments: ["", "../x", ".html", "html.", "a/b", "HTML", "a\\b", "a\0", String(repeating: "a", count: 65)])
    func `a file suffix that could leave a folder or hide a file is refused`(_ suffix: String) throws {
        let error = try #require(refusal(fileSuffix: suffix))
        #expect(error.name == .fileSuffix && error.value == suffix)
        #expect(error.description.hasPrefix("the file suffix of a format must "))
    }

    @Test(arguments: ["", "text", "text/", "/plain", "text/plain\r\nBcc: x@example.org", "text/a b", "text/é"])
    func `a media type that can't be a header is refused`(_ type: String) throws {
        let error = try #require(refusal(mediaType: type))
        #expect(error.name == .mediaType)
        #expect(!error.description.contains("\n"))
    }

    @Test(arguments: ["", "two\nlines", "a\u{202e}b", String(repeating: "long ", count: 50)])
    func `a summary that does not fit into a list is refused`(_ summary: String) throws {
        let error = try #require(refusal(summary: summary))
        #expect(error.name == .summary)
    }
}
