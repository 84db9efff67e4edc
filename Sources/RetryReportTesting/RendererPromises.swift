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
        var faults = Faults(renderer.format)
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
        var faults = Faults(renderer.format)
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

    private static func faults(of renderer: some AsyncReportRenderer) async -> Faults {
        var faults = Faults(renderer.format)
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

/// What was found wrong with one format so far.
private struct Faults {
    private(set) var found: [(promise: RendererPromise, sentence: String)] = []
    private let format: ReportFormat

    init(_ format: ReportFormat) {
        self.format = format
    }

    var sentences: [String] { found.map { $0.sentence } }

    private mutating func add(_ promise: RendererPromise, _ sentence: String) { found.append((promise, sentence)) }

    /// A report that was written twice.
    mutating func judge(_ name: String, _ written: Result<([UInt8], [UInt8]), any Error>) {
        let (first, second): ([UInt8], [UInt8])
        do {
            (first, second) = try written.get()
        } catch {
            return add(.everyReport, "It throws for \(name): \(error).")
        }
        if first != second { add(.sameBytes, "It gives other bytes the second time for \(name).") }
        guard isText else { return }
        guard let text = String(validating: first, as: UTF8.self) else {
            return add(.cleanText, "What it writes is not UTF-8 for \(name).")
        }
        if let control = text.unicodeScalars.first(where: isControl) {
            let code = String(control.value, radix: 16, uppercase: true)
            add(
                .cleanText,
                "It writes the control character U+\(code) for \(name); VisibleText.clean(_:) makes such characters visible."
            )
        }
    }

    /// An incomplete report against the same jobs from a complete reading; nil for one that could not be written.
    mutating func compare(_ complete: [UInt8]?, _ incomplete: [UInt8]?) {
        guard let complete, let incomplete, complete == incomplete else { return }
        add(
            .incomplete,
            "It writes the same for an incomplete report as for a complete one, so a reader can't distinguish them."
        )
    }

    mutating func fillUp(_ render: (inout FullSink) throws -> Void) {
        var sink = FullSink()
        var thrown: (any Error)?
        do { try render(&sink) } catch { thrown = error }
        judge(sink, thrown)
    }

    /// What became of a sink that throws.
    mutating func judge(_ sink: FullSink, _ thrown: (any Error)?) {
        if let thrown {
            if !(thrown is FullSink.Full) { add(.sinkErrors, "It throws another error than the sink's: \(thrown).") }
        } else if sink.wasAsked {
            add(.sinkErrors, "It goes on when the sink throws, as if everything had been kept.")
        }
    }

    /// Looks for the number of all jobs, or for that of each group, however their digits are grouped.
    mutating func countJobs(_ document: [UInt8], of report: LargeTrial) {
        guard isText else { return }
        let digits = String(decoding: document, as: UTF8.self).unicodeScalars.filter { !Self.separators.contains($0) }
        let text = String(String.UnicodeScalarView(digits))
        guard !text.contains(String(report.jobs)), !report.groups.map(String.init).allSatisfy(text.contains) else {
            return
        }
        add(.counts, "Neither the number of all jobs (\(report.jobs)) nor that of each group is in the document.")
    }

    /// A report against one with one more job.
    mutating func compareCounts(_ document: [UInt8], _ larger: [UInt8]?) {
        guard document == larger else { return }
        add(.counts, "It writes the same for a report with one more job.")
    }

    /// What was made of half a report; nil when the program refused it.
    mutating func refuse(_ document: [UInt8]?) {
        if document != nil { add(.damagedInput, "It ends with status 0 for half a report.") }
    }

    /// What stands between groups of digits.
    private static let separators: Set<Unicode.Scalar> = [
        ",", ".", "'", "_", " ", "\u{A0}", "\u{2009}", "\u{202F}", "\u{2019}",
    ]

    private var isText: Bool {
        let type = format.mediaType
        return type.hasPrefix("text/") || type.contains("json") || type.contains("xml")
    }

    private func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\r" && scalar != "\t"
    }
}

