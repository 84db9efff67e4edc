#if LiveTenant
import RetryReportKit
import TinesTenant

/// Where a run posts its report.
struct WebhookPlan: Sendable {
    let address: SecretURL
    let format: WebhookFormat
    let reportLink: ReportLink?
    let poster: Poster
}

/// Posts the report to a webhook.
struct WebhookAnnouncement: AnnouncingStep {
    let plan: WebhookPlan

    func prepare(_ report: Report) throws -> Announcement? {
        var slack = SlackRenderer()
        slack.reportLink = plan.reportLink
        let renderer: any ReportRenderer =
            switch plan.format {
            case .slack: slack
            case .json: JSONRenderer()
            }
        let body: [UInt8]
        do {
            body = try renderer.render(report)
        } catch {
            throw RenderingError(format: renderer.format.identifier, underlying: error)
        }
        return Announcement("webhook") { _ in
            try await plan.poster.post(body, type: renderer.format.mediaType, to: plan.address)
            return [Diagnostic(.note, "webhook.posted", "the webhook took the report")]
        }
    }
}

/// Tells a monitor that a run started and with which status it ended, by the protocol of healthchecks.io: a run that does
/// not end in time is missed there.
struct RunMonitor: Sendable {
    let address: SecretURL
    var poster: Poster

    init(address: SecretURL, poster: Poster) {
        self.address = address
        self.poster = poster
        // A monitor that can't be reached must not keep a run from its work.
        self.poster.attempts = 3
        self.poster.timeout = .seconds(5)
        self.poster.longestPause = .seconds(4)
    }

    /// Returns what to tell the operator when the monitor can't be reached.
    func started() async -> Diagnostic? { await tell("start", log: "") }

    /// Sends the exit status, with a log that says nothing of the report: neither names nor numbers.
    func ended(_ status: ExitStatus, seconds: Double) async -> Diagnostic? {
        await tell(
            String(status.rawValue),
            log: "\(Version.generator) ended with exit status \(status.rawValue) after \(Int(seconds)) s: "
                + "\(status.meaning)\n"
        )
    }

    private func tell(_ path: String, log: String) async -> Diagnostic? {
        do {
            try await poster.post(Array(log.utf8.prefix(10_000)), type: "text/plain", to: address.appending(path: path))
            return nil
        } catch {
            return Diagnostic(.warning, "ping.failed", place: "--ping", "the monitor could not be told: \(error)")
        }
    }
}
#endif
