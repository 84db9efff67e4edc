public import RetryReport

/// Makes an HTML page of a report: from a template that is itself a page, written piece by piece, and checked.
///
/// ```swift
/// let page = try HTMLRenderer.page()
/// let bytes = try page.render(report)
/// ```
///
/// What is written is parsed again and checked against an XML Schema that allows no script, no resource from elsewhere,
/// and only links to `https:`, `mailto:` and `#`. This is true of a user's own template too; what is not valid throws
/// ``TemplateError``.
public struct HTMLRenderer: MailBodyRenderer {
    /// What a page is for.
    public enum Kind: Sendable, Hashable {
        /// A page for a browser.
        case page
        /// A mail: another schema, and at most ``HTMLRenderer/mailLimit`` bytes.
        case mail
    }

    /// The maximum size of a mail body, in bytes: Gmail cuts a message off at about 102 KB.
    public static let mailLimit = 95_000

    /// What the format is called.
    public let format: ReportFormat

    /// Whether a mail shows error messages from the actions' logs, which may contain data. A page always does.
    public var showsMessages = false

    /// Where the published report is, as a mail links to it; nil when that is not known. A page has no such link.
    public var reportLink: ReportLink?

    private let kind: Kind
    /// The user's own template; nil for the built-in one, which all renderers of a kind share.
    private let template: HTMLTemplate?
    /// How much of a report a page shows.
    private let detail: ReportDetail

    /// A renderer with a template.
    ///
    /// - Parameters:
    ///   - template: the bytes of a well-formed XHTML file.
    ///   - name: what messages call it, such as its path.
    ///   - kind: what the page is for.
    ///   - detail: how much of a report a page shows; a mail shows what it has room for.
    ///   - fullReport: where a reader of a mail finds what there is no room for, such as "the attached report".
    /// - Throws: ``TemplateError`` with everything that is wrong with the template, including the names it uses.
    public init(
        template: [UInt8],
        name: String,
        kind: Kind,
        detail: ReportDetail = .page,
        fullReport: String = "the published report"
    ) throws(TemplateError) {
        let template = try HTMLTemplate(template, name: name, kind: kind)
        let names = NameCheck(template, view: ReportView(.sample).values)
        if !names.faults.isEmpty { throw TemplateError(faults: names.faults) }
        self.init(template, kind: kind, detail: detail, fullReport: fullReport)
    }

    private init(_ template: HTMLTemplate?, kind: Kind, detail: ReportDetail = .page, fullReport: String = "") {
        self.template = template
        self.kind = kind
        kind.prepare(withTemplate: template == nil)
        format = kind.format
        var detail = detail
        detail.joinsUnits = true
        if kind == .mail { detail.fullReport = fullReport }
        self.detail = detail
    }

    /// The renderer of browser pages with the built-in template, which is made ready on another thread meanwhile.
    public static func page(_ detail: ReportDetail = .page) throws(TemplateError) -> HTMLRenderer {
        HTMLRenderer(nil, kind: .page, detail: detail)
    }

    /// The renderer of mails with the built-in template, which is made ready on another thread meanwhile.
    public static func mail(fullReport: String = "the published report") throws(TemplateError) -> HTMLRenderer {
        HTMLRenderer(nil, kind: .mail, fullReport: fullReport)
    }

    private func rendering() throws(TemplateError) -> CheckedRendering {
        if let template { return CheckedRendering(template: template, kind: kind) }
        return CheckedRendering(template: try kind.builtInTemplate(), kind: kind)
    }

    /// Writes the page. Throws ``TemplateError`` when it must not be published; what is in `sink` must
    /// then be thrown away. Throws what the sink throws.
    public func render(_ report: Report, to sink: inout some ByteSink) throws {
        var context = MailContext(fullReport: detail.fullReport)
        context.showsMessages = showsMessages
        context.reportLink = reportLink?.url(of: report)
        try render(report, in: context, to: &sink)
    }

