import RetryReport

/// What names a message and what it belongs to. All of it follows from the report and the settings, so that the same
/// report gives the same bytes.
struct MessageIdentity {
    /// `Message-ID`, under the sender's domain.
    let message: String
    /// What every message of a tenant and a name claims to answer. There is no such message: mail programs gather
    /// under it all the same.
    let root: String
    /// The identifier in `List-Id`, without its brackets.
    let list: String

    /// - Parameter content: the digest of all that the message says.
    init(_ report: Report, _ settings: MailSettings, content: Digest) {
        let reading = report.reading.reading
        let domain = settings.from.domain
        let name = MessageLabel(settings.name).text
        message = "<\(MailDate.compact(report.generatedAt)).\(content.text.prefix(20))@\(domain)>"

        var schedule = Digest()
        schedule.add(settings.name)
        schedule.add(reading.tenant?.description ?? reading.source)
        root = "<retry-report.\(schedule.text)@\(domain)>"

        let tenant = (reading.tenant?.host).flatMap { $0.hasPrefix("[") ? nil : $0 } ?? String(schedule.text.prefix(16))
        let list = "\(name).\(tenant).\(domain)"
        // RFC 2919: at most 255 characters; a domain alone has at most 253, and then nothing helps.
        self.list = list.utf8.count <= 255 ? list : "r\(schedule.text.prefix(12)).\(domain)"
    }
}
