package import RetryReport
package import TinesRetryJobs

/// Is told how far reading is; each call should return at once.
package protocol ReadingWatch: Sendable {
    /// A page was taken in; `work` is what reading took up to and including it.
    func took(_ page: PageEnvelope, work: ReadingWork)

    /// The last page was taken in.
    func finished(_ work: ReadingWork)
}

/// A limit on reports that are rendered at the same time, which pipelines of several tenants share: each takes memory for its
/// documents, and while one is rendered others can be read.
package protocol RenderingLimit: Sendable {
    /// Waits until a report may be rendered; ``leave()`` must follow. Throws `CancellationError`; no ``leave()`` then.
    func enter() async throws

    /// The report is published, or was given up.
    func leave()
}

/// A step of the stage "enrich": adds facts to a report.
package protocol ReportStep: Sendable {
    /// What the step is called in the report's notes, such as `stories`.
    var name: String { get }

    /// Changes the report. When this throws, the report stays as it was and gets a note.
    func apply(to report: inout Report) async throws
}

/// A step of the stage "compare": says what changed since earlier reports.
package protocol ComparingStep: Sendable {
    /// What the step is called in the report's notes, such as `history`.
    var name: String { get }

    /// Changes the report of these jobs, whose states are given, and the dead list when it was read. When this throws, the
    /// report stays as it was and gets a note.
    func compare(_ report: inout Report, _ states: JobStates, dead: DeadList?) async throws
}

/// A step of the stage "announce": tells somebody of a published report.
package protocol AnnouncingStep: Sendable {
    /// Makes what will be sent, before anything is published. An error here keeps the run from publishing.
    ///
    /// - Returns: nil when there is nothing to send.
    func prepare(_ report: Report) throws -> Announcement?
}

/// What a step sends once the report is published.
package struct Announcement: Sendable {
    let name: String
    let send: @Sendable (PublishedReport) async throws -> [Diagnostic]

    /// - Parameters:
    ///   - name: what the announcement is called when it fails, such as `mail`.
    ///   - send: returns what to tell the operator. When it throws, the announcements after it are
    ///     sent all the same.
    package init(_ name: String, send: @escaping @Sendable (PublishedReport) async throws -> [Diagnostic]) {
        self.name = name
        self.send = send
    }
}

/// Where documents go: all of them or none.
package protocol ReportDestination: Sendable {
    /// Returns where to write a document. Throws `CancellationError` after ``discard()``.
    func stage(_ format: ReportFormat) throws -> any StagedDocument

    /// Puts every staged document in place and returns their paths in the order of staging. Throws
    /// `CancellationError` after ``discard()``, which in turn waits until all are in place.
    func publish() throws -> [String]

    /// Removes what was staged and not published, and keeps anything more from being staged or published.
    func discard()
}

/// A document that is written and not in place yet.
package protocol StagedDocument: ByteSink, Sendable {
    /// Call this after the last byte. A document that was not closed is never published.
    mutating func close() throws
}

/// An error of a place that documents are written to. It passes through renderers as it is.
package protocol DestinationError: Error {}

/// A renderer that failed.
package struct RenderingError: Error, CustomStringConvertible {
    package let format: String
    package let underlying: any Error

    package init(format: String, underlying: any Error) {
        self.format = format
        self.underlying = underlying
    }

    package var description: String { "\(format): \(underlying)" }
}

extension ReportRenderer {
    /// Writes a complete document. Throws ``RenderingError`` or what the document throws.
    func write(_ report: Report, to document: any StagedDocument) throws {
        var document = document
        do {
            try render(report, to: &document)
        } catch let error as any DestinationError {
            throw error
        } catch {
            throw RenderingError(format: format.identifier, underlying: error)
        }
        try document.close()
    }
}

extension AsyncReportRenderer {
    /// Writes a complete document. Throws ``RenderingError``, what the document throws, or `CancellationError`.
    func write(_ report: Report, to document: any StagedDocument) async throws {
        var document = document
        do {
            try await render(report, to: &document)
        } catch let error as any DestinationError {
            throw error
        } catch {
            try Task.checkCancellation()
            throw RenderingError(format: format.identifier, underlying: error)
        }
        try document.close()
    }
}
