#if LiveTenant
import RetryReportKit

/// What a published report comes to: the exit status, and what to tell the operator besides the files.
struct Verdict: Sendable {
    let status: ExitStatus
    let remarks: [String]

    init(_ published: PublishedReport, _ settings: RunSettings) {
        let report = published.report
        var remarks: [String] = []
        var status = ExitStatus.written
        let reading = report.reading.reading
        if !reading.isComplete || !reading.isVerified { remarks += reading.problems.map(\.description) }
        if !reading.isComplete {
            remarks.append("the report is incomplete, and says so")
            status = .incomplete
        }
        let unreadable = report.reading.unreadableJobs
        if unreadable > 0 {
            remarks.append("\(unreadable) \(unreadable == 1 ? "job" : "jobs") could not be read; the report says where")
        }
        if report.isUnreadable { status = .incomplete }
        if let mail = settings.mail, !mail.isSent, !settings.formats.contains("eml") {
            remarks.append("--mail-to: no mail is sent: --send hands it over, and --format eml writes it")
        }
        if published.announcements.contains(where: { $0.failure != nil }) { status = .notAnnounced }
        // Last: a mail that failed must not hide an alarm.
        for condition in settings.conditions {
            guard let reason = condition.reason(in: report) else {
                if !reading.isComplete {
                    remarks.append("--fail-on: '\(condition.text)' can't be ruled out: the report is incomplete")
                }
                continue
            }
            remarks.append("--fail-on: \(reason)")
            status = .conditionHolds
        }
        self.status = status
        self.remarks = remarks
    }
}
#endif
