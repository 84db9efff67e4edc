import ReportTemplates
package import RetryReport

/// The index of several tenants in HTML, checked like a report.
package enum FleetPage {
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
    /// be published.
    package static func page(_ index: FleetIndex) throws -> [UInt8] {
        let rendering = CheckedRendering(template: try pageTemplate.get(), kind: .page, hasFileLinks: true)
        var detail = FleetDetail.page
        detail.joinsUnits = true
        var buffer = ByteBuffer()
        try rendering.write(FleetView(index, detail: detail).values, to: &buffer)
        return buffer.bytes
    }

    /// The body of a mail: the most urgent tenants, as many as ``HTMLRenderer/mailLimit`` has room for. Throws
    /// ``TemplateError`` when it must not be sent.
    package static func mail(_ index: FleetIndex, in context: MailContext = indexContext) throws -> [UInt8] {
        let rendering = CheckedRendering(template: try mailTemplate.get(), kind: .mail)
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

    /// What is wrong with the names in the built-in templates; a test makes sure that nothing is.
    package static func nameFaults(_ index: FleetIndex) throws -> [TemplateFault] {
        let values = FleetView(index).values
        return NameCheck(try pageTemplate.get(), view: values).faults
            + NameCheck(try mailTemplate.get(), view: values).faults
    }
}
