import RetryReport
import RetryReportHTML
import RetryReportMail

extension EMLRenderer {
    /// The format of a run's messages, their HTML from a template for mails.
    ///
    /// Without a plan it can be listed, and is never written: ``MailPlan`` refuses the format without addresses.
    init(_ plan: MailPlan?, template: TemplateFile) throws {
        let nobody = "nobody@example.invalid"
        let settings = try plan?.settings ?? MailSettings(from: MailAddress(nobody), to: [MailAddress(nobody)])
        self.init(
            settings,
            html: try HTMLRenderer(
                template: template.bytes,
                name: template.name,
                kind: .mail,
                fullReport: settings.fullReport
            ),
            attachments: plan?.attachment == .json ? [JSONRenderer()] : []
        )
    }
}
