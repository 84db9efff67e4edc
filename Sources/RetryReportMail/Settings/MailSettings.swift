/// What the user chooses of a message.
///
/// ```swift
/// var settings = try MailSettings(from: MailAddress("reports@example.com"), to: [MailAddress("ops@example.com")])
/// settings.isThreaded = true
/// ```
public struct MailSettings: Sendable, Hashable {
    /// The sender. The identifiers of messages stand under its domain.
    public let from: MailAddress
    /// The recipients, at least one, none of them twice.
    public let to: [MailAddress]
    /// The name of the report, such as `retry-jobs`: it tells schedules apart, in `List-Id` and in threads, and names
    /// the attachment. Any text; what a header can't hold of it becomes hyphens.
    public var name = "retry-jobs"
    /// The subject; by default ``SubjectTemplate/standard``.
    public var subject = SubjectTemplate.standard
    /// True to let mail programs gather the messages of a tenant and a name in one thread.
    public var isThreaded = false
    /// Where a reader ends the mails; nil when nothing is offered.
    public var unsubscribe: UnsubscribeLink?
    /// Where a reader finds what the mail leaves out, as the end of a sentence: "the published report".
    public var fullReport = "the published report"

    /// Settings of a message. Throws ``MailSettingError/noRecipient`` when there is no recipient.
    public init(from: MailAddress, to: [MailAddress]) throws(MailSettingError) {
        if to.isEmpty { throw .noRecipient }
        self.from = from
        // The name beside an address does not make it another mailbox; a domain is the same in any case.
        var seen = Set<String>()
        self.to = to.filter { seen.insert("\($0.local)@\($0.domain.lowercased())").inserted }
    }
}
