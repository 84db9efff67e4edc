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
            "It writes the same for an incomplete report as for a complete one, so a reader can't tell them apart."
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
