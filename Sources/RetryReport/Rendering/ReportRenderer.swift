/// Writes a report in one format. A type that conforms and one line in a ``RendererRegistry`` are a new format.
///
/// ```swift
/// struct OneLine: ReportRenderer {
///     let format: ReportFormat
///
///     init() throws {
///         format = try ReportFormat(
///             identifier: "line", fileSuffix: "line.txt", mediaType: "text/plain", summary: "one line for a chat")
///     }
///
///     func render(_ report: Report, to sink: inout some ByteSink) throws {
///         let atLeast = report.reading.isComplete ? "" : "At least "
///         try sink.write("\(atLeast)\(report.totals.jobs) jobs are waiting for a retry\n")
///     }
/// }
/// ```
///
/// A renderer is a value without a clock, a locale or a time zone: the same report always gives the same bytes. A
/// report whose reading is incomplete must look different from a complete one. `RendererPromises` of the module
/// `RetryReportTesting` checks both.
public protocol ReportRenderer: Sendable {
    /// What the format is called and how its files are named.
    var format: ReportFormat { get }

    /// Writes the report. What was written before an error is never published.
    func render(_ report: Report, to sink: inout some ByteSink) throws
}

extension ReportRenderer {
    /// The report in this format, complete in memory.
    public func render(_ report: Report) throws -> [UInt8] {
        var buffer = ByteBuffer()
        try render(report, to: &buffer)
        return buffer.bytes
    }
}

/// Writes a report in one format and waits meanwhile, such as for another program. It promises what a ``ReportRenderer``
/// promises.
public protocol AsyncReportRenderer: Sendable {
    /// What the format is called and how its files are named.
    var format: ReportFormat { get }

    /// Writes the report. What was written before an error is never published.
    ///
    /// - Parameters:
    ///   - report: the report.
    ///   - sink: takes the bytes.
    /// - Throws: what keeps the report from being written, what `sink` throws, and `CancellationError`.
    func render(_ report: Report, to sink: inout some ByteSink & Sendable) async throws
}

extension AsyncReportRenderer {
    /// The report in this format, complete in memory.
    public func render(_ report: Report) async throws -> [UInt8] {
        var buffer = ByteBuffer()
        try await render(report, to: &buffer)
        return buffer.bytes
    }
}

/// Writes each job as it is read, also the jobs that no report has room for: a beginning, the jobs, an end.
///
/// ```swift
/// struct Identifiers: JobRenderer {
///     let format: ReportFormat
///
///     init() throws {
///         format = try ReportFormat(
///             identifier: "ids", fileSuffix: "ids.txt", mediaType: "text/plain", summary: "the id of every job")
///     }
///
///     func render(_ job: RetryJob, schedule: RetrySchedule, to sink: inout some ByteSink) throws {
///         try sink.write(VisibleText.clean("\(job.id)") + "\n")
///     }
///
///     func end(_ reading: ReadingFacts, to sink: inout some ByteSink) throws {
///         if !reading.isComplete { try sink.write("incomplete: there may be more jobs\n") }
///     }
/// }
/// ```
///
/// `RetryJobSource.render(with:to:)` of the module `RetryReportKit` runs one.
public protocol JobRenderer: Sendable {
    /// What the format is called and how its files are named.
    var format: ReportFormat { get }

    /// Writes what comes before the first job, such as a header; nothing by default. Called once, also when there are
    /// no jobs.
    func begin(to sink: inout some ByteSink) throws

    /// Writes one job. `schedule` estimates its next retry and its death.
    func render(_ job: RetryJob, schedule: RetrySchedule, to sink: inout some ByteSink) throws

    /// Writes the jobs of a page, which must be the same bytes as one after the other; that is the default. A format that is
    /// written for a million jobs can save making a value of each.
    func render(_ jobs: JobBatch, schedule: RetrySchedule, to sink: inout some ByteSink) throws

    /// Writes what comes after the last job, such as a closing bracket; nothing by default. Called once, after the
    /// reading has ended; not called when it failed.
    ///
    /// `reading`: how the jobs were read. Only now is it known whether they are all: when
    /// ``ReadingFacts/isComplete`` is false, there may be jobs that were not written.
    func end(_ reading: ReadingFacts, to sink: inout some ByteSink) throws
}

extension JobRenderer {
    /// Writes nothing.
    public func begin(to sink: inout some ByteSink) throws {}

    /// Writes one job after the other.
    public func render(_ jobs: JobBatch, schedule: RetrySchedule, to sink: inout some ByteSink) throws {
        for job in jobs { try render(job, schedule: schedule, to: &sink) }
    }

    /// Writes nothing.
    public func end(_ reading: ReadingFacts, to sink: inout some ByteSink) throws {}
}

/// Takes the bytes of a report as they are made.
public protocol ByteSink {
    /// Takes the next bytes. Throws when they can't be kept, such as when a disk is full.
    mutating func write(contentsOf bytes: [UInt8]) throws
}

extension ByteSink {
    /// Takes the next text as UTF-8.
    public mutating func write(_ text: String) throws {
        try write(contentsOf: Array(text.utf8))
    }
}

/// A sink that keeps everything in memory.
public struct ByteBuffer: ByteSink, Sendable {
    /// What was written.
    public private(set) var bytes: [UInt8] = []

    /// An empty buffer.
    public init() {}

    /// Appends the bytes.
    public mutating func write(contentsOf bytes: [UInt8]) {
        self.bytes += bytes
    }

    /// What was written, read as UTF-8.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
}
