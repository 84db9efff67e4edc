import RetryReportKit
import RetryReportMail
import RetryReportTesting
import Synchronization
import Testing

@Suite("What renderers promise") struct RendererPromisesTests {
    @Test func `every format of this package keeps it`() throws {
        var registry = try RendererRegistry.standard()
        let address = try MailAddress("ops@example.org")
        try registry.register(EMLRenderer(MailSettings(from: address, to: [address]), html: HTMLRenderer.mail()))
        for entry in registry.entries {
            let broken =
                switch entry {
                case .report(let renderer): RendererPromises.broken(by: renderer)
                case .jobs(let renderer): RendererPromises.broken(by: renderer)
                }
            #expect(broken == [], "\(entry.format.identifier)")
        }
    }

    /// A renderer that writes whatever a closure does.
    struct Trial: ReportRenderer {
        var format = ReportFormat(identifier: "trial", fileSuffix: "trial", mediaType: "text/plain", summary: "a trial")
        let write: @Sendable (Report, (String) throws -> Void) throws -> Void

        func render(_ report: Report, to sink: inout some ByteSink) throws {
            try write(report) { text in try sink.write(text) }
        }
    }

    func expect(_ part: String, _ trial: Trial) {
        let broken = RendererPromises.broken(by: trial)
        #expect(broken.contains { $0.contains(part) }, "\(broken)")
    }

    static func told(_ report: Report) -> String { "\(report.reading.isComplete) \(report.totals.jobs)" }

    @Test func `a good one passes`() {
        #expect(RendererPromises.broken(by: Trial { report, write in try write(Self.told(report)) }) == [])
    }

    @Test func `a name that would leave a folder is found`() {
        var trial = Trial { report, write in try write(Self.told(report)) }
        trial.format = ReportFormat(
            identifier: "trial",
            fileSuffix: "../x",
            mediaType: "text/plain",
            summary: "a trial"
        )
        expect("can't be registered", trial)
    }

    @Test func `an incomplete report that looks whole is found`() {
        expect("can't tell them apart", Trial { report, write in try write("\(report.totals.jobs)") })
    }

    @Test func `control characters of the data are found`() {
        expect(
            "control character U+0",
            Trial { report, write in try write(Self.told(report) + (report.groups.map(\.type.rawValue).joined())) }
        )
    }

    @Test func `bytes that change are found`() {
        let count = Atomic(0)
        expect(
            "other bytes",
            Trial { report, write in
                try write("\(Self.told(report)) \(count.add(1, ordering: .relaxed).newValue)")
            }
        )
    }

    @Test func `an error of the sink that is kept back is found`() {
        expect("goes on when the sink throws", Trial { report, write in try? write(Self.told(report)) })
    }

    @Test func `a report that can't be written is found`() {
        struct NoGroups: Error {}
        expect(
            "throws for a report without jobs",
            Trial { report, write in
                guard !report.groups.isEmpty else { throw NoGroups() }
                try write(Self.told(report))
            }
        )
    }
}
