import FoundationEssentials
package import RetryReport
import TinesRetryJobs

/// What a report is made with.
package struct ReportPlan: Sendable {
    /// The report's own title, any text.
    package var title = "Retry jobs"
    /// The moment that every estimate and every "ago" refers to; nil for the end of the reading.
    package var now: Timestamp?
    /// When the jobs were read, where that is known before they are, as for saved pages.
    package var readAt: Timestamp?
    /// What the estimates are made with.
    package var schedule = RetrySchedule.standard
    /// What the report keeps of what it counts.
    package var limits = ReportLimits()
    /// What the report is restricted to.
    package var filter = ReportFilter()
    /// What is known of failures in advance; nil for nothing.
    package var policy: Policy?
    /// What the report says it was written by: a name and a version.
    package var generator = "retry-report"

    package init(now: Timestamp? = nil) {
        self.now = now
    }

    /// The moment that a report of a reading refers to.
    ///
    /// What was read some time ago and saved counts from then: jobs that were fresh must not be overdue because their
    /// report is late. A moment in the future, or before 1970, can't be the end of a reading.
    func moment(of reading: Reading) -> Timestamp {
        knownMoment ?? Self.past(reading.finishedAt)
    }

    /// The same, where it is known before anything is read.
    var knownMoment: Timestamp? {
        now ?? readAt.map(Self.past)
    }

    private static func past(_ end: Timestamp?) -> Timestamp {
        let current = Timestamp(date: Date())
        guard let end, end.microseconds > 0 else { return current }
        return min(end, current)
    }
}

/// Which documents a run makes, where they go, and which announcements follow.
package struct Publication: Sendable {
    /// The formats, in the order in which they are published.
    package var formats: [RendererRegistry.Renderer]
    package var destination: any ReportDestination
    /// Steps after publishing, in order.
    package var announcing: [any AnnouncingStep]

    package init(
        formats: [RendererRegistry.Renderer],
        destination: any ReportDestination,
        announcing: [any AnnouncingStep] = []
    ) {
        self.formats = formats
        self.destination = destination
        self.announcing = announcing
    }
}

/// What a reading took.
package struct ReadingWork: Sendable, Hashable {
    package var pages = 0
    package var jobs = 0
    /// Bytes of pages, after decompression.
    package var bytes = 0
    package var seconds = 0.0
    /// Nil for a source that sends no requests.
    package var requests: RequestWork?
}

/// What the requests of a reading took.
package struct RequestWork: Sendable, Hashable {
    /// Requests sent, each attempt counted.
    package var sent: Int
    /// Requests that were sent because an attempt before them failed.
    package var retries: Int
    /// Times that the set was read from its beginning.
    package var sweeps: Int

    package init(sent: Int, retries: Int, sweeps: Int) {
        self.sent = sent
        self.retries = retries
        self.sweeps = sweeps
    }
}

/// Jobs as they were read, each counted once; formats of single jobs are written.
package struct GatheredJobs: Sendable {
    let reading: Reading
    /// What else was learned; nil when nothing was asked for.
    let extras: TenantExtras?
    let work: ReadingWork
}

/// A report whose documents are complete and checked, none of them in place yet.
package struct RenderedReport: Sendable {
    let report: Report
    let work: ReadingWork
    let announcements: [Announcement]
}

/// A report whose documents are in place.
package struct PublishedReport: Sendable {
    package let report: Report
    package let work: ReadingWork
    /// Paths of the documents; empty for standard output.
    package let files: [String]
    /// What came of each announcement so far, in order.
    package internal(set) var announcements: [AnnouncementResult] = []
}

/// What came of an announcement.
package struct AnnouncementResult: Sendable {
    /// The name of its step.
    package let name: String
    /// What to tell the operator.
    package let said: [Diagnostic]
    /// Why it failed; nil when it did not.
    package let failure: (any Error)?

    init(_ name: String, said: [Diagnostic] = [], failure: (any Error)? = nil) {
        self.name = name
        self.said = said
        self.failure = failure
    }
}