    /// Writes the page, with what a mail says besides the report; a page for a browser says nothing of it. Throws like
    /// ``render(_:to:)``.
    public func render(_ report: Report, in context: MailContext, to sink: inout some ByteSink) throws {
        let rendering = try rendering()
        switch kind {
        case .page: try rendering.write(ReportView(report, detail: detail).values, to: &sink)
        case .mail: try renderMail(report, context, rendering, to: &sink)
        }
    }

    /// Takes the first step of detail that fits.
    private func renderMail(
        _ report: Report,
        _ context: MailContext,
        _ rendering: CheckedRendering,
        to sink: inout some ByteSink
    ) throws {
        var report = report
        if !context.showsMessages { report.messages = [] }
        for detail in ReportDetail.mailSteps(context) {
            var mail = MailBuffer(limit: Self.mailLimit)
            do {
                try rendering.write(ReportView(report, detail: detail).values, to: &mail)
                return try sink.write(contentsOf: mail.bytes)
            } catch is MailBuffer.Full {}
        }
        throw TemplateError(faults: [
            TemplateFault(
                template: rendering.template.name,
                line: 0,
                element: "",
                rule: "the mail is over \(Self.mailLimit) bytes even with the least detail",
                advice: "make the template shorter, or let it say less of each group"
            )
        ])
    }
}

extension HTMLRenderer {
    private static let mostFaults = 100

    /// What every template is tried on: a report that has everything, and one without a job.
    private static let everyTemplatesViews = [Report.sample, .empty].map { ReportView($0).values }

    /// Everything that is wrong with a template: the file, its directives, its names, and what the schema refuses of
    /// the pages made of a sample report, of one without jobs, and of `reports`; at most 100 problems, and none when the
    /// template can be used. Takes as long as making these pages, and up to 20 times as long for a template with faults.
    public static func problems(
        inTemplate template: [UInt8],
        name: String,
        kind: Kind,
        reports: [Report] = []
    ) -> [Diagnostic] {
        faults(ofTemplate: template, name: name, kind: kind, reports: reports).map(\.diagnostic)
    }

    /// The same for this package, with lines and elements.
    package static func faults(
        ofTemplate template: [UInt8],
        name: String,
        kind: Kind,
        reports: [Report] = []
    ) -> [TemplateFault] {
        let views = everyTemplatesViews + reports.map { ReportView($0).values }
        return faults(ofTemplate: template, name: name, kind: kind, views: views, hasFileLinks: false)
    }

    /// The same for whatever a template is filled with: the first of `views` has all names.
    static func faults(
        ofTemplate template: [UInt8],
        name: String,
        kind: Kind,
        views: [ViewObject],
        hasFileLinks: Bool
    ) -> [TemplateFault] {
        do {
            let template = try HTMLTemplate(template, name: name, kind: kind)
            let names = NameCheck(template, view: views.first ?? [:])
            var faults = names.faults
            // The rest of the page is looked at without the elements whose names are wrong.
            guard let rest = template.remainder(without: names.elements) else {
                return Array(faults.prefix(mostFaults))
            }
            let rendering = CheckedRendering(template: rest, kind: kind, hasFileLinks: hasFileLinks)
            for view in views {
                for fault in try rendering.faults(view, limit: mostFaults)
                where !faults.contains(fault) {
                    faults.append(fault)
                }
            }
            return Array(faults.sorted { $0.line < $1.line }.prefix(mostFaults))
        } catch let error as TemplateError {
            return Array(error.faults.prefix(mostFaults))
        } catch {
            return [TemplateFault(template: name, line: 0, element: "", rule: "\(error)", advice: "")]
        }
    }
}

extension Report {
    /// A report without a job.
    fileprivate static var empty: Report {
        let builder = ReportBuilder(now: Report.sample.generatedAt)
        return builder.finish(reading: Reading(source: "https://acme.tines.com", isComplete: true, isVerified: true))
    }
}
