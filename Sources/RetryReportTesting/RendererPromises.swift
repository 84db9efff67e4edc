public import RetryReport

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
            faults.tryOut(name) { sink in try renderer.render(report, to: &sink) }
        }
        let complete = TrialReports.complete
        faults.compare(try? renderer.render(complete), try? renderer.render(TrialReports.incomplete(complete)))
        faults.fillUp { sink in try renderer.render(complete, to: &sink) }
        return faults.sentences
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
        func ending(_ report: Report) -> [UInt8]? {
            var sink = ByteBuffer()
            do { try renderer.end(report.reading, to: &sink) } catch { return nil }
            return sink.bytes.isEmpty ? nil : sink.bytes
        }
        var faults = Faults(renderer.format)
        for (name, report) in TrialReports.all {
            faults.tryOut(name) { sink in try write(report, to: &sink) }
        }
        let complete = TrialReports.complete
        faults.compare(ending(complete), ending(TrialReports.incomplete(complete)))
        faults.fillUp { sink in try write(complete, to: &sink) }
        return faults.sentences
    }
}

/// What was found wrong with one format so far.
private struct Faults {
    private(set) var sentences: [String] = []
    private let format: ReportFormat

    init(_ format: ReportFormat) {
        self.format = format
    }

    mutating func tryOut(_ name: String, _ render: (inout ByteBuffer) throws -> Void) {
        var (first, second) = (ByteBuffer(), ByteBuffer())
        do {
            try render(&first)
            try render(&second)
        } catch {
            sentences.append("It throws for \(name): \(error).")
            return
        }
        if first.bytes != second.bytes { sentences.append("It gives other bytes the second time for \(name).") }
        guard isText else { return }
        guard let text = String(validating: first.bytes, as: UTF8.self) else {
            sentences.append("What it writes is not UTF-8 for \(name).")
            return
        }
        if let control = text.unicodeScalars.first(where: isControl) {
            let code = String(control.value, radix: 16, uppercase: true)
            sentences.append(
                "It writes the control character U+\(code) for \(name); VisibleText.clean(_:) makes such characters visible."
            )
        }
    }

    /// An incomplete report against the same jobs from a complete reading; nil for one that could not be written.
    mutating func compare(_ complete: [UInt8]?, _ incomplete: [UInt8]?) {
        guard let complete, let incomplete, complete == incomplete else { return }
        sentences.append(
            "It writes the same for an incomplete report as for a complete one, so a reader can't distinguish them."
        )
    }

    mutating func fillUp(_ render: (inout FullSink) throws -> Void) {
        var sink = FullSink()
        do {
            try render(&sink)
            if sink.wasAsked { sentences.append("It goes on when the sink throws, as if everything had been kept.") }
        } catch {
            if !(error is FullSink.Full) { sentences.append("It throws another error than the sink's: \(error).") }
        }
    }

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
