#if LiveTenant
import RetryReportKit

/// Writes the metrics of a run that published a report, after all other announcements.
struct MetricsAnnouncement: AnnouncingStep {
    let file: MetricsFile
    let began: ContinuousClock.Instant
    let verdict: @Sendable (PublishedReport) -> Verdict

    func prepare(_ report: Report) -> Announcement? {
        Announcement("metrics") { published in
            let seconds = (ContinuousClock.now - began) / .seconds(1)
            try file.write(verdict(published).status, seconds: seconds, published)
            return []
        }
    }
}
#endif
