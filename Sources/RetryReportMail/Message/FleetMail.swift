package import RetryReport

/// Makes the one message about several tenants: the index as plain text, and as HTML that it is given.
package struct FleetMail {
    private let settings: MailSettings
    private let attachesJSON: Bool

    /// Messages with these settings; the index as JSON is attached if asked.
    package init(_ settings: MailSettings, attachesJSON: Bool) {
        self.settings = settings
        self.attachesJSON = attachesJSON
    }

    /// The message; each line ends in CRLF. `html` makes the HTML part with what the mail says besides the index. Throws
    /// what `html` throws.
    package func message(_ index: FleetIndex, html: (MailContext) throws -> [UInt8]) throws -> [UInt8] {
        var context = MailContext(fullReport: "the published index", unsubscribeLink: settings.unsubscribe?.url)
        context.reportLink = settings.reportLink?.url(at: index.generatedAt)
        var files: [OutgoingMail.Attachment] = []
        if attachesJSON {
            let bytes = try index.json()
            if bytes.count <= settings.largestAttachment {
                files = [.init(bytes: bytes, format: JSONRenderer.format)]
            } else {
                context.note =
                    "The index as json is not attached: it is larger than "
                    + "\(EMLRenderer.size(settings.largestAttachment)); see the published index."
            }
        }
        let view = FleetView(index, detail: FleetText.detail(context)).values
        let tenants = NumberWords.counted(index.tenants.count, "tenant")
        let totals = index.totals
        let news = view.text("headline.subject")
        let words = SubjectWords(
            tenant: tenants,
            news: news,
            jobs: NumberWords.grouped(totals.jobs),
            groups: "–",
            dying: NumberWords.grouped(totals.within24Hours),
            overdue: NumberWords.grouped(totals.overdue),
            title: index.title,
            warning: index.isComplete ? "" : "INCOMPLETE: "
        )
        let message = OutgoingMail(
            MailOccasion(moment: index.generatedAt, source: "several tenants", host: nil),
            settings,
            subject: settings.subjectTemplate.text(words),
            text: FleetText(view).text,
            html: try html(context),
            attachments: files
        )
        return message.bytes
    }
}

/// The index for a mail program without HTML.
struct FleetText {
    /// The complete text, its lines ended by a line feed.
    let text: String

    /// What the text of a mail shows: some 30 KB at the most.
    static func detail(_ context: MailContext) -> FleetDetail {
        var detail = FleetDetail.page
        detail.maxTenants = 60
        detail.nameLength = 100
        detail.breaksAutolinks = true
        detail.hasFileLinks = false
        detail.mail = context
        return detail
    }

    /// - Parameter view: the index in words, in the ``detail(_:)`` of a mail.
    init(_ view: ViewObject) {
        var page = TextPage()
        page.paragraph(view.list("headline.parts").map(Self.part).joined())
        page.gap()
        page.paragraph("\(view.name("title")), \(view.text("tenantsInWords")), \(view.text("generated.iso"))")
        if view.flag("headline.hasNews") {
            page.gap()
            page.paragraph(view.text("about.dead"))
        }
        if view.flag("mail.hasReportLink") {
            page.gap()
            page.line("Full index:")
            page.line(view.text("mail.reportLink"))
        }
        page.heading("Tenants")
        page.paragraph(view.text("about.order"))
        for tenant in view.list("tenants") { Self.tenant(tenant, &page) }
        if view.flag("hasTenantsNotShown") {
            page.gap()
            page.paragraph(view.text("tenantsNotShown"))
        }
        page.note(of: view)
        page.gap()
        page.paragraph("All times are UTC. \(view.text("about.generator"))")
        page.unsubscribe(of: view)
        text = page.text
    }

    private static func part(_ part: ViewObject) -> String {
        let text = part.text("text").replacing("\u{a0}", with: " ")
        return part.flag("isName") ? NameIsolation.isolated(text) : text
    }

    private static func tenant(_ tenant: ViewObject, _ page: inout TextPage) {
        page.gap()
        guard tenant.flag("isCurrent") else {
            page.paragraph("\(tenant.name("name")): \(tenant.text("state").uppercased()). \(tenant.name("reason"))")
            return
        }
        let least = tenant.flag("isAtLeast") ? "at least " : ""
        let more = ["change", "covered"].map { tenant.text($0) }.filter { !$0.isEmpty }.map { ", \($0)" }.joined()
        page.paragraph("\(tenant.name("name")): \(least)\(tenant.text("count")) jobs\(more)")
        let deaths = ["deaths", "died"].map { tenant.text($0) }.filter { !$0.isEmpty }
        page.paragraph((["next \(tenant.text("next.relative"))"] + deaths).joined(separator: ", "), after: "  Deaths: ")
        if tenant.flag("openFirst.isKnown") {
            page.paragraph(
                "\(tenant.name("openFirst.name")), \(tenant.text("openFirst.reason")), mostly "
                    + tenant.name("openFirst.errorClass"),
                after: "  Open first: "
            )
            if let link = tenant.link("openFirst.") { page.link(link, indent: 4) }
        }
        let problem = tenant.flag("hasProblem") ? ": \(tenant.name("problem"))" : ""
        page.paragraph("\(tenant.text("read")), \(tenant.text("made.relative"))\(problem)", after: "  Report: ")
    }
}
