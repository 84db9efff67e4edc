#if LiveTenant
import RetryReportKit
import RetryReportMail

/// Hands the message about a report to a mail program.
struct MailAnnouncement: AnnouncingStep {
    let plan: MailPlan
    /// Makes the message.
    let renderer: any ReportRenderer

    func prepare(_ report: Report) throws -> Announcement? {
        guard plan.when.applies(to: report) else {
            return Announcement("mail") { _ in
                [
                    Diagnostic(
                        .note,
                        "mail.not-needed",
                        "no mail: there is nothing to report (--mail-when \(plan.when.rawValue))"
                    )
                ]
            }
        }
        let message: [UInt8]
        do {
            message = try renderer.render(report)
        } catch {
            throw RenderingError(format: renderer.format.identifier, underlying: error)
        }
        return Announcement("mail") { _ in [try await plan.send(message)] }
    }
}

extension MailPlan {
    /// Hands a message over. Throws ``RunError``, ``HandoverError`` or `CancellationError`.
    func send(_ message: [UInt8]) async throws -> Diagnostic {
        let program: MailProgram
        do throws(HandoverError) {
            program = try MailProgram(self.program, searchPath: searchPath)
        } catch {
            throw OptionWords.error(error)
        }
        let handover = SendmailHandover(program, sender: envelopeFrom, withholding: withheld)
        try await handover.send(message)
        let recipients = settings.to.map(\.address).joined(separator: ", ")
        return Diagnostic(.note, "mail.handed-over", "\(program.path) took the mail to \(recipients)")
    }
}
#endif
