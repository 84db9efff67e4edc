public import RetryReport

/// What the user chooses about a message.
///
/// ```swift
/// var settings = try MailSettings(from: MailAddress("reports@example.com"), to: [MailAddress("ops@example.com")])
/// settings.isThreaded = true
/// ```
public struct MailSettings: Sendable, Hashable {
    /// The sender. Its domain is a part of every message's identifiers.
    public let from: MailAddress
    /// The recipients: at least one, each address once.
    public let to: [MailAddress]
    /// The name of the report, such as `retry-jobs`: it distinguishes schedules in `List-Id` and in threads, and is the
    /// name of attached files. Any text; a character that a header does not allow becomes a hyphen.
    public var name = "retry-jobs"
    /// The subject; nil for ``SubjectTemplate/standard``, or for ``SubjectTemplate/threaded`` when ``isThreaded`` is
    /// set.
    public var subject: SubjectTemplate?
    /// Whether mail programs are asked to show the messages of a tenant and a name as one thread. Gmail begins a new
    /// thread whenever the subject changes, so the subject should be constant; see `isConstant`.
    public var isThreaded = false
    /// Whether the message and its attachments contain error messages from the actions' logs, which may contain data.
    public var showsMessages = false
    /// Where a reader unsubscribes; nil when nothing is offered.
    public var unsubscribe: UnsubscribeLink?
    /// Where the published report is, for links to it; nil when that is not known.
    public var reportLink: ReportLink?
    /// Where answers go; nil for the sender.
    public var replyTo: MailAddress?
    /// Where a reader finds what the mail leaves out, as the end of a sentence: "the published report". While a report
    /// is attached, it says "the attached report" instead.
    public var fullReport = "the published report"
    /// The most bytes of an attached report before it is encoded; a larger one is left out, and the mail says so. By
    /// default 5,000,000: encoding makes that 6.8 MB, and many servers refuse messages over 10 MB.
    public var largestAttachment = 5_000_000

    /// Settings of a message. An address that is given twice is kept once, with the name that came first; domains are
    /// compared without regard to case.
    ///
    /// Throws ``MailSettingError`` with ``MailSettingError/Code-swift.enum/noRecipient`` when there is no recipient.
    public init(from: MailAddress, to: [MailAddress]) throws(MailSettingError) {
        if to.isEmpty { throw MailSettingError(.noRecipient, "a mail requires at least one recipient") }
        self.from = from
        var known: Set<String> = []
        self.to = to.filter { known.insert($0.normalized).inserted }
    }

    /// The template of the subject, whichever applies.
    var subjectTemplate: SubjectTemplate { subject ?? (isThreaded ? .threaded : .standard) }
}

/// When a mail is sent at all. Jobs that a policy mutes or accepts do not count.
package enum MailWhen: String, Sendable, Hashable, CaseIterable, Codable {
    /// With every report: one without jobs shows that the schedule still runs.
    case always
    /// Only with a report that has jobs or may have missed some: one that is incomplete, not verified, or has jobs that
    /// could not be read.
    case nonempty
    /// Only with news since the last complete report: a group that is new, has returned or grows, or a job that died.
    /// Also when there is nothing to compare with, or jobs may have been missed.
    case changed

    /// Whether a report is sent.
    package func applies(to report: Report) -> Bool {
        switch self {
        case .always: true
        case .nonempty:
            report.open.jobs > 0 || report.reading.unreadableJobs > 0
                || !report.reading.isComplete || !report.reading.isVerified
        case .changed:
            Self.hasNews(report)
        }
    }

    /// Whether an index is sent. Tenants without a current report are news, and so is one with nothing to compare with.
    package func applies(to index: FleetIndex) -> Bool {
        switch self {
        case .always: true
        case .nonempty: !index.isWhole || index.totals.openJobs > 0
        case .changed:
            !index.isWhole
                || index.tenants.contains { tenant in
                    guard let changes = tenant.current?.changes, let died = changes.died else { return true }
                    return died > 0 || changes.newsGroups > 0
                }
        }
    }

    private static func hasNews(_ report: Report) -> Bool {
        guard report.reading.isComplete, report.reading.isVerified, report.reading.unreadableJobs == 0,
            let changes = report.openChanges, let died = changes.jobs?.died
        else { return true }
        return died > 0
            || changes.groups.contains { group in
                group.state.map { [.new, .returned, .growing].contains($0) } ?? true
            }
    }
}

/// Where a reader unsubscribes: in the header `List-Unsubscribe` and at the end of the message.
public struct UnsubscribeLink: Sendable, Hashable {
    /// The link, in ASCII.
    public let url: String

    /// A link that begins with `https://` or `mailto:`, at most 900 bytes. Throws ``MailSettingError`` for others, and
    /// for characters that a link must escape.
    public init(_ url: String) throws(MailSettingError) {
        let scheme = ["https://", "mailto:"].first { url.hasPrefix($0) }
        let isSafe = url.utf8.allSatisfy { byte in
            (0x21...0x7E).contains(byte) && !"<>\"\\,".utf8.contains(byte)
        }
        guard let scheme, isSafe, url.utf8.count > scheme.utf8.count, url.utf8.count <= 900 else {
            throw MailSettingError(
                .unsubscribeLink,
                value: url,
                "must be a link that begins with https:// or mailto:, in ASCII and at most 900 characters"
            )
        }
        self.url = url
    }

    /// RFC 8058 has one click for https only.
    var isOneClick: Bool { url.hasPrefix("https://") }
}
