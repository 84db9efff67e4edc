public import RetryReport
package import RetryReportPrograms

/// What every renderer promises, as a check for the tests of a renderer.
///
/// ```swift
/// @Test func `a line for a chat keeps what renderers promise`() {
///     #expect(RendererPromises.broken(by: try OneLine()) == [])
/// }
/// ```
///
/// The promises: it writes any report, also an empty one, an incomplete one and one full of hostile text; the same
/// report gives the same bytes; an incomplete report does not look like a complete one; text is UTF-8 without control
/// characters; and what the sink throws comes out.
public enum RendererPromises {
    /// A sentence for each promise that a renderer of reports breaks; empty when it keeps them all. Takes as long as
    /// a dozen small reports.
    public static func broken(by renderer: some ReportRenderer) -> [String] {
        var faults = RendererFaults(renderer.format)
        for (name, report) in TrialReports.all {
            faults.judge(name, Result { (try renderer.render(report), try renderer.render(report)) })
        }
        let complete = TrialReports.complete
        faults.compare(try? renderer.render(complete), try? renderer.render(TrialReports.incomplete(complete)))
        faults.fillUp { sink in try renderer.render(complete, to: &sink) }
        return faults.sentences
    }

    /// The same for a renderer that waits.
    public static func broken(by renderer: some AsyncReportRenderer) async -> [String] {
        await faults(of: renderer).sentences
    }

    /// The same for a renderer of single jobs. It may write nothing at the end; what it does write there must say when
    /// the reading was incomplete.
    public static func broken(by renderer: some JobRenderer) -> [String] {
        func write(_ report: Report, to sink: inout some ByteSink) throws {
            try renderer.begin(to: &sink)
            for job in report.groups.flatMap(\.jobs) {
                try renderer.render(job, schedule: report.schedule, to: &sink)
            }
            try renderer.end(report.reading, to: &sink)
        }
        func all(_ report: Report) throws -> [UInt8] {
            var sink = ByteBuffer()
            try write(report, to: &sink)
            return sink.bytes
        }
        func ending(_ report: Report) -> [UInt8]? {
            var sink = ByteBuffer()
            do { try renderer.end(report.reading, to: &sink) } catch { return nil }
            return sink.bytes.isEmpty ? nil : sink.bytes
        }
        var faults = RendererFaults(renderer.format)
        for (name, report) in TrialReports.all {
            faults.judge(name, Result { (try all(report), try all(report)) })
        }
        let complete = TrialReports.complete
        faults.compare(ending(complete), ending(TrialReports.incomplete(complete)))
        faults.fillUp { sink in try write(complete, to: &sink) }
        return faults.sentences
    }

    /// Each promise of a program that writes a format, with a sentence for each way in which it breaks it. The program is
    /// started some twenty times.
    package static func results(of program: ExternalRenderer) async -> [(promise: RendererPromise, broken: [String])] {
        var faults = await faults(of: program)
        let large = TrialReports.large
        let written: Result<([UInt8], [UInt8]), any Error>
        do {
            written = .success(
                (try await program.render(input: large.json), try await program.render(input: large.json))
            )
        } catch {
            written = .failure(error)
        }
        faults.judge("a report of \(large.jobs) jobs", written)
        if let document = try? written.get().0 {
            faults.countJobs(document, of: large)
            faults.compareCounts(document, try? await program.render(input: TrialReports.larger.json))
        }
        if var json = try? JSONRenderer().render(TrialReports.complete) {
            json.removeLast(json.count / 2)
            faults.refuse(try? await program.render(input: json))
        }
        return RendererPromise.ofPrograms.map { promise in
            (promise, faults.found.filter { $0.promise == promise }.map { $0.sentence })
        }
    }

    private static func faults(of renderer: some AsyncReportRenderer) async -> RendererFaults {
        var faults = RendererFaults(renderer.format)
        for (name, report) in TrialReports.all { faults.judge(name, await twice(renderer, report)) }
        let complete = TrialReports.complete
        let incomplete = TrialReports.incomplete(complete)
        faults.compare(try? await renderer.render(complete), try? await renderer.render(incomplete))
        var sink = FullSink()
        var thrown: (any Error)?
        do { try await renderer.render(complete, to: &sink) } catch { thrown = error }
        faults.judge(sink, thrown)
        return faults
    }

    private static func twice(
        _ renderer: some AsyncReportRenderer,
        _ report: Report
    ) async -> Result<([UInt8], [UInt8]), any Error> {
        do {
            return .success((try await renderer.render(report), try await renderer.render(report)))
        } catch {
            return .failure(error)
        }
    }
}

/// Something that every renderer promises.
package enum RendererPromise: Sendable, CaseIterable {
    case everyReport
    case sameBytes
    case cleanText
    case incomplete
    case counts
    case damagedInput
    case sinkErrors

    /// Those that a program can break; an error of the sink is not its own.
    static let ofPrograms = allCases.filter { $0 != .sinkErrors }

    /// The promise in one sentence.
    package var sentence: String {
        switch self {
        case .everyReport: "It writes every report: without jobs, incomplete, of hostile text, large."
        case .sameBytes: "It gives the same bytes for the same report."
        case .cleanText: "It writes UTF-8 without control characters."
        case .incomplete: "An incomplete report does not look like a complete one."
        case .counts: "It loses no job: the number of all jobs, or that of each group, is in the document."
        case .damagedInput: "It ends with another status than 0 when its input is not a complete report."
        case .sinkErrors: "What the sink throws comes out."
        }
    }
}
