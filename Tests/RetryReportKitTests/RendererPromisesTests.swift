import RetryReportKit
import RetryReportTesting
import Synchronization
import Testing

@Suite("What renderers promise") struct RendererPromisesTests {
    @Test func `every format of this package keeps it`() async throws {
        let address = try MailAddress("ops@example.org")
        var renderers = StandardRenderers()
        renderers.mail = try MailSettings(from: address, to: [address])
        for entry in try renderers.registry().entries {
            let broken =
                switch try entry.renderer() {
                case .report(let renderer): RendererPromises.broken(by: renderer)
                case .asyncReport(let renderer): await RendererPromises.broken(by: renderer)
                case .jobs(let renderer): RendererPromises.broken(by: renderer)
                }
            #expect(broken == [], "\(entry.format.identifier)")
        }
    }

    /// A renderer that writes what a closure writes.
    struct Trial: ReportRenderer {
        let format: ReportFormat
        let write: @Sendable (Report, (String) throws -> Void) throws -> Void

        init(_ write: @escaping @Sendable (Report, (String) throws -> Void) throws -> Void) throws {
            format = try ReportFormat(
                identifier: "trial",
                fileSuffix: "trial",
                mediaType: "text/plain",
                summary: "a trial"
            )
            self.write = write
        }

        func render(_ report: Report, to sink: inout some ByteSink) throws {
            try write(report) { text in try sink.write(text) }
        }
    }

    func expect(_ part: String, _ trial: Trial) {
        let broken = RendererPromises.broken(by: trial)
        #expect(broken.contains { $0.contains(part) }, "\(broken)")
    }

    static func told(_ report: Report) -> String { "\(report.reading.isComplete) \(report.totals.jobs)" }

    @Test func `a renderer that keeps its promises passes`() throws {
        let broken = RendererPromises.broken(by: try Trial { report, write in try write(Self.told(report)) })
        #expect(broken == [])
    }

    @Test func `an incomplete report that looks complete is found`() throws {
        expect("can't distinguish them", try Trial { report, write in try write("\(report.totals.jobs)") })
    }

    @Test func `control characters of the data are found`() throws {
        expect(
            "control character U+0",
            try Trial { report, write in try write(Self.told(report) + (report.groups.map(\.type.rawValue).joined())) }
        )
    }

    @Test func `bytes that change are found`() throws {
        let count = Atomic(0)
        expect(
            "other bytes",
            try Trial { report, write in
                try write("\(Self.told(report)) \(count.add(1, ordering: .relaxed).newValue)")
            }
        )
    }

    @Test func `an error of the sink that is kept back is found`() throws {
        expect("goes on when the sink throws", try Trial { report, write in try? write(Self.told(report)) })
    }

    @Test func `a report that can't be written is found`() throws {
        struct NoGroups: Error {}
        expect(
            "throws for a report without jobs",
            try Trial { report, write in
                guard !report.groups.isEmpty else { throw NoGroups() }
                try write(Self.told(report))
            }
        )
    }

    /// A renderer of jobs whose end is made by a closure.
    struct Ending: JobRenderer {
        let format: ReportFormat
        let ending: @Sendable (ReadingFacts) -> String

        init(_ ending: @escaping @Sendable (ReadingFacts) -> String) throws {
            format = try ReportFormat(
                identifier: "ending",
                fileSuffix: "ending",
                mediaType: "text/plain",
                summary: "an ending"
            )
            self.ending = ending
        }

        func render(_ job: RetryJob, schedule: RetrySchedule, to sink: inout some ByteSink) throws {
            try sink.write("job\n")
        }

        func end(_ reading: ReadingFacts, to sink: inout some ByteSink) throws {
            let text = ending(reading)
            if !text.isEmpty { try sink.write(text) }
        }
    }

    @Test func `jobs that end the same way after an incomplete reading are found`() throws {
        let silent = RendererPromises.broken(by: try Ending { _ in "" })
        let honest = RendererPromises.broken(by: try Ending { $0.isComplete ? "end" : "incomplete" })
        let dishonest = RendererPromises.broken(by: try Ending { _ in "end" })
        #expect(silent == [] && honest == [])
        #expect(dishonest.contains { $0.contains("can't distinguish them") }, "\(dishonest)")
    }
}