/// A sink like a full disk: it throws from the first byte on.
private struct FullSink: ByteSink {
    struct Full: Error {}

    private(set) var wasAsked = false

    mutating func write(contentsOf bytes: [UInt8]) throws {
        wasAsked = true
        throw Full()
    }
}

/// Reports that renderers are tried out on.
enum TrialReports {
    private static let now = Report.sample.generatedAt
    private static let allThereIs = Reading(source: "jobs", isComplete: true, isVerified: true)

    /// All of them, each with what it is.
    static var all: [(name: String, report: Report)] {
        [
            ("the sample report", .sample),
            ("a report without jobs", ReportBuilder(now: now).finish(reading: allThereIs)),
            ("an incomplete report", incomplete(complete)),
            ("a report of hostile text", hostile),
        ]
    }

    /// A report whose reading is complete and verified.
    static var complete: Report {
        var report = Report.sample
        report.reading.isVerified = true
        report.reading.problems = []
        return report
    }

    /// The same jobs, from a reading that is incomplete.
    static func incomplete(_ report: Report) -> Report {
        var report = report
        report.reading.isComplete = false
        report.reading.isVerified = false
        report.reading.problems = [Diagnostic(.error, "page.unreadable", "Page 3 could not be read in 6 attempts.")]
        return report
    }

    /// A large report that lists each of its jobs, in three groups.
    static let large = LargeTrial(jobs: 48_611, now: now, reading: allThereIs)
    /// The same with one more job.
    static let larger = LargeTrial(jobs: 48_612, now: now, reading: allThereIs)

    private static var hostile: Report {
        var builder = ReportBuilder(now: now)
        for (number, text) in hostileTexts.enumerated() {
            builder.add(
                RetryJob(
                    id: number % 2 == 0 ? .number(Int64(number)) : .text(text),
                    type: JobType(rawValue: text),
                    action: ActionReference(id: Int64(number), name: text),
                    retryCount: number % 25,
                    lastRetry: now.advanced(bySeconds: Int64(-60 * number)),
                    errorClass: text
                )
            )
        }
        return builder.finish(reading: allThereIs, title: hostileTexts.joined(separator: " "))
    }

    private static let hostileTexts = [
        "<script>alert(1)</script>", "\" onmouseover=\"alert(1)", "]]>", "</style>", "{{title}}", "{{{title}}}",
        "| a | b |\n| - | - |", "[x](javascript:alert(1))", "`````", "![](https://example.invalid/x.png)",
        "\u{202E}gnp.exe", "\u{0}\u{1}\u{7F}\u{85}\u{FFFE}", "line\r\nbreak", "\r\nBcc: nobody@example.invalid",
        "=cmd|'/c calc'!A1", "\u{1F6DF}\u{200D}\u{2640}", "\u{5D0}\u{5D1}", String(repeating: "long ", count: 2_000),
    ]
}

/// A large report as JSON: making it takes as long as a program takes to read it.
struct LargeTrial: Sendable {
    let jobs: Int
    /// The number of jobs in each group.
    let groups: [Int]
    let json: [UInt8]

    init(jobs: Int, now: Timestamp, reading: Reading) {
        var builder = ReportBuilder(now: now, limits: ReportLimits(jobsPerGroup: 0))
        let errorClasses = ["ArgumentError", "Net::ReadTimeout", "JSON::ParserError"]
        for number in 0..<jobs {
            builder.add(
                RetryJob(
                    id: .number(Int64(1_000_000 + number)),
                    type: .agentReceive,
                    action: ActionReference(id: Int64(number % 500), name: "Action \(number % 500)"),
                    retryCount: number % 25,
                    lastRetry: now.advanced(bySeconds: Int64(-number)),
                    errorClass: errorClasses[number % 7 % 3]
                )
            )
        }
        let report = builder.finish(reading: reading)
        self.jobs = report.totals.jobs
        groups = report.groups.map(\.count)
        var buffer = ByteBuffer()
        // A buffer takes everything.
        try? JSONRenderer().render(report, to: &buffer)
        json = buffer.bytes
    }
}
