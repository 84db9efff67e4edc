#if LiveTenant
import ArgumentParser
import RetryReportMail

extension Settings {
    /// What to mail, in the order of the help.
    static let mail: Group = (
        "What to mail",
        [
            send.option, mailTo.option, mailFrom.option, mailSubject.option, mailWhen.option, mailAttach.option,
            mailThread.option, mailMessages.option, mailUnsubscribe.option, mailReplyTo.option, mailEnvelopeFrom.option,
            reportURL.option, sendmail.option,
        ]
    )

    static let send = Setting<Bool>.flag("send", "Send a mail after the reports are published.")
    static let mailTo = Setting<[SettingValue]>.list(
        "mail-to",
        "address",
        "A recipient: an address, or 'Name <address>'; may repeat."
    )
    static let mailFrom = Setting<SettingValue?>.text("mail-from", "address", "The sender.")
    static let mailSubject = Setting<SettingValue?>.text(
        "mail-subject",
        "text",
        shown: SubjectTemplate.standardText,
        "The subject, in which {tenant}, {news}, {jobs}, {groups}, {dying} and {title} are replaced."
    )
    static let mailWhen = Setting<MailWhen>.choice(
        "mail-when",
        "when",
        default: .always,
        "When to send: always, nonempty (jobs wait, or may have been missed) or changed (something is new, grew or died)."
    )
    static let mailAttach = Setting<MailPlan.Attachment>.choice(
        "mail-attach",
        "format",
        default: .none,
        "A file attached to the mail: json or none."
    )
    static let mailThread = Setting<Bool>.flag(
        "mail-thread",
        "Keep the mails of a tenant and a --name in one thread, under a constant subject."
    )
    static let mailMessages = Setting<Bool>.flag(
        "mail-messages",
        "Let the mail contain error messages from the actions' logs (--with messages), which may contain data."
    )
    static let mailUnsubscribe = Setting<SettingValue?>.text(
        "mail-unsubscribe",
        "url",
        "Where readers unsubscribe: an https: or mailto: link."
    )
    static let mailReplyTo = Setting<SettingValue?>.text(
        "mail-reply-to",
        "address",
        shown: "the sender",
        "The address that answers go to."
    )
    static let reportURL = Setting<SettingValue?>.text(
        "report-url",
        "url",
        "Where the report is published, for links in mails and messages; {name} and {date} are replaced."
    )
    static let mailEnvelopeFrom = Setting<SettingValue?>.text(
        "mail-envelope-from",
        "address",
        "The address that undeliverable mail returns to, passed on as -f."
    )
    static let sendmail = Setting<String>(
        "sendmail",
        "path",
        default: "sendmail",
        shown: "sendmail",
        "The mail program, called as 'sendmail -t -i'.",
        must: "be a path or a name",
        completion: .file()
    ) { $0.isEmpty ? nil : $0 }
}
#endif
