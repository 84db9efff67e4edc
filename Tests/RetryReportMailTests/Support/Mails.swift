import RetryReport
import RetryReportHTML
import RetryReportMail

/// Reports and settings that the tests share.
enum Mails {
    /// What a message has of the sample: error messages may contain data, and are left out unless asked for.
    static let sampleWithoutMessages: Report = {
        var report = Report.sample
        report.messages = []
        return report
    }()

    static let now = Timestamp(microseconds: 1_785_067_200_000_000)

    static func settings(
        from: String = "Retry reports <reports@example.com>",
        to: [String] = ["ops@example.com"]
    ) throws -> MailSettings {
        try MailSettings(from: MailAddress(from), to: to.map { try MailAddress($0) })
    }

    static func bytes(
        _ report: Report = .sample,
        _ settings: MailSettings? = nil,
        attachments: [any ReportRenderer] = []
    ) throws -> [UInt8] {
        let settings = try settings ?? Mails.settings()
        return try EMLRenderer(settings, html: HTMLRenderer.mail(), attachments: attachments).render(report)
    }

    static func parsed(
        _ report: Report = .sample,
        _ settings: MailSettings? = nil,
        attachments: [any ReportRenderer] = []
    ) async throws -> ParsedMail {
        try await .one(bytes(report, settings, attachments: attachments))
    }

    static func report(
        _ jobs: [RetryJob] = [],
        reading: Reading = Reading(
            source: "https://acme.tines.com",
            tenant: try? TenantOrigin("https://acme.tines.com"),
            isComplete: true,
            isVerified: true
        ),
        title: String = "Retry jobs"
    ) -> Report {
        var builder = ReportBuilder(now: now)
        builder.add(JobBatch(jobs: jobs))
        return builder.finish(reading: reading, title: title)
    }
}
