import ReportTemplates
package import RetryReport

/// The index of several tenants in HTML, checked like a report.
package enum FleetPage {
    /// A template of one's own, checked.
    package struct Template: Sendable {
        fileprivate let template: HTMLTemplate

        /// Checks a template and its names; `name`: what messages call it. Throws ``TemplateError``.
        package init(_ bytes: [UInt8], name: String, kind: HTMLRenderer.Kind) throws(TemplateError) {
            template = try HTMLTemplate(bytes, name: name, kind: kind)
            let names = NameCheck(template, view: FleetView(.sample).values)
            if !names.faults.isEmpty { throw TemplateError(faults: names.faults) }
        }
    }

    private static let pageTemplate = read(ReportTemplates.indexHTML, "index.html", .page)
    private static let mailTemplate = read(ReportTemplates.indexEmailHTML, "index-email.html", .mail)

    private static func read(
        _ bytes: [UInt8],
        _ name: String,
        _ kind: HTMLRenderer.Kind
    ) -> Result<HTMLTemplate, TemplateError> {
        do {
            return .success(try HTMLTemplate(bytes, name: name, kind: kind))
        } catch {
            return .failure(error)
        }
    }

    /// The page for a browser: every tenant, with links to the files beside it. Throws ``TemplateError`` when it must not
    /// be published. `template`: nil for the built-in one.
    package static func page(_ index: FleetIndex, template: Template? = nil) throws -> [UInt8] {
        let template = try template?.template ?? pageTemplate.get()
        let rendering = CheckedRendering(template: template, kind: .page, hasFileLinks: true)
        var detail = FleetDetail.page
        detail.joinsUnits = true
        var buffer = ByteBuffer()
        try rendering.write(FleetView(index, detail: detail).values, to: &buffer)
        return buffer.bytes
    }

    /// The body of a mail: the most urgent tenants, as many as ``HTMLRenderer/mailLimit`` has room for. Throws
    /// ``TemplateError`` when it must not be sent. `template`: nil for the built-in one.
    package static func mail(
        _ index: FleetIndex,
        in context: MailContext = indexContext,
        template: Template? = nil
    ) throws -> [UInt8] {
        let rendering = CheckedRendering(template: try template?.template ?? mailTemplate.get(), kind: .mail)
        for detail in FleetDetail.mailSteps(context) {
            var mail = MailBuffer(limit: HTMLRenderer.mailLimit)
            do {
                try rendering.write(FleetView(index, detail: detail).values, to: &mail)
                return mail.bytes
            } catch is MailBuffer.Full {}
        }
        let rule = "the mail is over \(HTMLRenderer.mailLimit) bytes even with the least detail"
        throw TemplateError(faults: [TemplateFault(template: rendering.template.name, line: 0, rule: rule)])
    }

    /// What a mail says besides the index: nothing but where the index is.
    package static var indexContext: MailContext { MailContext(fullReport: "the published index") }

    /// Everything that is wrong with a template of an index: the file, its directives, its names, and what the schema refuses of
    /// the pages made of a sample and of an index without tenants.
    package static func faults(
        ofTemplate template: [UInt8],
        name: String,
        kind: HTMLRenderer.Kind
    ) -> [TemplateFault] {
        let views = [FleetIndex.sample, .empty].map { FleetView($0).values }
        return HTMLRenderer.faults(
            ofTemplate: template,
            name: name,
            kind: kind,
            views: views,
            hasFileLinks: kind == .page
        )
    }

    /// The names that a template of an index can use.
    package static var names: [ReportView.Name] {
        ReportView.names(of: FleetView(.sample).values, adding: PictureNames())
    }

    /// What is wrong with the names in the built-in templates; a test makes sure that nothing is.
    package static func nameFaults(_ index: FleetIndex) throws -> [TemplateFault] {
        let values = FleetView(index).values
        return NameCheck(try pageTemplate.get(), view: values).faults
            + NameCheck(try mailTemplate.get(), view: values).faults
    }
}
