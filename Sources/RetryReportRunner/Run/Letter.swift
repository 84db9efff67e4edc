import RetryReport
import RetryReportMail

/// The message of a run, made before anything is published and handed over after all is.
struct Letter: Sendable {
    private let plan: MailPlan
    /// Nil when this report is not worth a mail.
    private let message: [UInt8]?

    /// Nil when the run sends nothing.
    init?(_ report: Report, _ plan: MailPlan?, _ registry: RendererRegistry) throws {
        guard let plan, plan.isSent, case .report(let renderer) = try registry.entry(for: "eml") else { return nil }
        self.plan = plan
        message = plan.when.applies(to: report) ? try renderer.render(report) : nil
    }

    /// Hands the message over and says what came of it. A failure changes the status of a run, and nothing else:
    /// the report is published. Throws `CancellationError` only.
    func handOver(_ outcome: inout ReportRun.Outcome) async throws {
        guard let message else {
            outcome.remarks.append("no mail: there is nothing to report (--mail-when nonempty)")
            return
        }
        do {
            let program = try MailProgram(plan.program, searchPath: plan.searchPath)
            try await SendmailHandover(program, withholding: [KeyFinder.variable]).send(message)
            let recipients = plan.settings.to.map(\.address).joined(separator: ", ")
            outcome.remarks.append("\(program.path) took the mail to \(recipients)")
        } catch let error as HandoverError {
            outcome.remarks.append("error: the mail could not be handed over: \(error)")
            outcome.status = .mailRefused
        }
    }
}
