import RetryReport

/// What was found wrong with one format so far.
struct RendererFaults {
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
        let written = String(decoding: document, as: UTF8.self)
        // Mostly nothing is between the digits, and the document is long.
        if written.contains(String(report.jobs)) { return }
        let digits = written.unicodeScalars.filter { !Self.separators.contains($0) }
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
        // All of Unicode's controls.
        (scalar.value < 0x20 || 0x7F..<0xA0 ~= scalar.value) && scalar != "\n" && scalar != "\r" && scalar != "\t"
    }
}

/// A sink like a full disk: it throws from the first byte on.
struct FullSink: ByteSink {
    struct Full: Error {}

    private(set) var wasAsked = false

    mutating func write(contentsOf bytes: [UInt8]) throws {
        wasAsked = true
        throw Full()
    }
}
